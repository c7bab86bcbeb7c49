import type { Admin, Kafka } from 'kafkajs';
import { partitionKey } from './batch-assembler.ts';
import type { ConsumedRecord } from './event-record.ts';
import { openTopicReader } from './topic-reader.ts';

/**
 * The last record of a topic with one partition: what was written there is also how far its writer came. Undefined
 * where it has none. Right after a broker was lost it may be an earlier one, so that its writer repeats a little.
 */
export async function lastRecord(
  kafka: Kafka,
  admin: Admin,
  topic: string,
): Promise<ConsumedRecord | undefined> {
  const [offsets] = await admin.fetchTopicOffsets(topic);
  const end = Number(offsets?.high ?? 0);
  if (end === 0 || end === Number(offsets?.low ?? 0)) return undefined;
  const found = Promise.withResolvers<ConsumedRecord>();
  const reader = await openTopicReader({
    kafka,
    group: `${topic}.last`,
    topics: [topic],
    received: ({ records }) => {
      const last = records.findLast(({ offset }) => offset >= end - 1);
      if (last !== undefined) found.resolve(last);
    },
    failed: found.reject,
  });
  reader.direct(partitionKey(topic, 0), end - 1, true);
  try {
    return await found.promise;
  } finally {
    await reader.stop();
  }
}
