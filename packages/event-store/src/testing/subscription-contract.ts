import { describe, expect, it } from 'vitest';
import type { EventStore, Position, SubscribeOptions } from '../event-store.ts';
import type { RecordedEvent } from '../recorded-event.ts';
import type { OpenedStore } from './event-store-contract.ts';
import { sampleEvent } from './sample-event.ts';
import { idsOf, readEverything, refusalOf, taxpayer, withStore } from './with-store.ts';

const stream = taxpayer('1');

export function subscriptionContract(open: () => Promise<OpenedStore>): void {
  describe('subscribe', () => {
    it('says at the start of an empty store that it is caught up, then hands over what is appended', () =>
      withStore(open, async (store) => {
        const control = new AbortController();
        const messages = store.subscribe({ after: 0, signal: control.signal })[Symbol.asyncIterator]();
        expect(await messages.next()).toEqual({ done: false, value: { kind: 'caught-up', position: 0 } });
        const next = messages.next();
        await appendMany(store, 'live', 2);
        const events = (await next).value;
        expect(events).toMatchObject({
          kind: 'events',
          events: [{ id: 'live-0' }, { id: 'live-1' }],
          next: await store.head(),
        });
        expect((await messages.next()).value).toEqual({ kind: 'caught-up', position: await store.head() });
        control.abort();
        expect((await messages.next()).done).toBe(true);
      }));

    it('hands over history, then what is appended meanwhile, in order, each once', () =>
      withStore(open, async (store) => {
        await appendMany(store, 'old', 1_200);
        const appending = (async () => {
          for (let at = 0; at < 40; at++) await appendMany(store, `new-${at}`, 20);
        })();
        const { events } = await follow(store, { after: 0 }, (seen) => seen.length >= 2_000);
        await appending;
        expect(idsOf(events)).toEqual(idsOf(await readEverything(store)));
      }));

    it('resumes where it was dropped, also during catch-up, also twice, also live', () =>
      withStore(open, async (store) => {
        await appendMany(store, 'old', 1_600);
        const seen: RecordedEvent[] = [];
        let after = 0;
        for (const batches of [1, 2, 1]) {
          let taken = 0;
          const part = await follow(store, { after }, () => ++taken >= batches);
          seen.push(...part.events);
          after = part.next;
        }
        await appendMany(store, 'new', 10);
        const rest = await follow(store, { after }, (events) => events.at(-1)?.id === 'new-9');
        expect(idsOf([...seen, ...rest.events])).toEqual(idsOf(await readEverything(store)));
      }));

    it('filters history and what is appended', () =>
      withStore(open, async (store) => {
        const mixed = (name: string) =>
          ['tax.a.v1', 'customs.a.v1', 'customs.b.v1'].map((type) =>
            sampleEvent({ id: `${name}-${type}`, type }),
          );
        await store.append(stream, 'any', mixed('old'));
        const following = follow(
          store,
          { after: 0, filter: { typePrefixes: ['customs.'] } },
          (events) => events.length >= 4,
          async () => {
            await store.append(stream, 'any', mixed('new'));
          },
        );
        expect(idsOf((await following).events)).toEqual([
          'old-customs.a.v1',
          'old-customs.b.v1',
          'new-customs.a.v1',
          'new-customs.b.v1',
        ]);
      }));

    it('lets a reader pass over what it does not want, and never over what it wants', () =>
      withStore(open, async (store) => {
        const seen: string[] = [];
        let reached = 0;
        const control = new AbortController();
        const passOver = {
          filter: { types: ['tax.rare.v1'] },
          passed(position: Position): void {
            expect(position).toBeGreaterThan(reached);
            reached = position;
          },
        };
        const reading = (async () => {
          for await (const message of store.subscribe({ after: 0, passOver, signal: control.signal })) {
            if (message.kind === 'events') {
              for (const event of message.events) {
                expect(event.position).toBeGreaterThan(reached);
                if (event.type === 'tax.rare.v1') seen.push(event.id);
              }
            }
            reached = message.kind === 'events' ? message.next : message.position;
            if (seen.length === 2 && reached >= (await store.head())) control.abort();
          }
        })();
        await appendMany(store, 'first', 3);
        await store.append(stream, 'any', [sampleEvent({ id: 'rare-1', type: 'tax.rare.v1' })]);
        for (let at = 0; at < 30; at++) await appendMany(store, `between-${at}`, 1);
        await store.append(stream, 'any', [
          sampleEvent({ id: 'common' }),
          sampleEvent({ id: 'rare-2', type: 'tax.rare.v1' }),
        ]);
        await reading;
        expect(seen).toEqual(['rare-1', 'rare-2']);
        expect(reached).toBe(await store.head());
      }));

    it('loses nothing for a reader that stands still while much is appended', () =>
      withStore(open, async (store, { manyEvents = 6_000 }) => {
        const { events } = await follow(
          store,
          { after: 0 },
          (seen) => seen.length >= manyEvents,
          () => appendMany(store, 'much', manyEvents),
        );
        expect(idsOf(events)).toEqual(idsOf(await readEverything(store)));
      }));

    it('serves several readers at their own pace', () =>
      withStore(open, async (store) => {
        const readers = Array.from({ length: 3 }, () =>
          follow(store, { after: 0 }, (seen) => seen.length >= 600),
        );
        for (let at = 0; at < 6; at++) await appendMany(store, `batch-${at}`, 100);
        const expected = idsOf(await readEverything(store));
        for (const { events } of await Promise.all(readers)) expect(idsOf(events)).toEqual(expected);
      }));

    it('begins after a position that is not there yet', () =>
      withStore(open, async (store) => {
        const [first] = await store.append(stream, 'any', [sampleEvent({ id: 'first' })]);
        const after = first?.position ?? 0;
        const following = follow(store, { after }, (events) => events.length > 0);
        await appendMany(store, 'then', 1);
        expect(idsOf((await following).events)).toEqual(['then-0']);
      }));

    it('ends when it is told to, before and while it waits', () =>
      withStore(open, async (store) => {
        for await (const _ of store.subscribe({ after: 0, signal: AbortSignal.abort() }))
          expect.unreachable();
        const control = new AbortController();
        let messages = 0;
        for await (const { kind } of store.subscribe({ after: 0, signal: control.signal })) {
          expect(kind).toBe('caught-up');
          messages += 1;
          queueMicrotask(() => control.abort());
        }
        expect(messages).toBe(1);
      }));

    it('fails when the store is closed under it, and refuses a position that is none', () =>
      withStore(open, async (store) => {
        const { signal } = new AbortController();
        const messages = store.subscribe({ after: 0, signal })[Symbol.asyncIterator]();
        await messages.next();
        const next = messages.next();
        const bad = store.subscribe({ after: -1, signal })[Symbol.asyncIterator]().next();
        expect(await refusalOf(bad)).toBe('E_STORE_ARGUMENT');
        const closing = store.close();
        expect(await refusalOf(next)).toBe('E_STORE_CLOSED');
        await closing;
      }));
  });
}

/** Follows a subscription until enough was seen; drops it then. */
async function follow(
  store: EventStore,
  options: Omit<SubscribeOptions, 'signal'>,
  isEnough: (events: readonly RecordedEvent[]) => boolean,
  onCaughtUp: () => Promise<void> = async () => {},
): Promise<{ readonly events: readonly RecordedEvent[]; readonly next: Position }> {
  const control = new AbortController();
  const events: RecordedEvent[] = [];
  let next = options.after;
  let hasCaughtUp = false;
  for await (const message of store.subscribe({ ...options, signal: control.signal })) {
    if (message.kind === 'events') {
      events.push(...message.events);
      next = message.next;
      if (isEnough(events)) break;
    } else if (!hasCaughtUp) {
      hasCaughtUp = true;
      await onCaughtUp();
    }
  }
  control.abort();
  return { events, next };
}

async function appendMany(store: EventStore, name: string, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, at) => sampleEvent({ id: `${name}-${at}` }));
  for (let at = 0; at < count; at += 500) await store.append(stream, 'any', events.slice(at, at + 500));
}
