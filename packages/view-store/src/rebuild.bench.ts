/**
 * How fast views are rebuilt: a set of three over stored events of about 1 KB, on SQLite in a file.
 * `node packages/view-store/src/rebuild.bench.ts [--quick] [--json]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EventStore,
  inMemoryEventStore,
  newEvent,
  type RecordedEvent,
  StoredEvent,
  streamName,
} from '@tongban/event-store';
import { systemClock } from '@tongban/kernel';
import { defineView, rebuildViews, runProcessor, type View } from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import { insertRows } from './insert-rows.ts';
import { openViews } from './open-views.ts';
import type { ViewTx } from './view-store.ts';

interface Tables {
  timeline: {
    position: number;
    correlation_id: string;
    type: string;
    subject: string;
    source: string;
    time: string;
    summary: string;
    amount_fen: number;
  };
  enterprise: { uscc: string; events: number; last_type: string; last_position: number };
  daily: { day: string; type: string; events: number; amount_fen: number };
}

interface Measured {
  readonly work: string;
  readonly events: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  /** Events a second of processor time: what an otherwise idle machine comes to. */
  readonly eventsPerCpuSecond: number;
  readonly heapGrowthMiB: number;
}

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly heapGrowthMiB: number;
}

const quick = process.argv.includes('--quick');
const eventCount = quick ? 20_000 : 200_000;
const rounds = quick ? 1 : 3;

const timeline = defineView<ViewTx<Tables>>({
  name: 'timeline',
  version: 1,
  tables: ['timeline'],
  async create(tx) {
    await tx.schema
      .createTable('timeline')
      .addColumn('position', 'bigint', (column) => column.primaryKey())
      .addColumn('correlation_id', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('time', 'text', (column) => column.notNull())
      .addColumn('summary', 'text', (column) => column.notNull())
      .addColumn('amount_fen', 'bigint', (column) => column.notNull())
      .execute();
    await tx.schema
      .createIndex('timeline_flow')
      .on('timeline')
      .columns(['correlation_id', 'position'])
      .execute();
  },
  async project(tx, events) {
    const rows = events.map(({ position, event: { correlationid, type, subject, source, time, data } }) => ({
      ...{ position, correlation_id: correlationid, type, subject, source, time },
      summary: String(data.note).slice(0, 60),
      amount_fen: Number(data.amountFen),
    }));
    await insertRows(tx, 'timeline', rows);
  },
});

const enterprises = defineView<ViewTx<Tables>>({
  name: 'enterprises',
  version: 1,
  tables: ['enterprise'],
  async create(tx) {
    await tx.schema
      .createTable('enterprise')
      .addColumn('uscc', 'text', (column) => column.primaryKey())
      .addColumn('events', 'integer', (column) => column.notNull())
      .addColumn('last_type', 'text', (column) => column.notNull())
      .addColumn('last_position', 'bigint', (column) => column.notNull())
      .execute();
  },
  async project(tx, events) {
    const rows = new Map<string, Tables['enterprise']>();
    for (const { position, event } of events) {
      const count = (rows.get(event.subject)?.events ?? 0) + 1;
      const last = { last_type: event.type, last_position: position };
      rows.set(event.subject, { uscc: event.subject, events: count, ...last });
    }
    await insertRows(tx, 'enterprise', [...rows.values()], (insert) =>
      insert.onConflict((conflict) =>
        conflict.column('uscc').doUpdateSet((value) => ({
          events: value('enterprise.events', '+', value.ref('excluded.events')),
          last_type: value.ref('excluded.last_type'),
          last_position: value.ref('excluded.last_position'),
        })),
      ),
    );
  },
});

const daily = defineView<ViewTx<Tables>>({
  name: 'daily',
  version: 1,
  tables: ['daily'],
  async create(tx) {
    await tx.schema
      .createTable('daily')
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('events', 'integer', (column) => column.notNull())
      .addColumn('amount_fen', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('daily_key', ['day', 'type'])
      .execute();
  },
  async project(tx, events) {
    const rows = new Map<string, Tables['daily']>();
    for (const { event } of events) {
      const day = event.time.slice(0, 10);
      const row = rows.get(day + event.type) ?? { day, type: event.type, events: 0, amount_fen: 0 };
      const amount_fen = row.amount_fen + Number(event.data.amountFen);
      rows.set(day + event.type, { ...row, events: row.events + 1, amount_fen });
    }
    await insertRows(tx, 'daily', [...rows.values()], (insert) =>
      insert.onConflict((conflict) =>
        conflict.columns(['day', 'type']).doUpdateSet((value) => ({
          events: value('daily.events', '+', value.ref('excluded.events')),
          amount_fen: value('daily.amount_fen', '+', value.ref('excluded.amount_fen')),
        })),
      ),
    );
  },
});

async function storedEvents(): Promise<EventStore> {
  const store = inMemoryEventStore({ clock: systemClock });
  const owners = ['market-regulation', 'tax', 'courts', 'customs', 'utilities'];
  const note = '变更登记已经受理，材料齐全，转交下一部门办理。'.repeat(8);
  for (let from = 0; from < eventCount; from += 1_000) {
    const events = Array.from({ length: Math.min(1_000, eventCount - from) }, (_, at) => {
      const n = from + at;
      const owner = owners[n % owners.length] ?? 'tax';
      return newEvent({
        specversion: '1.0',
        id: `0190${n.toString(16).padStart(8, '0')}`,
        source: `/departments/${owner}/ledger`,
        type: `${owner}.case-progressed.v1`,
        subject: `91350100M${String(n % 5_000).padStart(9, '0')}`,
        time: `2025-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}T09:00:00+08:00`,
        datacontenttype: 'application/json',
        dataschema: `https://contracts.tongban.example/${owner}/case-progressed/1.0`,
        correlationid: `case-${n % 20_000}`,
        data: { caseNo: `C-${n % 20_000}`, step: n % 9, amountFen: n, note },
      });
    });
    await store.append(streamName('tax', 'case', String(from)), 'any', events);
  }
  return store;
}

/** The store as one on disk is: every reader gets events of its own, which are parsed anew and then forgotten. */
function asOnDisk(store: EventStore): EventStore {
  const fresh = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
    events.map((event) => new StoredEvent(event));
  return {
    ...store,
    async readAll(read) {
      const page = await store.readAll(read);
      return { ...page, events: fresh(page.events) };
    },
    async *subscribe(options) {
      for await (const message of store.subscribe(options)) {
        yield message.kind === 'events' ? { ...message, events: fresh(message.events) } : message;
      }
    },
  };
}

async function measure(
  store: EventStore,
  work: string,
  views: readonly View<ViewTx<Tables>>[],
  live: boolean,
): Promise<Measured> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await run(store, views, live));
  const median = runs.sort((one, other) => one.seconds - other.seconds)[Math.floor(rounds / 2)];
  if (median === undefined) throw new Error('no round was run');
  const { seconds, cpuSeconds, heapGrowthMiB } = median;
  const eventsPerSecond = Math.round(eventCount / seconds);
  const eventsPerCpuSecond = Math.round(eventCount / cpuSeconds);
  return { work, events: eventCount, seconds, eventsPerSecond, eventsPerCpuSecond, heapGrowthMiB };
}

