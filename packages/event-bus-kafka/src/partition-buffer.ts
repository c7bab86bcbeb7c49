import type { ConsumedRecord } from './event-record.ts';
import type { RecordRange } from './relayed-batch.ts';

/** Records of one partition that were fetched, until the batches that they belong to are handed over. */
export class PartitionBuffer {
  readonly #records = new Map<number, ConsumedRecord>();
  /** Ranges of batches that wait, in the order of the batches. */
  readonly #wanted: RecordRange[] = [];
  #cursor: number | undefined;

  /** The offset to be fetched next; undefined while no batch has said where its records are. */
  get cursor(): number | undefined {
    return this.#cursor;
  }

  /** Records that are held. */
  get size(): number {
    return this.#records.size;
  }

  /** Notes that a batch waits for these records. Two relays at once may send the reading back. */
  want(range: RecordRange): void {
    this.#wanted.push(range);
    const isBehind = this.#cursor !== undefined && range.first < this.#cursor;
    if (this.#cursor === undefined || (isBehind && !this.#records.has(range.first)))
      this.#cursor = range.first;
  }

  /** Takes in what was fetched. False where the first record lies beyond the cursor: something is missing. */
  add(records: readonly ConsumedRecord[]): boolean {
    for (const record of records) {
      if (this.#cursor === undefined || record.offset < this.#cursor) continue;
      if (record.offset > this.#cursor) return false;
      this.#records.set(record.offset, record);
      this.#cursor += 1;
    }
    return true;
  }

  isComplete({ first, count }: RecordRange): boolean {
    return this.#cursor !== undefined && this.#cursor >= first + count;
  }

  /** Hands over the records of the first range that is wanted, which is complete, and forgets what lies before. */
  take(range: RecordRange): readonly ConsumedRecord[] {
    this.#wanted.shift();
    const end = range.first + range.count;
    const records: ConsumedRecord[] = [];
    for (let offset = range.first; offset < end; offset++) {
      const record = this.#records.get(offset);
      if (record !== undefined) records.push(record);
    }
    const kept = this.#wanted.reduce((lowest, { first }) => Math.min(lowest, first), end);
    for (const offset of this.#records.keys()) {
      if (offset >= kept) break;
      this.#records.delete(offset);
    }
    return records;
  }
}
