import { waitFor } from '@tongban/testing';
import kafkajs from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { type CityUnderTest, startCityUnderTest, startEngines } from '../faults/city-under-test.ts';
import { hasKcat, kcat } from './kcat.ts';

interface Item {
  readonly position: number;
  readonly id: string;
  readonly data: unknown;
  readonly withheld: readonly string[];
}

describe('the inbox of a department in a city at work', async () => {
  const engines = await startEngines();
  if ('absent' in engines) {
    it('has its feed', (context) => context.skip(engines.absent));
    return;
  }
  afterAll(() => engines.stop());
  const { brokers } = engines.kafka;

  it('has what the feed has: the same events in the same order, with the same fields', {
    timeout: 90_000,
  }, async () => {
    const city = await startCityUnderTest(engines, {
      departmentsByKafka: ['tax'],
      departments: { enterprises: 3, everySeconds: 0 },
    });
    try {
      const registered = (items: readonly Item[]) =>
        items.filter(({ withheld }) => withheld.length > 0).length;
      const pulled = await waitFor(
        async () => {
          const items = await pull(city);
          return registered(items) >= 3 ? items : undefined;
        },
        { describe: 'tax has received what is granted to it', timeoutMs: 40_000 },
      );
      const last = pulled.at(-1)?.position ?? 0;
      const topic = `${city.topicPrefix}.inbox.tax`;
      const inbox = await readTopic(brokers, topic, last);
      expect(inbox).toEqual(pulled);
      expect(pulled.length).toBeGreaterThan(3);
      if (!hasKcat()) return;
      const text = await kcat(['-b', brokers.join(','), '-C', '-t', topic, '-e', '-q', '-f', '%h\n']);
      for (const { id } of pulled) expect(text).toContain(`ce_id=${id}`);
      expect(text).toContain('ce_specversion=1.0');
    } finally {
      await city.stop();
    }
  });
});

async function pull(city: CityUnderTest): Promise<readonly Item[]> {
  const authorization = `Bearer ${await city.token('tax')}`;
  const items: Item[] = [];
  for (let after = ''; ; ) {
    const page = await fetch(`${city.url}/v1/feed?limit=500${after}`, { headers: { authorization } });
    const { events, next, atEnd } = (await page.json()) as {
      readonly events: readonly {
        readonly cursor: string;
        readonly event: { readonly id: string; readonly data: unknown };
        readonly withheld: readonly string[];
      }[];
      readonly next: string;
      readonly atEnd: boolean;
    };
    for (const { cursor, event, withheld } of events) {
      items.push({ position: Number(cursor.split(':')[1]), id: event.id, data: event.data, withheld });
    }
    if (atEnd) return items;
    after = `&after=${next}`;
  }
}

/** The records of an inbox up to a position. */
async function readTopic(brokers: readonly string[], topic: string, last: number): Promise<readonly Item[]> {
  const client = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const consumer = client.consumer({ groupId: 'inbox-of-a-city', maxWaitTimeInMs: 100 });
  const items: Item[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message: { headers = {}, value } }) => {
      items.push({
        position: Number(String(headers.position)),
        id: String(headers.ce_id),
        data: JSON.parse(String(value)) as unknown,
        withheld: JSON.parse(String(headers.withheld)) as readonly string[],
      });
    },
  });
  await waitFor(() => (items.at(-1)?.position ?? 0) >= last, {
    describe: 'the inbox is written',
    timeoutMs: 20_000,
  });
  await consumer.disconnect();
  return items.filter(({ position }) => position <= last);
}
