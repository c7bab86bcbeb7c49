import type { Position, RecordedEvent } from '@tongban/event-store';
import { kafkaErrors } from './errors.ts';
import { type ConsumedRecord, recordedEventOf } from './event-record.ts';
import { PartitionBuffer } from './partition-buffer.ts';
import type { RecordRange, RelayedBatch } from './relayed-batch.ts';

/** Events in the order of the store, and the position up to which nothing is left out. */
export interface AssembledEvents {
  readonly events: readonly RecordedEvent[];
  readonly next: Position;
}

export interface AssemblerOptions {
  /** Events after this position are wanted. */
  readonly after: Position;
  /** Which topics are read. Records of others are not waited for. */
  readonly reads: (topic: string) => boolean;
  readonly accepts: (type: string) => boolean;
}

/** Records of one partition that are held before a batch names them. */
const recordsHeldMax = 1_000;
/** Batches that are held while their records are on the way. */
const batchesHeldMax = 200;
/** Events that are handed over at once, unless one batch has more. */
const eventsTakenMax = 1_000;

/**
 * Puts the partitions of a bus together again: batches say where their records are, records come from every partition
 * in its own time, and out come the events in the order of the whole store, each once. Pure: it decides, others fetch.
 */
export class BatchAssembler {
  readonly #options: AssemblerOptions;
  readonly #partitions = new Map<string, PartitionBuffer>();
  readonly #waiting: RelayedBatch[] = [];
  #position: Position;

  constructor(options: AssemblerOptions) {
    this.#options = options;
    this.#position = options.after;
  }

  /** Everything up to here was handed over. */
  get position(): Position {
    return this.#position;
  }

  /** True where no batch waits for its records or for being taken. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  get wantsBatches(): boolean {
    return this.#waiting.length < batchesHeldMax;
  }

  /** Where each partition that a batch has named is to be read next, and whether now. */
  demands(): Iterable<readonly [partition: string, cursor: number, wantsMore: boolean]> {
    // What the first batch waits for is fetched however much is held: one batch may have more than that.
    const awaited = new Set<PartitionBuffer>();
    for (const range of this.#waiting[0]?.ranges ?? []) {
      const buffer = this.#buffer(range);
      if (!buffer.isComplete(range)) awaited.add(buffer);
    }
    return this.#partitions
      .entries()
      .map(
        ([key, buffer]) =>
          [key, buffer.cursor as number, buffer.size < recordsHeldMax || awaited.has(buffer)] as const,
      );
  }

  /**
   * The next batch of the topic of batches. One that says nothing new comes from a relay that began again, and is
   * left out. @throws E_BUS_HISTORY_GONE where batches before it are missing
   */
  addBatch(batch: RelayedBatch): void {
    const reached = this.#waiting.at(-1)?.next ?? this.#position;
    if (batch.next <= reached) return;
    if (batch.after > reached) {
      throw kafkaErrors.error('E_BUS_HISTORY_GONE', { facts: { after: reached, earliest: batch.after } });
    }
    const ranges = batch.ranges.filter(({ topic }) => this.#options.reads(topic));
    this.#waiting.push({ ...batch, ranges });
    for (const range of ranges) this.#buffer(range).want(range);
  }

  /** Records as they were fetched. False where some before them are missing: they are to be fetched from the cursor. */
  addRecords(partition: string, records: readonly ConsumedRecord[]): boolean {
    return this.#partitions.get(partition)?.add(records) ?? true;
  }

  /** The events of the batches that are complete; undefined while the first is not. */
  take(): AssembledEvents | undefined {
    const events: RecordedEvent[] = [];
    const before = this.#position;
    for (;;) {
      const batch = this.#waiting[0];
      if (batch === undefined || !batch.ranges.every((range) => this.#buffer(range).isComplete(range))) break;
      if (this.#position > before && events.length >= eventsTakenMax) break;
      this.#waiting.shift();
      for (const event of this.#eventsOf(batch)) events.push(event);
      this.#position = batch.next;
    }
    return this.#position === before ? undefined : { events, next: this.#position };
  }

  #eventsOf({ ranges }: RelayedBatch): readonly RecordedEvent[] {
    const events: RecordedEvent[] = [];
    for (const range of ranges) {
      for (const record of this.#buffer(range).take(range)) {
        const event = recordedEventOf(record);
        if (event.position > this.#position && this.#options.accepts(event.type)) events.push(event);
      }
    }
    return events.sort((one, other) => one.position - other.position);
  }

  #buffer(range: RecordRange): PartitionBuffer {
    const key = partitionKey(range.topic, range.partition);
    let buffer = this.#partitions.get(key);
    if (buffer === undefined) {
      buffer = new PartitionBuffer();
      this.#partitions.set(key, buffer);
    }
    return buffer;
  }
}

/** `tongban.tax/2` */
export function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
