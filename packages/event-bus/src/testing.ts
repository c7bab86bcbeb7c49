import type { NewEvent, RecordedEvent, StreamName, SubscribeOptions } from '@tongban/event-store';
import { streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { describe, expect, it, vi } from 'vitest';
import type { EventBus } from './event-bus.ts';

/** What was published is heard a moment later. */
const hearing = { timeout: 20_000, interval: 20 };

/** A bus under test, with nothing published yet. */
export interface OpenedBus {
  readonly bus: EventBus;
  /** Records events and sees to it that the bus hears of them. */
  publish(stream: StreamName, events: readonly NewEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** Everything that the port promises, as tests. */
export function eventBusContract(name: string, open: () => Promise<OpenedBus>): void {
  const streams = ['1', '2', '3'].map((key) => streamName('tax', 'taxpayer', key));

  const withBus = async (test: (opened: OpenedBus) => Promise<void>): Promise<void> => {
    const opened = await open();
    try {
      await test(opened);
    } finally {
      await opened.close();
    }
  };
  /** `count` events for each stream, published in turns. */
  const publishMany = async ({ publish }: OpenedBus, word: string, count: number): Promise<void> => {
    for (let at = 0; at < count; at++) {
      for (const stream of streams) await publish(stream, [sampleEvent({ id: `${word}-${stream}-${at}` })]);
    }
  };
  const expectedIds = (stream: StreamName, word: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => `${word}-${stream}-${at}`);

  describe(name, () => {
    it('hands over history and what is published then, each sequence whole and in order', () =>
      withBus(async (opened) => {
        await publishMany(opened, 'old', 5);
        const heard = hear(opened.bus, { consumer: 'views', after: 0 }, (events) => events.length >= 30);
        await publishMany(opened, 'new', 5);
        const events = await heard;
        for (const stream of streams) {
          const ids = events.filter((event) => event.stream === stream).map(({ id }) => id);
          expect(ids).toEqual([...expectedIds(stream, 'old', 5), ...expectedIds(stream, 'new', 5)]);
        }
      }));

    it('resumes after the position a consumer kept', () =>
      withBus(async (opened) => {
        await publishMany(opened, 'old', 4);
        const all = await hear(opened.bus, { consumer: 'views', after: 0 }, (events) => events.length >= 12);
        const kept = all[5]?.position ?? 0;
        const rest = await hear(
          opened.bus,
          { consumer: 'views', after: kept },
          (events) => events.length >= 6,
        );
        expect(rest.map(({ id }) => id)).toEqual(all.slice(6).map(({ id }) => id));
      }));

    it('serves consumers independently, each by its filter', () =>
      withBus(async (opened) => {
        const [stream] = streams as [StreamName];
        const types = ['tax.a.v1', 'tax.b.v1', 'customs.a.v1'];
        const both = Promise.all([
          hear(opened.bus, { consumer: 'one', after: 0 }, (events) => events.length >= 3),
          hear(
            opened.bus,
            { consumer: 'two', after: 0, filter: { typePrefixes: ['customs.'] } },
            (e) => e.length >= 1,
          ),
        ]);
        await opened.publish(
          stream,
          types.map((type) => sampleEvent({ id: type, type })),
        );
        const [one, two] = await both;
        expect(one.map(({ type }) => type)).toEqual(types);
        expect(two.map(({ type }) => type)).toEqual(['customs.a.v1']);
      }));

    it('says where it ends, and reads in pages, each from where the one before ended', () =>
      withBus(async (opened) => {
        const { bus } = opened;
        expect(await bus.head()).toBe(0);
        expect(await bus.readAll({ after: 0, limit: 10 })).toMatchObject({ events: [], atEnd: true });
        await publishMany(opened, 'old', 5);
        const head = 15;
        await vi.waitFor(async () => expect(await bus.head()).toBe(head), hearing);
        const positions: number[] = [];
        let isAtEnd = false;
        for (let after = 0; !isAtEnd; ) {
          const page = await bus.readAll({ after, limit: 4 });
          expect(page.events.length).toBeLessThanOrEqual(4);
          positions.push(...page.events.map(({ position }) => position));
          after = page.next;
          isAtEnd = page.atEnd;
        }
        expect(positions).toEqual(Array.from({ length: head }, (_, at) => at + 1));
        const page = await bus.readAll({ after: 3, limit: 2 });
        expect(page.events.map(({ position }) => position)).toEqual([4, 5]);
        const filter = { typePrefixes: ['customs.'] };
        await opened.publish(streams[0] as StreamName, [sampleEvent({ id: 'c', type: 'customs.a.v1' })]);
        await vi.waitFor(async () => expect(await bus.head()).toBe(head + 1), hearing);
        const filtered = await bus.readAll({ after: 0, limit: 1_000, filter });
        expect(filtered.events.map(({ id }) => id)).toEqual(['c']);
        expect(filtered.next).toBe(head + 1);
      }));

    it('tells when the first event after a position was recorded', () =>
      withBus(async (opened) => {
        const { bus } = opened;
        if (bus.recordedAfter === undefined) return;
        await publishMany(opened, 'old', 2);
        await vi.waitFor(async () => expect(await bus.head()).toBe(6), hearing);
        const { events } = await bus.readAll({ after: 0, limit: 10 });
        expect(await bus.recordedAfter(0)).toBe(events[0]?.recordedAt);
        // It may be one that came with it: never later, so that nobody seems to be less behind than they are.
        expect(await bus.recordedAfter(3)).toBeLessThanOrEqual(events[3]?.recordedAt ?? 0);
        expect(await bus.recordedAfter(await bus.head())).toBeUndefined();
      }));

    it('gives events back by their positions, where it can', () =>
      withBus(async (opened) => {
        const { bus } = opened;
        if (bus.readAt === undefined) return;
        await publishMany(opened, 'old', 2);
        const { events } = await bus.readAll({ after: 0, limit: 10 });
        const read = await bus.readAt([5, 2]);
        expect(read.map(({ position, id }) => [position, id])).toEqual(
          [events[1], events[4]].map((event) => [event?.position, event?.id]),
        );
      }));

    it('ends when the consumer says so, and when the bus is closed', () =>
      withBus(async ({ bus }) => {
        const control = new AbortController();
        for await (const _ of bus.subscribe({ consumer: 'views', after: 0, signal: control.signal }))
          control.abort();
        for await (const _ of bus.subscribe({
          consumer: 'views',
          after: 0,
          signal: new AbortController().signal,
        })) {
          await bus.close();
        }
      }));
  });
}

/** What a consumer keeps that drops positions it has passed. */
async function hear(
  bus: EventBus,
  subscription: Omit<SubscribeOptions, 'signal'>,
  isEnough: (events: readonly RecordedEvent[]) => boolean,
): Promise<readonly RecordedEvent[]> {
  const control = new AbortController();
  const heard = new Map<number, RecordedEvent>();
  for await (const message of bus.subscribe({ ...subscription, signal: control.signal })) {
    if (message.kind !== 'events') continue;
    for (const event of message.events) if (!heard.has(event.position)) heard.set(event.position, event);
    if (isEnough([...heard.values()])) break;
  }
  control.abort();
  return [...heard.values()];
}
