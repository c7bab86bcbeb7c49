import type { EventSource, SubscribeOptions, SubscriptionMessage } from '@tongban/event-store';
import type { CorrectedEvents } from '../domain/corrected-events.ts';
import type { DataOf } from '../domain/domain-event.ts';
import type { CorrectionView } from '../registers/correction-view.ts';

const readRecordType = 'sharing.data-read.v1';

/**
 * The event store without the records of those reads that hold nothing that was corrected: nearly all of them. What is
 * left out costs neither a transaction nor a look at grants.
 */
export function correctedReads(store: EventSource, corrections: CorrectionView): EventSource {
  async function* subscribe(options: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
    for await (const message of store.subscribe(options)) {
      if (message.kind === 'caught-up' || !message.events.some(({ type }) => type === readRecordType)) {
        yield message;
        continue;
      }
      const corrected = await corrections.upTo(message.next);
      yield { ...message, events: message.events.filter((recorded) => isWanted(recorded, corrected)) };
    }
  }
  return {
    readAll: (read) => store.readAll(read),
    head: () => store.head(),
    subscribe,
    ...(store.recordedAfter === undefined ? {} : { recordedAfter: store.recordedAfter.bind(store) }),
  };
}

function isWanted(
  { type, event }: { readonly type: string; readonly event: { readonly data?: unknown } },
  corrected: CorrectedEvents,
): boolean {
  return type !== readRecordType || corrected.isIn(event.data as DataOf<typeof readRecordType>);
}
