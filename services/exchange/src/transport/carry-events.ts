import type { Inbox, PositionKeeper, Relay } from '@tongban/event-bus';
import type { EventStore } from '@tongban/event-store';
import { problemDocument } from '@tongban/http';
import type { Clock } from '@tongban/kernel';
import { guardLease, type Lease, type ProcessingStore } from '@tongban/processing';
import type { ServicePart, Transport } from '@tongban/service';
import type { Logger, Metrics } from '@tongban/telemetry';
import type { FeedReader } from '../feeds/feed-reader.ts';
import type { Publisher } from '../publishing/publisher.ts';
import { inboxPages } from './inbox-pages.ts';
import { leasedPart } from './leased-part.ts';
import { observeRelay } from './relay-metrics.ts';

export interface CarryOptions<Tx> {
  readonly transport: Transport;
  readonly store: EventStore;
  readonly processing: ProcessingStore<Tx>;
  readonly reader: FeedReader;
  readonly publisher: Publisher;
  /** This process, under a name that no other has. */
  readonly holder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Carries events out of this process: one relay for all services, and an inbox and an outbox for each department that
 * wants them. Of several processes one has each of them, under a lease; outboxes are shared out by Kafka itself.
 */
export function carryEvents<Tx>(options: CarryOptions<Tx>): readonly ServicePart[] {
  const { transport, store, clock, logger, metrics } = options;
  let relaying: Relay | undefined;
  observeRelay(metrics, () => relaying);
  const relay = leasedPart({
    ...options,
    name: 'relay',
    begin() {
      const begun = transport.relay({ store, clock, logger });
      relaying = begun;
      return {
        name: begun.name,
        status: () => begun.status(),
        stop() {
          relaying = undefined;
          return begun.stop();
        },
      };
    },
  });
  const mailboxes = transport.departments.flatMap((department) => [
    leasedPart({
      ...options,
      name: `inbox-${department}`,
      begin: (lease) => openInbox(department, lease, options),
    }),
    transport.outbox({
      department,
      clock,
      logger,
      publish: (event) => options.publisher.publish(event, { department, system: 'kafka' }),
      describe: (refusal) => problemDocument(refusal, { language: 'zh' }),
    }),
  ]);
  return [relay, ...mailboxes];
}

function openInbox<Tx>(department: string, lease: Lease, options: CarryOptions<Tx>): Inbox {
  const { transport, reader, clock, logger } = options;
  return transport.inbox({
    department,
    clock,
    logger,
    source: (after, signal) => inboxPages(reader, department, after, signal),
    positions: positionsUnder(lease, options),
  });
}

/** Positions in the database of the service. A holder that was thought dead moves none any more. */
function positionsUnder<Tx>(lease: Lease, { processing }: CarryOptions<Tx>): PositionKeeper {
  const { checkpoints } = processing;
  return {
    read: () => processing.transaction(async (tx) => (await checkpoints.claim(tx, lease.name)) ?? 0),
    write: (position) =>
      processing.transaction(async (tx) => {
        await guardLease(processing, tx, lease);
        await checkpoints.move(tx, lease.name, position);
      }),
  };
}
