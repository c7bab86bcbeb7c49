import type {
  EventStore,
  Position,
  RecordedEvent,
  SubscribeOptions,
  SubscriptionMessage,
} from '@tongban/event-store';
import type { DataOf } from '../domain/domain-event.ts';
import type { Entitlement } from '../feeds/feed-reader.ts';
import type { RegisteredWebhook } from './webhook-register.ts';

/** What is written for every delivery: to deliver it would write another, without end. */
const readRecordType = 'sharing.data-read.v1';

/** Who takes a type alone takes also what corrects an event of it: it would keep what is wrong otherwise. */
const correctionType = 'sharing.correction-delivered.v1';

/** The entitlement of a department with everything recorded up to a position taken into account. */
export type EntitlementAt = (department: string, head: Position) => Promise<Entitlement>;

/**
 * The event store as the processor of one webhook follows it: only events of types that the department may read at the
 * moment they come by. What nobody may read so costs neither a transaction nor an attempt. Whether an event may be
 * read is still asked when it is sent.
 */
export function readableEvents(
  store: EventStore,
  { department, types: only }: RegisteredWebhook,
  entitlement: EntitlementAt,
): EventStore {
  async function* subscribe(options: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
    for await (const message of store.subscribe(options)) {
      if (message.kind === 'caught-up') {
        yield message;
        continue;
      }
      const wanted = message.events.filter((recorded) => isAskedFor(recorded, only));
      if (wanted.length === 0) {
        yield { ...message, events: [] };
        continue;
      }
      const readable = new Set((await entitlement(department, message.next)).types);
      yield { ...message, events: wanted.filter(({ type }) => readable.has(type)) };
    }
  }
  return {
    capabilities: store.capabilities,
    append: (stream, expected, events) => store.append(stream, expected, events),
    appendAll: (appends) => store.appendAll(appends),
    readStream: (stream, read) => store.readStream(stream, read),
    readAll: (read) => store.readAll(read),
    find: (source, id) => store.find(source, id),
    head: () => store.head(),
    subscribe,
    close: () => store.close(),
  };
}

function isAskedFor({ type, event }: RecordedEvent, only: RegisteredWebhook['types']): boolean {
  if (type === readRecordType) return false;
  if (only === undefined || only.includes(type)) return true;
  return (
    type === correctionType && only.includes((event.data as unknown as DataOf<typeof correctionType>).type)
  );
}
