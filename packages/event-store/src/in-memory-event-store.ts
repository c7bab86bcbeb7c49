import type { Clock } from '@tongban/kernel';
import { storeErrors } from './errors.ts';
import { matchesFilter } from './event-filter.ts';
import type {
  AllPage,
  AllRead,
  Append,
  AppendOutcome,
  EventStore,
  NewEvent,
  StreamName,
  StreamRead,
} from './event-store.ts';
import { matchesExpected, revisionConflict } from './expected-revision.ts';
import { eventIdReused, isSameText } from './new-event.ts';
import { pageLimit, positionsRead, readFrom } from './read-bounds.ts';
import { type RecordedEvent, StoredEvent } from './recorded-event.ts';
import { createTail } from './tail.ts';

/** The event store of tests and simulations: everything in arrays, gone with the process. */
export function inMemoryEventStore({ clock }: { readonly clock: Clock }): EventStore {
  const all: RecordedEvent[] = [];
  const streams = new Map<StreamName, RecordedEvent[]>();
  const byId = new Map<string, RecordedEvent>();
  const tail = createTail(readAll);
  let closed = false;

  return {
    capabilities: { atomicAcrossStreams: true },
    append: async (stream, expected, events) => (await appendAll([{ stream, expected, events }]))[0] ?? [],
    appendAll,
    readStream,
    readAll,
    readAt: async (positions) => {
      assertOpen();
      const wanted = new Set(positionsRead(positions));
      return [...wanted].sort((a, b) => a - b).flatMap((position) => all[position - 1] ?? []);
    },
    find: async (source, id) => {
      assertOpen();
      return byId.get(idKey(source, id));
    },
    head: async () => {
      assertOpen();
      return all.length;
    },
    subscribe: (options) => tail.subscribe(options),
    close: async () => {
      closed = true;
      tail.end(storeErrors.error('E_STORE_CLOSED'));
    },
  };

  async function appendAll(appends: readonly Append[]): Promise<readonly (readonly AppendOutcome[])[]> {
    assertOpen();
    const before = all.length;
    try {
      const outcomes = appends.map(apply);
      tail.publish(all.slice(before));
      return outcomes;
    } catch (refusal) {
      undo(before);
      throw refusal;
    }
  }

  function apply({ stream, expected, events }: Append): readonly AppendOutcome[] {
    const recorded = streams.get(stream) ?? [];
    const actual = recorded.length === 0 ? null : recorded.length - 1;
    return events.map((event) => {
      const known = byId.get(idKey(event.source, event.id));
      if (known !== undefined) {
        if (known.stream !== stream || !isSameText(known.bytes, event.bytes)) throw eventIdReused(event);
        return { outcome: 'already-appended', stream, revision: known.revision, position: known.position };
      }
      if (!matchesExpected(expected, actual)) throw revisionConflict(stream, expected, actual);
      const { revision, position } = record(stream, event);
      return { outcome: 'appended', stream, revision, position };
    });
  }

  function record(stream: StreamName, event: NewEvent): RecordedEvent {
    const history = streams.get(stream) ?? [];
    const { id, source, type, bytes } = event;
    const place = { position: all.length + 1, stream, revision: history.length, recordedAt: clock.now() };
    const recorded = new StoredEvent({ ...place, id, source, type, bytes }, event.event);
    history.push(recorded);
    streams.set(stream, history);
    byId.set(idKey(source, id), recorded);
    all.push(recorded);
    return recorded;
  }

  function undo(before: number): void {
    for (const { stream, source, id } of all.splice(before).reverse()) {
      streams.get(stream)?.pop();
      byId.delete(idKey(source, id));
    }
  }

  async function readStream(stream: StreamName, read: StreamRead = {}): Promise<readonly RecordedEvent[]> {
    assertOpen();
    const limit = pageLimit(read.limit);
    const history = streams.get(stream) ?? [];
    if (read.direction === 'backwards') {
      const end = Math.min(readFrom('from', read.from ?? history.length), history.length - 1) + 1;
      return history.slice(Math.max(0, end - limit), end).reverse();
    }
    const from = readFrom('from', read.from ?? 0);
    return history.slice(from, from + limit);
  }

  async function readAll({ after, limit, filter }: AllRead): Promise<AllPage> {
    assertOpen();
    const wanted = pageLimit(limit);
    const events: RecordedEvent[] = [];
    let next = readFrom('after', after);
    while (next < all.length && events.length < wanted) {
      const event = all[next++];
      if (event !== undefined && matchesFilter(filter, event.type)) events.push(event);
    }
    return { events, next, atEnd: next >= all.length };
  }

  function assertOpen(): void {
    if (closed) throw storeErrors.error('E_STORE_CLOSED');
  }
}

function idKey(source: string, id: string): string {
  return JSON.stringify([source, id]);
}
