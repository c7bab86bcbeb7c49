import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka } from 'kafkajs';
import { partitionKey } from './batch-assembler.ts';
import { kafkaErrors } from './errors.ts';
import type { ConsumedRecord } from './event-record.ts';

/** What was fetched of one partition. */
export interface FetchedRecords {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ConsumedRecord[];
  /** The offset behind the last record that the partition has. */
  readonly end: number;
}

export interface TopicReaderOptions {
  readonly kafka: Kafka;
  /** A name for the group; it is made unique, because every reader reads everything it asks for. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Called with what comes in, one partition at a time. It does not wait. */
  received(fetched: FetchedRecords): void;
  /** Called once when reading has ended for good by itself. */
  failed(error: unknown): void;
}

/** Reads partitions from where it is told, and no others. The offsets are the caller's: nothing is committed. */
export interface TopicReader {
  /** Reads a partition from an offset on, or rests. What was fetched from elsewhere meanwhile may still come in. */
  direct(partition: string, cursor: number, wantsMore: boolean): void;
  stop(): Promise<void>;
}

/** How long a broker holds a request when there is nothing new: what a direction waits for at most. */
const fetchWaitMs = 200;
/** Kafka's own defaults are 1 MB and 10 MB; a subscription holds several of these. */
const partitionBytesMax = 512 * 1024;

/** One direction, and how far the client is with it. */
interface Heading {
  cursor: number;
  wantsMore: boolean;
  /** The offset that the client will fetch next, as far as is known here. */
  expected: number | undefined;
  isPaused: boolean;
}

/**
 * Begins to read. kafkajs reads through groups only, so each reader is a group of one. Whenever the group forms anew
 * (a broker was lost, a session ran out) the client begins somewhere else, and is sent back to the cursors.
 */
export async function openTopicReader(options: TopicReaderOptions): Promise<TopicReader> {
  const { kafka, group, topics, received, failed } = options;
  const headings = new Map<string, Heading>();
  const consumer = kafka.consumer({
    groupId: `${group}.${randomUUID()}`,
    maxWaitTimeInMs: fetchWaitMs,
    maxBytesPerPartition: partitionBytesMax,
    sessionTimeout: 6_000,
    heartbeatInterval: 1_000,
  });
  // A client that begins anew by itself, as on a cluster that is just starting, cannot be steered meanwhile.
  let isJoined = false;
  consumer.on('consumer.group_join', ({ payload }) => {
    isJoined = true;
    for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
      for (const partition of partitions) restart(consumer, topic, partition, headings);
    }
  });
  consumer.on('consumer.crash', ({ payload }) => {
    isJoined = false;
    if (!payload.restart) failed(kafkaErrors.error('E_BUS_UNAVAILABLE', { cause: payload.error }));
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 8,
    eachBatch: async ({ batch: { topic, partition, messages, highWatermark } }) => {
      const heading = headings.get(partitionKey(topic, partition));
      const last = messages.at(-1);
      if (heading === undefined || last === undefined) return;
      heading.expected = Number(last.offset) + 1;
      const records = messages.map(({ offset, headers = {}, value }) => ({
        offset: Number(offset),
        headers,
        value,
      }));
      received({ topic, partition, records, end: Number(highWatermark) });
    },
  });

  return {
    direct(key, cursor, wantsMore) {
      const heading = headings.get(key) ?? { cursor, wantsMore, expected: undefined, isPaused: true };
      headings.set(key, heading);
      heading.cursor = cursor;
      heading.wantsMore = wantsMore;
      if (isJoined) steer(consumer, key, heading);
    },
    stop() {
      isJoined = false;
      return consumer.disconnect();
    },
  };
}

/** After the group has formed: whatever the client thinks, it goes on from the cursor, or rests. */
function restart(
  consumer: Consumer,
  topic: string,
  partition: number,
  headings: ReadonlyMap<string, Heading>,
): void {
  const key = partitionKey(topic, partition);
  const heading = headings.get(key);
  consumer.pause([{ topic, partitions: [partition] }]);
  if (heading === undefined) return;
  heading.isPaused = true;
  heading.expected = undefined;
  steer(consumer, key, heading);
}

function steer(consumer: Consumer, key: string, heading: Heading): void {
  const at = key.lastIndexOf('/');
  const topic = key.slice(0, at);
  const partition = Number(key.slice(at + 1));
  if (heading.expected !== heading.cursor) {
    consumer.seek({ topic, partition, offset: String(heading.cursor) });
    heading.expected = heading.cursor;
  }
  if (heading.wantsMore !== heading.isPaused) return;
  const partitions = [{ topic, partitions: [partition] }];
  if (heading.wantsMore) consumer.resume(partitions);
  else consumer.pause(partitions);
  heading.isPaused = !heading.wantsMore;
}
