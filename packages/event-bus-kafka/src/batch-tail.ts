import type { Position } from '@tongban/event-store';
import type { Kafka } from 'kafkajs';
import type { AskingAdmin } from './asking-admin.ts';
import { partitionKey } from './batch-assembler.ts';
import { decodeBatch, type RelayedBatch } from './relayed-batch.ts';
import { type FetchedRecords, openTopicReader, type TopicReader } from './topic-reader.ts';

/** The end of the topic of batches, followed for as long as the bus is open: how far Kafka is, and since when. */
export interface BatchTail {
  /** The position of the last batch that is acknowledged when this is asked; 0 where there is none. */
  head(): Promise<Position>;
  /**
   * When the first event after a position was recorded, or one that came with it; for a position further back than
   * the tail, the earliest that it knows. Undefined where there is no event after it.
   */
  recordedAfter(position: Position): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface BatchTailOptions {
  readonly kafka: Kafka;
  readonly admin: AskingAdmin;
  readonly topic: string;
}

/** Batches that are remembered, from a little before the tail was opened. */
const batchesMax = 10_000;

export async function openBatchTail({ kafka, admin, topic }: BatchTailOptions): Promise<BatchTail> {
  const offsets = async (): Promise<{ readonly low: number; readonly end: number }> => {
    const [found] = await admin.ask((asked) => asked.fetchTopicOffsets(topic));
    return { low: Number(found?.low ?? 0), end: Number(found?.high ?? 0) };
  };
  const { low, end } = await offsets();
  const tail = new Tail(Math.max(low, end - batchesMax));
  const reader = await openTopicReader({
    kafka,
    group: `${topic}.tail`,
    topics: [topic],
    received: (fetched) => tail.receive(fetched),
    failed: (error) => tail.fail(error),
  });
  tail.follow(reader, partitionKey(topic, 0));
  const head = async (): Promise<Position> => {
    await tail.reached((await offsets()).end);
    return tail.head;
  };
  return {
    head,
    async recordedAfter(position) {
      return position < (await head()) ? tail.recordedAfter(position) : undefined;
    },
    close: () => reader.stop(),
  };
}

class Tail {
  readonly #batches: RelayedBatch[] = [];
  readonly #waiting = new Set<{ readonly end: number; resolve(): void; reject(error: unknown): void }>();
  #cursor: number;
  #head: Position = 0;
  #failure: { readonly error: unknown } | undefined;
  #direct: () => void = () => {};

  constructor(first: number) {
    this.#cursor = first;
  }

  get head(): Position {
    return this.#head;
  }

  follow(reader: TopicReader, partition: string): void {
    this.#direct = () => reader.direct(partition, this.#cursor, true);
    this.#direct();
  }

  receive({ records }: FetchedRecords): void {
    for (const { offset, value } of records) {
      if (offset < this.#cursor) continue;
      // The group formed anew and began further on: what lies between is asked for again.
      if (offset > this.#cursor) break;
      const batch = decodeBatch(value);
      if (batch.next > this.#head) this.#batches.push(batch);
      this.#head = Math.max(this.#head, batch.next);
      this.#cursor += 1;
    }
    if (this.#batches.length > batchesMax) this.#batches.splice(0, this.#batches.length - batchesMax);
    this.#direct();
    for (const one of this.#waiting) if (this.#cursor >= one.end) one.resolve();
  }

  fail(error: unknown): void {
    this.#failure = { error };
    for (const one of this.#waiting) one.reject(error);
  }

  recordedAfter(position: Position): number | undefined {
    let [from, to] = [0, this.#batches.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#batches[middle]?.next ?? 0) > position) to = middle;
      else from = middle + 1;
    }
    return this.#batches[from]?.recordedAt;
  }

  async reached(end: number): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#cursor >= end) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const one = { end, resolve, reject };
    this.#waiting.add(one);
    try {
      await promise;
    } finally {
      this.#waiting.delete(one);
    }
  }
}
