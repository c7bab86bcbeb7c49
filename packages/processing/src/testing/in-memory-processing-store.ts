import { compareDeadlines, type Deadline } from '../deadlines/deadline.ts';
import { exclusive } from '../exclusive.ts';
import type { Lease } from '../leases/lease.ts';
import type { ParkedEvent, ParkedSequence, SkippedEvent } from '../parked-event.ts';
import {
  type Checkpoints,
  type DeadlineTable,
  type Generation,
  type Generations,
  type LeaseTable,
  nextKey,
  type Parking,
  type ProcessingStore,
} from '../processing-store.ts';

/** A transaction in memory: named tables, which are copied at the first touch and put back at the commit. */
export interface MemoryTx {
  /** A table by name, rows by key. Rows are replaced, never changed. */
  table<Row>(name: string): Map<string, Row>;
}

interface StoredDeadline {
  readonly deadline: Deadline;
  readonly noticeAt: number | undefined;
}

/** A processing store in memory, for tests: it also shows what is in its tables. */
export interface InMemoryProcessingStore extends ProcessingStore<MemoryTx> {
  /** The rows of a table as committed. */
  rows<Row>(table: string): readonly Row[];
}

export function inMemoryProcessingStore(): InMemoryProcessingStore {
  const committed = new Map<string, Map<string, unknown>>();
  const oneAtATime = exclusive();
  return {
    transaction: (work) =>
      oneAtATime(async () => {
        const touched = new Map<string, Map<string, unknown>>();
        const result = await work(memoryTx(committed, touched));
        for (const [name, table] of touched) committed.set(name, table);
        return result;
      }),
    rows: <Row>(table: string) => [...(committed.get(table)?.values() ?? [])] as Row[],
    checkpoints,
    parking,
    generations,
    deadlines,
    leases,
  };
}

function memoryTx(
  committed: ReadonlyMap<string, Map<string, unknown>>,
  touched: Map<string, Map<string, unknown>>,
): MemoryTx {
  return {
    table: <Row>(name: string) => {
      let table = touched.get(name);
      if (table === undefined) {
        table = new Map(committed.get(name));
        touched.set(name, table);
      }
      return table as Map<string, Row>;
    },
  };
}

const checkpoints: Checkpoints<MemoryTx> = {
  claim: async (tx, processor) => tx.table<number>('checkpoint').get(processor),
  async move(tx, processor, position) {
    tx.table<number>('checkpoint').set(processor, position);
  },
};

const parkedOf = (tx: MemoryTx, processor: string): Map<string, ParkedEvent> =>
  tx.table(`parked ${processor}`);

const byPosition = (tx: MemoryTx, processor: string): readonly ParkedEvent[] =>
  [...parkedOf(tx, processor).values()].sort((one, other) => one.position - other.position);

const parking: Parking<MemoryTx> = {
  held: async (tx, processor) => new Set(byPosition(tx, processor).map((event) => event.sequence)),
  async park(tx, processor, events) {
    const parked = parkedOf(tx, processor);
    for (const event of events) {
      if (!parked.has(String(event.position))) parked.set(String(event.position), event);
    }
  },
  read: async (tx, processor, { sequence, after = 0, limit }) =>
    byPosition(tx, processor)
      .filter((event) => event.position > after && (sequence ?? event.sequence) === event.sequence)
      .slice(0, limit),
  async sequences(tx, processor, { sequence, limit }) {
    const found = new Map<string, ParkedSequence>();
    for (const event of byPosition(tx, processor)) {
      if ((sequence ?? event.sequence) !== event.sequence) continue;
      const { position: firstPosition, recordedAt } = event;
      const one = found.get(event.sequence) ?? {
        sequence: event.sequence,
        events: 0,
        firstPosition,
        oldestRecordedAt: recordedAt,
      };
      const oldestRecordedAt = Math.min(one.oldestRecordedAt, recordedAt);
      found.set(event.sequence, { ...one, events: one.events + 1, oldestRecordedAt });
    }
    return [...found.values()].slice(0, limit);
  },
  async count(tx, processor) {
    const events = byPosition(tx, processor);
    return { events: events.length, sequences: new Set(events.map((event) => event.sequence)).size };
  },
  async fail(tx, processor, position, failure) {
    const parked = parkedOf(tx, processor);
    const event = parked.get(String(position));
    if (event !== undefined)
      parked.set(String(position), { ...event, attempts: event.attempts + 1, failure });
  },
  release: async (tx, processor, position) => parkedOf(tx, processor).delete(String(position)),
  async skip(tx, processor, skipped) {
    tx.table<SkippedEvent>(`skipped ${processor}`).set(String(skipped.position), skipped);
  },
  skipped: async (tx, processor) =>
    [...tx.table<SkippedEvent>(`skipped ${processor}`).values()].sort(
      (one, other) => one.position - other.position,
    ),
};

