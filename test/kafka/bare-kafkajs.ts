import type { EventStore } from '@tongban/event-store';
import kafkajs from 'kafkajs';

/** What kafkajs does alone: the limit that the relay and the bus are compared with. Events a second. */
export async function produceBare(
  brokers: readonly string[],
  topic: string,
  store: EventStore,
): Promise<number> {
  const client = bareClient(brokers);
  const producer = client.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const partitions = [0, 1, 2];
  const messages: { key: string; value: string }[][] = partitions.map(() => []);
  let count = 0;
  for (let after = 0, atEnd = false; !atEnd; ) {
    const page = await store.readAll({ after, limit: 1_000 });
    for (const { stream, json } of page.events) messages[count++ % 3]?.push({ key: stream, value: json });
    after = page.next;
    atEnd = page.atEnd;
  }
  const startMs = performance.now();
  await Promise.all(
    partitions.map(async (partition) => {
      const mine = messages[partition] ?? [];
      for (let at = 0; at < mine.length; at += 500) {
        const part = mine.slice(at, at + 500).map((message) => ({ ...message, partition }));
        await producer.send({ topic, acks: -1, messages: part });
      }
    }),
  );
  const seconds = (performance.now() - startMs) / 1_000;
  await producer.disconnect();
  return count / seconds;
}

export async function consumeBare(brokers: readonly string[], topic: string, count: number): Promise<number> {
  const consumer = bareClient(brokers).consumer({
    groupId: `bare-${crypto.randomUUID()}`,
    maxWaitTimeInMs: 200,
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let heard = 0;
  let before = 0;
  let startMs = 0;
  await new Promise<void>((resolve) => {
    void consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: async ({ batch }) => {
        heard += batch.messages.length;
        if (startMs === 0) {
          startMs = performance.now();
          before = heard;
        }
        if (heard >= count) resolve();
      },
    });
  });
  const seconds = (performance.now() - startMs) / 1_000;
  await consumer.disconnect();
  return (heard - before) / seconds;
}

function bareClient(brokers: readonly string[]) {
  return new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
}
