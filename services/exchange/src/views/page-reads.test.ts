import type { CloudEvent } from '@tongban/cloudevents';
import { inMemoryEventStore, newEvent, streamName } from '@tongban/event-store';
import { systemClock } from '@tongban/kernel';
import { runProcessor } from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import { openViews, type ViewStore } from '@tongban/view-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latestReads, type PageReadTables, pageReadsView, readsInPeriod } from './page-reads.ts';

const readBy = (department: string, at: number): CloudEvent => ({
  ...{ specversion: '1.0', id: `read-${at}`, source: '/departments/platform/exchange' },
  ...{ type: 'sharing.data-read.v1', subject: department, time: '2026-03-02T09:00:00+08:00' },
  ...{ datacontenttype: 'application/json', dataschema: '', correlationid: 'read' },
  data: {
    ...{ department, system: 'ledger', channel: 'pull', afterPosition: '0', lastPosition: String(at) },
    ...{ eventCount: 0, grants: [], responseHash: '' },
  },
});

let views: ViewStore<PageReadTables>;
beforeAll(async () => {
  const store = inMemoryEventStore({ clock: systemClock });
  const departments = ['tax', 'customs', 'courts', 'tax', 'customs', 'tax'];
  for (const [at, department] of departments.entries()) {
    const stream = streamName('sharing', 'reading', department);
    await store.append(stream, 'any', [newEvent(readBy(department, at))]);
  }
  views = await openViews<PageReadTables>({ path: ':memory:', schema: 'exchange' });
  const options = { store, processing: views, clock: systemClock, logger: silentLogger };
  const processor = await runProcessor(pageReadsView, options);
  await processor.whenProcessed(await store.head());
  await processor.stop();
});
afterAll(() => views.close());

const queryPlan = { kind: 'RawNode', sqlFragments: ['query plan'], parameters: [] };
const period = { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER };

describe('reads', () => {
  it.each<[string, readonly string[] | undefined, number | undefined, number, number[]]>([
    ['of everybody', undefined, undefined, 4, [6, 5, 4, 3]],
    ['of one department', ['tax'], undefined, 9, [6, 4, 1]],
    ['of several, put together', ['customs', 'tax'], undefined, 4, [6, 5, 4, 2]],
    ['before a position', ['customs', 'tax'], 5, 9, [4, 2, 1]],
    ['of nobody', [], undefined, 9, []],
  ])('%s come the newest first', async (_, of, before, limit, expected) => {
    const reads = await latestReads(views.db, { of, before, limit });
    expect(reads.map(({ position }) => Number(position))).toEqual(expected);
  });

  it('of a department and a period come the oldest first', async () => {
    const wanted = { ...period, department: 'tax', after: 1, upTo: 5, limit: 9 };
    expect((await readsInPeriod(views.db, wanted)).map(({ position }) => position)).toEqual(['4']);
  });

  it('of a department are found by the index, and need no sorting', async () => {
    const plans: unknown[] = [];
    const explained = views.db.withPlugin({
      transformQuery: ({ node }) =>
        ({ ...node, explain: { kind: 'ExplainNode', options: queryPlan } }) as never,
      async transformResult({ result }) {
        plans.push(...result.rows.map(({ detail }) => detail));
        return { ...result, rows: [] };
      },
    });
    await latestReads(explained, { of: ['tax', 'customs'], before: 5, limit: 9 });
    await readsInPeriod(explained, { ...period, department: 'tax', after: 1, upTo: 5, limit: 9 });
    expect(plans).toHaveLength(3);
    const byIndex = expect.stringMatching(
      /^SEARCH page_read USING INDEX page_read_by_department\S* \(depart/,
    );
    for (const plan of plans) expect(plan).toEqual(byIndex);
  });
});
