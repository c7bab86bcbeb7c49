import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchAssembler, partitionKey } from './batch-assembler.ts';
import type { ConsumedRecord } from './event-record.ts';
import { decodeBatch, encodeBatch, type RecordRange, type RelayedBatch } from './relayed-batch.ts';

const topics = ['t.tax', 't.courts'] as const;
const partitions = [0, 1] as const;

/** What a cluster holds: the partitions of two topics and the topic of batches. */
class Log {
  readonly partitions = new Map<string, ConsumedRecord[]>();
  readonly batches: RelayedBatch[] = [];

  write(topic: string, partition: number, position: number): number {
    const key = partitionKey(topic, partition);
    const records = this.partitions.get(key) ?? [];
    this.partitions.set(key, records);
    const headers = {
      position: String(position),
      revision: '0',
      stream: 's',
      recordedat: '2025-03-01T01:00:00.000Z',
      ce_id: `e-${position}`,
      ce_source: '/x',
      ce_type: `${topic.slice(2)}.a.v1`,
    };
    records.push({ offset: records.length, headers, value: null });
    return records.length - 1;
  }
}

/** A relay that writes positions in turns of any size; killed, it leaves records that no batch names. */
interface Relay {
  readonly at: number;
  readonly pending: RelayedBatch | undefined;
}

const placeOf = (position: number): readonly [string, number] => [
  topics[position % 2] as string,
  partitions[Math.floor(position / 2) % 2] as number,
];

function produce(log: Log, after: number, count: number): RelayedBatch {
  const ranges = new Map<string, { topic: string; partition: number; first: number; count: number }>();
  for (let position = after + 1; position <= after + count; position++) {
    const [topic, partition] = placeOf(position);
    const offset = log.write(topic, partition, position);
    const range = ranges.get(partitionKey(topic, partition));
    if (range === undefined) {
      ranges.set(partitionKey(topic, partition), { topic, partition, first: offset, count: 1 });
    } else range.count += 1;
  }
  return { after, next: after + count, recordedAt: 0, ranges: [...ranges.values()] };
}

/** Two relays at once, each of which may be killed between its records and its batch, and begin again. */
const acts = fc.array(
  fc.record({
    relay: fc.constantFrom(0, 1),
    act: fc.constantFrom('produce', 'say', 'say', 'restart', 'junk'),
    count: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 60 },
);

function logOf(history: typeof acts extends fc.Arbitrary<infer Acts> ? Acts : never): Log {
  const log = new Log();
  const relays: Relay[] = [0, 1].map(() => ({ at: 0, pending: undefined }));
  for (const { relay, act, count } of history) {
    const { at, pending } = relays[relay] as Relay;
    if (act === 'junk') {
      log.write(...placeOf(count), count);
    } else if (act === 'restart') {
      relays[relay] = { at: log.batches.at(-1)?.next ?? 0, pending: undefined };
    } else if (act === 'produce' && pending === undefined) {
      relays[relay] = { at, pending: produce(log, at, count) };
    } else if (act === 'say' && pending !== undefined) {
      log.batches.push(decodeBatch(Buffer.from(encodeBatch(pending).value)));
      relays[relay] = { at: pending.next, pending: undefined };
    }
  }
  return log;
}

/** Reads a log in steps of any size from any partition, as the assembler demands, until nothing moves. */
function readAll(
  log: Log,
  assembler: BatchAssembler,
  steps: readonly number[],
  firstBatch: number,
): number[] {
  const positions: number[] = [];
  let said = firstBatch;
  let step = 0;
  let idle = 0;
  const size = (): number => (idle > 0 ? 4 : (steps[step++ % steps.length] as number));
  while (idle < 3) {
    let moved = false;
    for (const batch of log.batches.slice(said, said + size())) {
      assembler.addBatch(batch);
      said += 1;
      moved = true;
    }
    for (const [key, cursor, wantsMore] of [...assembler.demands()]) {
      const records = wantsMore ? (log.partitions.get(key) ?? []).slice(cursor, cursor + size()) : [];
      if (records.length > 0) moved = true;
      expect(assembler.addRecords(key, records)).toBe(true);
    }
    const taken = assembler.take();
    if (taken !== undefined) {
      moved = true;
      expect(taken.next).toBe(assembler.position);
      for (const event of taken.events) positions.push(event.position);
    }
    idle = moved ? 0 : idle + 1;
  }
  return positions;
}

const everything = { reads: () => true, accepts: () => true };
const steps = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 })
  .filter((all) => all.some(Boolean));
