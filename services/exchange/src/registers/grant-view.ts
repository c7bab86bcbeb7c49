import type { EventStore, Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { liveProjection } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import type { SharingEvent } from '../domain/domain-event.ts';
import { type GrantRegister, openGrantRegister } from '../domain/grant-register.ts';

/** The register of grants and the directory, as everything recorded so far has made them. */
export interface GrantView extends ServicePart {
  /** With everything up to a position: what a read needs, which must not miss a suspension. */
  upTo(position: Position): Promise<GrantRegister>;
  /** With everything recorded at this moment. */
  current(): Promise<GrantRegister>;
}

export function openGrantView(options: {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): GrantView {
  const { store } = options;
  const projection = liveProjection<GrantRegister>({
    ...options,
    name: 'grants',
    filter: { typePrefixes: ['sharing.'] },
    initialState: openGrantRegister,
    evolve(register, { type, event }) {
      register.apply({ type, subject: event.subject, data: event.data } as unknown as SharingEvent);
      return register;
    },
  });
  return {
    name: projection.name,
    status: () => projection.status(),
    stop: () => projection.stop(),
    upTo: (position) => projection.caughtUpTo(position),
    async current() {
      return projection.caughtUpTo(await store.head());
    },
  };
}