const nextTable = (table: string): string => `${table} @next`;

const generations: Generations<MemoryTx> = {
  live: async (tx, view) => tx.table<Generation>('live').get(view),
  next: async (tx, view) => tx.table<Generation>('next').get(view),
  async createLive(tx, view) {
    const generation = { view: view.name, number: 1, version: view.version };
    tx.table<Generation>('live').set(view.name, generation);
    await view.create(tx);
    return generation;
  },
  async createNext(tx, view) {
    const number = (tx.table<Generation>('live').get(view.name)?.number ?? 0) + 1;
    const generation = { view: view.name, number, version: view.version };
    for (const table of view.tables) tx.table(nextTable(table)).clear();
    tx.table('checkpoint').delete(nextKey(view.name));
    parkedOf(tx, nextKey(view.name)).clear();
    tx.table<Generation>('next').set(view.name, generation);
    await view.create(generations.addressNext(tx, view, generation));
    return generation;
  },
  addressNext: (tx, view) => ({
    table: (name) => tx.table(view.tables.includes(name) ? nextTable(name) : name),
  }),
  async swap(tx, view) {
    for (const table of view.tables) moveRows(tx, nextTable(table), table);
    moveRows(tx, `parked ${nextKey(view.name)}`, `parked ${view.name}`);
    const positions = tx.table<number>('checkpoint');
    positions.set(view.name, positions.get(nextKey(view.name)) ?? 0);
    positions.delete(nextKey(view.name));
    const generation = tx.table<Generation>('next').get(view.name);
    if (generation !== undefined) tx.table<Generation>('live').set(view.name, generation);
    tx.table<Generation>('next').delete(view.name);
  },
};

function moveRows(tx: MemoryTx, from: string, to: string): void {
  const source = tx.table(from);
  const target = tx.table(to);
  target.clear();
  for (const [key, row] of source) target.set(key, row);
  source.clear();
}

const stored = (tx: MemoryTx): Map<string, StoredDeadline> => tx.table('deadline');

/** Deadlines of a keeper that have a notice to come and whose sequence is not parked, in the order of notices. */
const awake = (tx: MemoryTx, keeper: string): readonly (Deadline & { readonly noticeAt: number })[] => {
  const held = new Set(byPosition(tx, keeper).map((event) => event.sequence));
  return [...stored(tx).values()]
    .filter(({ deadline }) => deadline.keeper === keeper && !held.has(deadline.sequence))
    .flatMap(({ deadline, noticeAt }) => (noticeAt === undefined ? [] : [{ ...deadline, noticeAt }]))
    .sort((one, other) => one.noticeAt - other.noticeAt || compareDeadlines(one, other));
};

const deadlines: DeadlineTable<MemoryTx> = {
  read: async (tx, id) => stored(tx).get(id)?.deadline,
  async write(tx, deadline, noticeAt) {
    stored(tx).set(deadline.id, { deadline, noticeAt });
  },
  due: async (tx, keeper, now, limit) =>
    awake(tx, keeper)
      .filter(({ noticeAt }) => noticeAt <= now)
      .slice(0, limit)
      .map(({ noticeAt: _, ...deadline }) => deadline),
  earliestNotice: async (tx, keeper) => awake(tx, keeper)[0]?.noticeAt,
  provisional: async (tx, keeper, { afterId = '', limit }) =>
    [...stored(tx).values()]
      .map(({ deadline }) => deadline)
      .filter((one) => one.keeper === keeper && one.state === 'open' && one.provisional && one.id > afterId)
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .slice(0, limit),
};

const leases: LeaseTable<MemoryTx> = {
  claim: async (tx, name) => tx.table<Lease>('lease').get(name),
  async write(tx, lease) {
    tx.table<Lease>('lease').set(lease.name, lease);
  },
};
