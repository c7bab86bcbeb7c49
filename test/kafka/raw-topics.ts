import kafkajs from 'kafkajs';
import type { Arrival } from './tally.ts';

/** Everything that topics hold, as a foreign consumer without any knowledge of ours reads it. */
export async function readRaw(
  brokers: readonly string[],
  topics: readonly string[],
): Promise<readonly Arrival[]> {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map<string, number>();
  for (const topic of topics) {
    for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
      if (Number(high) > Number(low)) ends.set(`${topic}/${partition}`, Number(high));
    }
  }
  await admin.disconnect();

  const arrivals: Arrival[] = [];
  if (ends.size === 0) return arrivals;
  const consumer = kafka.consumer({ groupId: `raw-${crypto.randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => payload.restart || reject(payload.error));
    const run = consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { topic, partition, messages } }) => {
        for (const { headers = {}, offset } of messages) {
          const text = (header: string): string => String(headers[header]);
          arrivals.push({ id: text('ce_id'), sequence: text('stream'), revision: Number(text('revision')) });
          if (Number(offset) + 1 >= (ends.get(`${topic}/${partition}`) ?? 0))
            ends.delete(`${topic}/${partition}`);
        }
        if (ends.size === 0) resolve();
      },
    });
    run.catch(reject);
  });
  await consumer.disconnect();
  return arrivals;
}
