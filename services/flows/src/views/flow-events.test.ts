import {
  type EventStore,
  inMemoryEventStore,
  type RecordedEvent,
  StoredEvent,
  streamName,
} from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { type JsonObject, systemClock } from '@tongban/kernel';
import { rebuildViews, runProcessor, type View } from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import type { ViewStore, ViewTx } from '@tongban/view-store';
import { onEveryViewEngine } from '@tongban/view-store/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { flowEventsView, flowEventsWithTextsView } from './flow-events.ts';
import {
  contractsRegisteredAfter,
  latestFlows,
  latestFlowsOf,
  pageOfFlow,
  type Seeing,
  type StoredFlowEvent,
  seeingOf,
} from './flow-reads.ts';
import type { FlowTables } from './flow-tables.ts';

const asked = 'tax.arrears-recorded.v1';
const ordered = 'courts.seizure-ordered.v1';
const view = flowEventsView;

onEveryViewEngine('the view of cases', ({ place }) => {
  let store: EventStore;
  let views: ViewStore<FlowTables>;

  beforeEach(async () => {
    store = inMemoryEventStore({ clock: systemClock });
    views = await (await place()).open({ schema: 'flows' });
  });

  afterEach(async () => {
    await views.close();
    await store.close();
  });

  /** Records an event of a case. Answers its position. */
  async function happened(
    id: string,
    flow: string,
    type = 'tax.clearance-issued.v1',
    data: JsonObject = { amountFen: 1 },
  ): Promise<number> {
    const owner = type.slice(0, type.indexOf('.'));
    const event = sampleEvent({
      id,
      type,
      source: `/departments/${owner}/main`,
      subject: `subject-of-${flow}`,
      correlationid: flow,
      causationid: 'cause',
      data,
    });
    const [outcome] = await store.append(streamName(owner, 'case', flow), 'any', [event]);
    return outcome?.position ?? 0;
  }

  /** Runs a version of the view until it has everything, and stops it. */
  async function projected(version: View<ViewTx<FlowTables>> = view): Promise<void> {
    const run = await runProcessor(version, {
      store,
      processing: views,
      clock: systemClock,
      logger: silentLogger,
    });
    await run.whenProcessed(await store.head());
    await run.stop();
  }

  /** The events that the page of a case shows. */
  async function eventsOf(
    flow: string,
    { seeing, limit = 10 }: { seeing?: Seeing | undefined; limit?: number } = {},
  ): Promise<readonly StoredFlowEvent[]> {
    const { readAt } = store;
    return (await pageOfFlow({ db: views.db, readAt }, flow, limit, seeing)).events;
  }

  async function rows(): Promise<unknown> {
    return {
      events: await views.db.selectFrom('flow_event').selectAll().orderBy('position').execute(),
      flows: await views.db.selectFrom('flow').selectAll().orderBy('flow').execute(),
      parts: await views.db
        .selectFrom('flow_part')
        .selectAll()
        .orderBy('flow')
        .orderBy('department')
        .execute(),
    };
  }

  it('has no case for the record of a read, and has what else the platform notes about a case', async () => {
    await happened('read-1', 'read-1', 'sharing.data-read.v1');
    await happened('asked-1', 'case-1', asked);
    await happened('deadline-1', 'case-1', 'sharing.deadline-set.v1');
    await projected();
    const flows = await latestFlows(views.db, { limit: 10 });
    expect(flows.map(({ flow, events }) => [flow, events])).toEqual([['case-1', 2]]);
    expect(await eventsOf('read-1')).toEqual([]);
  });

  it('keeps the events of a case in order and as they were recorded', async () => {
    await happened('a-1', 'a', asked);
    await happened('b-1', 'b');
    await happened('a-2', 'a');
    await projected();
    const [first, second, ...others] = await eventsOf('a');
    expect(others).toEqual([]);
    expect(first).toMatchObject({ id: 'a-1', position: 1, department: 'tax', data: { amountFen: 1 } });
    expect(second).toMatchObject({
      id: 'a-2',
      position: 3,
      causationId: 'cause',
      event: { subject: 'subject-of-a' },
    });
    expect(await eventsOf('a', { limit: 1 })).toHaveLength(1);
    expect(await eventsOf('unknown')).toEqual([]);
  });

  it('keeps no text that the source gives back, and says so where it does not', async () => {
    await happened('a-1', 'a');
    await projected();
    const { db } = views;
    expect(await eventsOf('a')).toMatchObject([{ id: 'a-1', data: { amountFen: 1 } }]);
    const [recorded] = (await store.readAll({ after: 0 })).events as [RecordedEvent];
    const { source, type } = recorded;
    const place = { position: 1, stream: recorded.stream, revision: 0, recordedAt: 0, source, type };
    const damaged = new StoredEvent({ ...place, bytes: Buffer.from('{') });
    // What a store has there that was put back to an older moment and has gone on.
    const others = [{ correlationid: 'b' }, { type: 'tax.taxpayer-registered.v1' }].map(
      (other) => new StoredEvent({ ...place, bytes: recorded.bytes }, { ...recorded.event, ...other }),
    );
    const facts = { flow: 'a', position: 1 };
    const page = (readAt: EventStore['readAt']): Promise<unknown> => pageOfFlow({ db, readAt }, 'a', 10);
    for (const [says, ...read] of [
      ['built anew'],
      ['older', []],
      ['damaged', [damaged]],
      ...others.map((other) => ['older', [other]] as const),
    ] as const) {
      const readAt = read[0] && (async () => read[0] ?? []);
      const failure: unknown = await page(readAt).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'E_FLOW_EVENT_UNREADABLE', facts });
      expect((failure as Error).message).toContain(says);
    }
    await projected(flowEventsWithTextsView);
    const { events } = await pageOfFlow({ db }, 'a', 10);
    expect(events).toEqual(await eventsOf('a'));
    expect(events).toMatchObject([{ id: 'a-1', causationId: 'cause', data: { amountFen: 1 } }]);
  });

  it('reads a page of more events than the source gives at once', async () => {
    for (let at = 0; at < 1_005; at++) await happened(`a-${at}`, 'a');
    await projected();
    const ids = (await eventsOf('a', { limit: 1_003 })).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 1_003 }, (_, at) => `a-${at}`));
  });

  it('lists cases by their latest event: of a subject, of a department, page by page', async () => {
    await happened('a-1', 'a');
    await happened('b-1', 'b', ordered);
    await happened('a-2', 'a', ordered);
    await happened('c-1', 'c');
    await projected();
    const list = async (wanted: Partial<Parameters<typeof latestFlows>[1]>): Promise<string[]> =>
      (await latestFlows(views.db, { limit: 10, ...wanted })).map(({ flow }) => flow);
    expect(await list({})).toEqual(['c', 'a', 'b']);
    expect(await list({ subject: 'subject-of-b' })).toEqual(['b']);
    expect(await list({ limit: 2 })).toEqual(['c', 'a']);
    expect(await list({ limit: 2, before: 3 })).toEqual(['b']);
    const ofCourts = await latestFlowsOf(views.db, 'courts', { limit: 10 });
    // The clearance is of a type that the definition of a seizure names.
    expect(ofCourts).toMatchObject([
      { flow: 'a', firstType: ordered, events: 2, lastPosition: '3' },
      { flow: 'b', events: 1, lastPosition: '2' },
    ]);
    const pageOfCourts = await latestFlowsOf(views.db, 'courts', { limit: 1, before: 3 });
    expect(pageOfCourts).toEqual(ofCourts.slice(1));
    const ofSubject = await latestFlowsOf(views.db, 'courts', { limit: 10, subject: 'subject-of-a' });
    expect(ofSubject).toEqual(ofCourts.slice(0, 1));
    expect(await latestFlowsOf(views.db, 'customs', { limit: 10 })).toEqual([]);
  });

  it('shows a department that only published in a case nothing but its own events, whatever happens there', async () => {
    await happened('mine-1', 'a', 'customs.declarant-registered.v1');
    await happened('mine-2', 'case-of-my-own', 'customs.declarant-registered.v1');
    await projected();
    const before = await latestFlowsOf(views.db, 'customs', { limit: 10 });
    await happened('a-1', 'a', ordered, { executor: 'property-registry' });
    await happened('a-2', 'a', asked);
    await projected();
    expect(await latestFlowsOf(views.db, 'customs', { limit: 10 })).toEqual(before);
    expect(before.map(({ flow, events }) => [flow, events])).toEqual([
      ['case-of-my-own', 1],
      ['a', 1],
    ]);
    const seeing = await seeingOf(views.db, 'a', 'customs');
    expect(seeing).toEqual({ department: 'customs', kinds: [] });
    expect((await eventsOf('a', { seeing })).map(({ id }) => id)).toEqual(['mine-1']);
  });

  it('lets a department see a case from the event on that asks it for a step, with what was there before', async () => {
    await happened('a-1', 'a', ordered, { executor: 'vehicle-administration' });
    await happened('foreign', 'a', 'customs.declarant-registered.v1');
    await projected();
    expect(await seeingOf(views.db, 'a', 'tax')).toBeUndefined();
    await happened('a-2', 'a', ordered, { executor: 'property-registry' });
    await projected();
    const seeing = await seeingOf(views.db, 'a', 'tax');
    expect(seeing?.kinds).toEqual(['seizure']);
    expect((await eventsOf('a', { seeing })).map(({ id }) => id)).toEqual(['a-1', 'a-2']);
    const list = await latestFlowsOf(views.db, 'tax', { limit: 10 });
    expect(list).toMatchObject([{ flow: 'a', firstType: ordered, events: 2, lastPosition: '3' }]);
    // What happens outside the definition leaves the part as it is.
    await happened('a-3', 'a', 'tax.taxpayer-registered.v1');
    await projected();
    expect((await seeingOf(views.db, 'a', 'tax'))?.kinds).toEqual(['seizure']);
    expect((await latestFlowsOf(views.db, 'tax', { limit: 10 }))[0]).toMatchObject({ events: 3 });
  });

  it('keeps the contracts that were registered', async () => {
    await happened('a-1', 'a');
    const type = 'platform.contract-registered.v1';
    const position = await happened('r-1', 'r', type, { contract: 'tax.x', version: '1.0' });
    await projected();
    const registered = await contractsRegisteredAfter(views.db, 0);
    expect(registered).toEqual([{ position, contract: { contract: 'tax.x', version: '1.0' } }]);
    expect(await contractsRegisteredAfter(views.db, position)).toEqual([]);
  });

  it('goes on where it was, and counts no event twice', async () => {
    await happened('a-1', 'a');
    await projected();
    await happened('a-2', 'a');
    await projected();
    await projected();
    expect(await latestFlows(views.db, { limit: 10 })).toMatchObject([
      { flow: 'a', events: 2, lastPosition: '2' },
    ]);
  });

  it('has the same rows each time that it is built anew', async () => {
    const types = [asked, ordered, undefined, 'customs.declarant-registered.v1'];
    for (let at = 0; at < 40; at++)
      await happened(`e-${at}`, `case-${at % 7}`, types[at % 4], { executor: 'property-registry' });
    await projected();
    const before = await rows();
    for (const batchEvents of [1_000, 3]) {
      await rebuildViews([view], {
        store,
        processing: views,
        clock: systemClock,
        logger: silentLogger,
        batchEvents,
      });
      expect(await rows()).toEqual(before);
    }
  });

  it('has the same rows after a redrive as if nothing had failed', async () => {
    let isPoisoned = true;
    const poisoned: View<ViewTx<FlowTables>> = {
      name: view.name,
      version: view.version,
      kind: view.kind,
      tables: view.tables,
      ...(view.sequenceOf && { sequenceOf: view.sequenceOf }),
      create: (tx) => view.create(tx),
      async project(tx, events) {
        if (isPoisoned && events.some(({ id }) => id === 'poison')) throw new Error('poison');
        await view.project(tx, events);
      },
    };
    const run = await runProcessor(poisoned, {
      ...{ store, processing: views, clock: systemClock, logger: silentLogger },
      retry: { attempts: 1 },
    });
    await happened('a-0', 'a', asked);
    // The order of a case is that of the whole store: its departments write to streams of their own.
    await happened('poison', 'a', ordered, { executor: 'property-registry' });
    await happened('a-2', 'a', asked);
    await happened('a-3', 'a');
    await happened('b-1', 'b', ordered);
    await happened('r-1', 'r', 'platform.contract-registered.v1');
    await run.whenProcessed(await store.head());
    expect(await run.redrivePlan()).toMatchObject({ events: 3, sequences: [{ sequence: 'a' }] });
    expect((await latestFlows(views.db, { limit: 10 })).map(({ flow }) => flow)).toEqual(['r', 'b', 'a']);
    isPoisoned = false;
    expect(await run.redrive()).toMatchObject([{ handled: 3, stoppedAt: undefined }]);
    await run.stop();
    const redriven = await rows();
    const building = { store, processing: views, clock: systemClock, logger: silentLogger };
    await rebuildViews([view], building);
    expect(redriven).toEqual(await rows());
  });

  it('builds itself anew for a new version, while the old one answers', async () => {
    await happened('a-1', 'a');
    await projected({ ...view, version: view.version - 1 });
    await happened('a-2', 'a', asked);
    await projected();
    const events = await eventsOf('a');
    expect(events.map(({ id, data }) => [id, data])).toEqual([
      ['a-1', { amountFen: 1 }],
      ['a-2', { amountFen: 1 }],
    ]);
    expect((await latestFlows(views.db, { limit: 10 }))[0]?.events).toBe(2);
  });
});
