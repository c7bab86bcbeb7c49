import { importPublicKey, type VerificationKey } from '@tongban/cloudevents/signature';
import type { EventStore, Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { liveProjection } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import {
  type DepartmentKey,
  type DepartmentKeys,
  type KeyEvent,
  keyDecider,
} from '../domain/department-keys.ts';

/** The signing keys of all departments, as everything recorded so far has made them. */
export interface KeyView extends ServicePart {
  upTo(position: Position): Promise<DepartmentKeysByName>;
  current(): Promise<DepartmentKeysByName>;
  /** The imported form of a registered key: the import costs as much as a verification. */
  verificationKey(key: DepartmentKey): VerificationKey;
}

export type DepartmentKeysByName = ReadonlyMap<string, DepartmentKeys>;

/** Imported keys that are remembered. */
const importedMax = 1_000;

export function openKeyView(options: {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): KeyView {
  const imported = new Map<string, VerificationKey>();
  const projection = liveProjection<Map<string, DepartmentKeys>>({
    ...options,
    name: 'department-keys',
    filter: { types: ['platform.department-key-registered.v1', 'platform.department-key-revoked.v1'] },
    initialState: () => new Map(),
    evolve(byName, { type, event }) {
      const department = event.subject;
      const keyEvent = { type, subject: department, data: event.data } as unknown as KeyEvent;
      return byName.set(
        department,
        keyDecider.evolve(byName.get(department) ?? keyDecider.initialState, keyEvent),
      );
    },
  });
  return {
    name: projection.name,
    status: () => projection.status(),
    stop: () => projection.stop(),
    upTo: (position) => projection.caughtUpTo(position),
    async current() {
      return projection.caughtUpTo(await options.store.head());
    },
    verificationKey({ algorithm, publicKey }) {
      const known = imported.get(publicKey);
      if (known) return known;
      if (imported.size >= importedMax) imported.clear();
      const key = importPublicKey({ algorithm, spki: publicKey });
      imported.set(publicKey, key);
      return key;
    },
  };
}
