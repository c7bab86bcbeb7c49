import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { loadContracts } from '@tongban/contracts';
import { openSqliteEventStore, type SqliteEventStore } from '@tongban/event-store-sqlite';
import { type Clock, uuidV7 } from '@tongban/kernel';
import type { Adapters } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import { openViews } from '@tongban/view-store';

/** The agreements come with the checkout. */
export const contractsFolder: string = join(import.meta.dirname, '../../../contracts');

/** The embedded engines: everything on SQLite below one folder. */
export interface EmbeddedAdapters extends Adapters {
  readonly store: SqliteEventStore;
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
  const store = await openSqliteEventStore({ path: join(data, 'events.db'), clock, logger });
  return {
    store,
    contracts,
    openViews: (view) => openViews({ ...view, path: join(data, 'views', `${view.schema}.db`) }),
    clock,
    random,
    ids: uuidV7({ now: () => clock.now(), random }),
  };
}
