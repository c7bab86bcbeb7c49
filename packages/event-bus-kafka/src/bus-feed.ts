import type { Position, SubscriptionMessage } from '@tongban/event-store';
import { type BatchAssembler, partitionKey } from './batch-assembler.ts';
import { kafkaErrors } from './errors.ts';
import { decodeBatch } from './relayed-batch.ts';
import type { FetchedRecords, TopicReader } from './topic-reader.ts';

export interface BusFeedOptions {
  readonly assembler: BatchAssembler;
  /** The partition of batches. */
  readonly batches: string;
  /** The offset of the first batch to be read. */
  readonly first: number;
  /** The offset behind the last batch that there was at the start. */
  readonly end: number;
  /** Whether a topic should be read and is not: it was made after the subscription began. */
  isStrange(topic: string): boolean;
}

/** Positions that may pass without a message where the filter leaves much out. */
const silentPositionsMax = 1_000;
/** A record that does not come when it is asked for so often in a row has been deleted. */
const missesMax = 20;

/** What a subscription says, made of what is fetched. */
export class BusFeed {
  readonly #options: BusFeedOptions;
  readonly #misses = new Map<string, number>();
  readonly #start: Position;
  #batchCursor: number;
  #end: number;
  #reader: TopicReader | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isOutdated = false;
  #wake: () => void = () => {};

  constructor(options: BusFeedOptions) {
    this.#options = options;
    this.#start = options.assembler.position;
    this.#batchCursor = options.first;
    this.#end = options.end;
  }

  /** Takes in what was fetched of any partition. */
  receive(fetched: FetchedRecords): void {
    try {
      const key = partitionKey(fetched.topic, fetched.partition);
      const isWhole =
        key === this.#options.batches
          ? this.#addBatches(fetched)
          : this.#options.assembler.addRecords(key, fetched.records);
      this.#count(key, isWhole);
    } catch (error) {
      this.fail(error);
    }
    this.#direct();
    this.#wake();
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  /** Events as they come, and `caught-up` whenever nothing is left. Ends when the topics have changed. */
  async *messages(
    reader: TopicReader,
    signal: AbortSignal,
  ): AsyncGenerator<SubscriptionMessage, void, undefined> {
    this.#reader = reader;
    const { assembler } = this.#options;
    let said: Position | undefined;
    const abort = (): void => this.#wake();
    signal.addEventListener('abort', abort);
    try {
      while (!signal.aborted) {
        const news = new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        const taken = assembler.take();
        this.#direct();
        if (taken !== undefined && taken.events.length > 0) {
          yield { kind: 'events', ...taken };
        } else if (this.#isToBeSaid(said)) {
          said = assembler.position;
          yield { kind: 'caught-up', position: said };
        } else if (taken === undefined) {
          if (this.#failure !== undefined) throw this.#failure.error;
          if (this.#isOutdated && assembler.isEmpty) return;
          await news;
        }
      }
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #isToBeSaid(said: Position | undefined): boolean {
    const { position, isEmpty } = this.#options.assembler;
    if (said !== undefined && position === said) return false;
    const isAtEnd = isEmpty && this.#batchCursor >= this.#end && !this.#isOutdated;
    return isAtEnd || position - (said ?? this.#start) >= silentPositionsMax;
  }

  #addBatches({ records, end }: FetchedRecords): boolean {
    this.#end = Math.max(this.#end, end);
    for (const { offset, value } of records) {
      if (offset < this.#batchCursor) continue;
      if (offset > this.#batchCursor) return false;
      if (this.#isOutdated) break;
      const batch = decodeBatch(value);
      this.#isOutdated = batch.ranges.some(({ topic }) => this.#options.isStrange(topic));
      if (this.#isOutdated) break;
      this.#options.assembler.addBatch(batch);
      this.#batchCursor += 1;
    }
    return true;
  }

  /** The group forms anew now and then and begins elsewhere; what still does not come then is gone. */
  #count(key: string, isWhole: boolean): void {
    const misses = isWhole ? 0 : (this.#misses.get(key) ?? 0) + 1;
    this.#misses.set(key, misses);
    if (misses > missesMax) throw kafkaErrors.error('E_BUS_HISTORY_GONE', { facts: { partition: key } });
  }

  #direct(): void {
    const { assembler, batches } = this.#options;
    this.#reader?.direct(batches, this.#batchCursor, assembler.wantsBatches && !this.#isOutdated);
    for (const [key, cursor, wantsMore] of assembler.demands()) this.#reader?.direct(key, cursor, wantsMore);
  }
}
