import type { NewEvent, RecordedEvent, StreamName } from '@tongban/event-store';
import { streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { describe, expect, it } from 'vitest';
import type { BusSubscription, EventBus } from './event-bus.ts';

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
  subscription: Omit<BusSubscription, 'signal'>,
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