const upTo = (after: number, last: number): number[] =>
  Array.from({ length: last - after }, (_, at) => after + 1 + at);

describe('the assembler', () => {
  it('hands over every event once and in the order of the store, whatever relays did', () => {
    fc.assert(
      fc.property(acts, steps, (history, sizes) => {
        const log = logOf(history);
        const last = log.batches.reduce((most, { next }) => Math.max(most, next), 0);
        expect(readAll(log, new BatchAssembler({ after: 0, ...everything }), sizes, 0)).toEqual(
          upTo(0, last),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('begins after any position with the first batch that goes beyond it', () => {
    fc.assert(
      fc.property(acts, steps, fc.nat({ max: 30 }), (history, sizes, wanted) => {
        const log = logOf(history);
        const last = log.batches.reduce((most, { next }) => Math.max(most, next), 0);
        const after = Math.min(wanted, last);
        const first = log.batches.findIndex(({ next }) => next > after);
        const assembler = new BatchAssembler({ after, ...everything });
        expect(readAll(log, assembler, sizes, first < 0 ? log.batches.length : first)).toEqual(
          upTo(after, last),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('waits for the topics that are read only, and moves past what is filtered out', () => {
    const log = new Log();
    log.batches.push(produce(log, 0, 8));
    const assembler = new BatchAssembler({
      after: 0,
      reads: (topic) => topic === 't.tax',
      accepts: (type) => type.startsWith('tax.'),
    });
    for (const key of log.partitions.keys()) if (key.startsWith('t.courts')) log.partitions.delete(key);
    expect(readAll(log, assembler, [3], 0)).toEqual([2, 4, 6, 8]);
    expect(assembler.position).toBe(8);
    expect(assembler.isEmpty).toBe(true);
  });

  it('says that history is gone where batches are missing', () => {
    const assembler = new BatchAssembler({ after: 3, ...everything });
    expect(() => assembler.addBatch({ after: 5, next: 9, recordedAt: 0, ranges: [] })).toThrow(
      expect.objectContaining({ code: 'E_BUS_HISTORY_GONE', facts: { after: 3, earliest: 5 } }),
    );
  });

  it('notices that records before those fetched are missing', () => {
    const log = new Log();
    const assembler = new BatchAssembler({ after: 0, ...everything });
    const batch = produce(log, 0, 8);
    assembler.addBatch(batch);
    const key = partitionKey('t.tax', 0);
    const records = log.partitions.get(key) as readonly ConsumedRecord[];
    expect(assembler.addRecords(key, records.slice(1))).toBe(false);
    expect(assembler.addRecords(key, records)).toBe(true);
    expect(assembler.take()).toBeUndefined();
  });

  it('holds no more than it must', () => {
    const log = new Log();
    const assembler = new BatchAssembler({ after: 0, ...everything });
    const wantsMore = (): boolean => [...assembler.demands()].some(([, , wants]) => wants);
    for (let at = 0; at < 200; at++) assembler.addBatch(produce(log, at * 40, 40));
    expect(assembler.wantsBatches).toBe(false);
    // Every record is fetched before one is taken; those of batches that wait are held, and no others are asked for.
    for (const [key] of [...assembler.demands()]) assembler.addRecords(key, log.partitions.get(key) ?? []);
    expect(wantsMore()).toBe(false);
    while (assembler.take()) expect(assembler.wantsBatches).toBe(true);
    expect(wantsMore()).toBe(true);
  });

  it('goes on where one batch has more records, in many requests, than are held', () => {
    const log = new Log();
    const whole = produce(log, 0, 8_000);
    const parts = (range: RecordRange): readonly RecordRange[] =>
      Array.from({ length: Math.ceil(range.count / 300) }, (_, at) => {
        const first = range.first + at * 300;
        return { ...range, first, count: Math.min(300, range.first + range.count - first) };
      });
    log.batches.push({ ...whole, ranges: whole.ranges.flatMap(parts) });
    expect(readAll(log, new BatchAssembler({ after: 0, ...everything }), [500], 0)).toEqual(upTo(0, 8_000));
  });

  it('refuses a record that is no batch', () => {
    for (const text of ['', '{}', '{"after":"x","next":"1","ranges":{}}']) {
      expect(() => decodeBatch(Buffer.from(text))).toThrow(
        expect.objectContaining({ code: 'E_BUS_RECORD_UNREADABLE' }),
      );
    }
  });
});
