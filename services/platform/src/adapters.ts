import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { loadContracts } from '@tongban/contracts';
import { openSqliteEventStore, ownerOf, type SqliteEventStore } from '@tongban/event-store-sqlite';
import { type Clock, uuidV7 } from '@tongban/kernel';
import type { Adapters } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import { openViews } from '@tongban/view-store';
import { contractsFolder } from './contracts-folder.ts';

/** The embedded engines: everything on SQLite below one folder. */
export interface EmbeddedAdapters extends Adapters {
  readonly store: SqliteEventStore;
}

/** The process that uses a data folder now, where one does; its number is null where it did not leave it. */
export function processUsing(data: string): { readonly pid: number | null } | undefined {
  return ownerOf(eventsFile(data));
}

/** Opens the engines of the embedded platform. @throws E_STORE_LOCKED and the other errors of the event store */
export async function openEmbeddedAdapters(options: {
  readonly data: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<EmbeddedAdapters> {
  const { data, clock, logger } = options;
  const random = (target: Uint8Array): Uint8Array => randomFillSync(target);
  const contracts = loadContracts(contractsFolder);
  const store = await openSqliteEventStore({ path: eventsFile(data), clock, logger });
  return {
    store,
    contracts,
    openViews: (view) => openViews({ ...view, path: join(data, 'views', `${view.schema}.db`) }),
    clock,
    random,
    ids: uuidV7({ now: () => clock.now(), random }),
  };
}

function eventsFile(data: string): string {
  return join(data, 'events.db');
}