/** One run over a database of its own. */
async function run(store: EventStore, views: readonly View<ViewTx<Tables>>[], live: boolean): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
  const processing = await openViews<Tables>({ path: join(folder, 'views.db'), schema: 'bench' });
  const options = { store, processing, clock: systemClock, logger: silentLogger };
  const heapBefore = process.memoryUsage().heapUsed;
  let heapMax = heapBefore;
  const progressed = (): void => {
    heapMax = Math.max(heapMax, process.memoryUsage().heapUsed);
  };
  try {
    const cpu = process.cpuUsage();
    const started = performance.now();
    if (live) {
      const handles = await Promise.all(views.map((view) => runProcessor(view, options)));
      await Promise.all(handles.map((handle) => handle.whenProcessed(eventCount)));
      await Promise.all(handles.map((handle) => handle.stop()));
      progressed();
    } else {
      await rebuildViews(views, { ...options, progressed });
    }
    const { user, system } = process.cpuUsage(cpu);
    const heapGrowthMiB = Math.round((heapMax - heapBefore) / 2 ** 20);
    return {
      seconds: (performance.now() - started) / 1000,
      cpuSeconds: (user + system) / 1e6,
      heapGrowthMiB,
    };
  } finally {
    await processing.close();
    rmSync(folder, { recursive: true });
  }
}

const store = asOnDisk(await storedEvents());
const measured: Measured[] = [
  await measure(store, 'rebuild of three views at once', [timeline, enterprises, daily], false),
  await measure(store, 'rebuild of one view, a row an event', [timeline], false),
  await measure(store, 'three views catching up by subscription', [timeline, enterprises, daily], true),
];
if (process.argv.includes('--json')) {
  console.log(
    JSON.stringify({ bench: 'view-store/rebuild', quick, rounds, goalEventsPerSecond: 40_000, measured }),
  );
} else {
  console.log(
    `views, ${eventCount} events of about 1 KB, SQLite in a file, median of ${rounds}; goal 40,000/s`,
  );
  console.log(`${''.padEnd(42)}  seconds  events/s  events/CPU s  heap growth`);
  for (const { work, seconds, eventsPerSecond, eventsPerCpuSecond, heapGrowthMiB } of measured) {
    const wall = `${seconds.toFixed(2).padStart(9)}${eventsPerSecond.toLocaleString('en').padStart(10)}`;
    const cpu = eventsPerCpuSecond.toLocaleString('en').padStart(14);
    console.log(`${work.padEnd(42)}${wall}${cpu}${`${heapGrowthMiB} MiB`.padStart(13)}`);
  }
}
