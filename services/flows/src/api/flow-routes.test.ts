import { join } from 'node:path';
import { chinaHolidays } from '@tongban/calendar';
import { type ContractCatalogue, loadContracts } from '@tongban/contracts';
import { type EventStore, inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { type App, createApp } from '@tongban/http';
import { checkedRequest, createTestIssuer } from '@tongban/http/testing';
import { systemClock } from '@tongban/kernel';
import { type ProcessorHandle, runProcessor } from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import { openViews, type ViewStore } from '@tongban/view-store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { flowDefinitions } from '../definitions/flow-definitions.ts';
import { allRecorded } from '../views/all-recorded.ts';
import { flowEventsView } from '../views/flow-events.ts';
import type { FlowTables } from '../views/flow-tables.ts';
import { mountFlowRoutes } from './flow-routes.ts';

const issuer = await createTestIssuer();
const contracts: ContractCatalogue = loadContracts(join(import.meta.dirname, '../../../../contracts'));
const registered = 'market-regulation.enterprise-registered.v1';
const taxpayer = 'tax.taxpayer-registered.v1';
const accountOpened = 'utilities.account-opened.v1';
const sealed = 'enc:v1:k-1:c2VhbGVk';

let store: EventStore;
let views: ViewStore<FlowTables>;
let run: ProcessorHandle;
let app: App;

beforeEach(async () => {
  store = inMemoryEventStore({ clock: systemClock });
  views = await openViews({ path: ':memory:', schema: 'flows' });
  run = await runProcessor(flowEventsView, {
    store,
    processing: views,
    clock: systemClock,
    logger: silentLogger,
  });
  app = createApp({ name: 'test', logger: silentLogger, authenticate: issuer.authenticate });
  mountFlowRoutes(app, {
    places: { db: views.db, readAt: store.readAt },
    allRecorded: allRecorded(store, run),
    definitions: flowDefinitions,
    holidays: chinaHolidays,
    clock: systemClock,
    contracts: async () => contracts,
  });
});

afterEach(async () => {
  await run.stop();
  await views.close();
  await store.close();
});

interface Happening {
  readonly id: string;
  readonly type: string;
  readonly flow: string;
  readonly data?: Record<string, string | boolean>;
}

/** Records events of cases: their pages wait for them. */
async function happened(...happenings: readonly Happening[]): Promise<void> {
  for (const { id, type, flow, data = {} } of happenings) {
    const owner = type.slice(0, type.indexOf('.'));
    const source = `/departments/${owner}/main`;
    const event = sampleEvent({ id, type, source, correlationid: flow, causationid: `${flow}-1`, data });
    await store.append(streamName(owner, 'case', flow), 'any', [event]);
  }
}

interface Reader {
  readonly department: string;
  readonly role?: 'department' | 'officer' | 'auditor' | 'operator';
}

const operator: Reader = { department: 'platform', role: 'operator' };

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer should have
async function get(path: string, as: Reader): Promise<{ status: number; body: any }> {
  const { department, role = 'department' } = as;
  const authorization = await issuer.bearer({ department, system: 'main', roles: [role] });
  const response = await checkedRequest(app, path, { headers: { authorization } });
  return { status: response.status, body: await response.json() };
}

const flowsOf = async (as: Reader, query = ''): Promise<string[]> =>
  (await get(`/v1/flows${query}`, as)).body.flows.map(({ flow }: { flow: string }) => flow);

it('lists for a department the cases in which it takes part or has published, for operators and auditors all', async () => {
  await happened(
    { id: 'a-1', type: registered, flow: 'a' },
    { id: 'b-1', type: registered, flow: 'b' },
    { id: 'a-2', type: taxpayer, flow: 'a' },
    { id: 'c-1', type: taxpayer, flow: 'c' },
  );
  expect(await flowsOf({ department: 'tax' })).toEqual(['c', 'a', 'b']);
  expect(await flowsOf({ department: 'courts' })).toEqual(['a', 'b']);
  expect(await flowsOf({ department: 'market-regulation' })).toEqual(['a', 'b']);
  expect(await flowsOf({ department: 'customs' })).toEqual([]);
  expect(await flowsOf(operator)).toEqual(['c', 'a', 'b']);
  expect(await flowsOf({ department: 'platform', role: 'auditor' })).toEqual(['c', 'a', 'b']);
});

it('lists page by page, and says where the next one begins', async () => {
  for (const flow of ['a', 'b', 'c']) await happened({ id: `${flow}-1`, type: registered, flow });
  const { body } = await get('/v1/flows?limit=2', operator);
  expect(body.flows.map(({ flow }: { flow: string }) => flow)).toEqual(['c', 'b']);
  expect(body.flows[0].title).toEqual(contracts.get(registered)?.terms.title);
  const rest = await get(`/v1/flows?limit=2&before=${body.next}`, operator);
  expect(rest.body).toMatchObject({ flows: [{ flow: 'a', events: 1 }], next: null });
});

it('tells a department nothing of a case that others work on: it is not there for it', async () => {
  await happened({ id: 'a-1', type: registered, flow: 'case-1' });
  const refusals = ['case-1', 'case-2'].map(async (flow) => {
    const { status, body } = await get(`/v1/flows/${flow}`, { department: 'vehicle-administration' });
    return { status, code: body.code, detail: body.detail.replaceAll(flow, '…') };
  });
  const [foreign, unknown] = await Promise.all(refusals);
  expect(unknown).toMatchObject({ status: 404, code: 'E_FLOW_NOT_FOUND' });
  expect(foreign).toEqual(unknown);
  expect((await get('/v1/flows/case-2', operator)).status).toBe(404);
});

it('shows a department every step of its case, and the contents of its own events alone', async () => {
  const data = { name: '上海某某有限公司', taxpayerKind: 'general' };
  await happened(
    { id: 'a-1', type: registered, flow: 'a', data: { importExport: false, licenceNumber: 'LICENCE-1' } },
    { id: 'a-2', type: taxpayer, flow: 'a', data },
  );
  const { body } = await get('/v1/flows/a', { department: 'tax' });
  expect(body).toMatchObject({ flow: 'a', state: 'running', truncated: false, kind: { id: 'start-up' } });
  expect(body.waiting.map(({ state }: { state: string }) => state)).toEqual([
    'done',
    'not-needed',
    'waiting',
    'waiting',
  ]);
  expect(body.waiting[0]).toMatchObject({ rule: body.kind.source, remark: null });
  const [first, second] = body.events;
  expect(first).toMatchObject({ id: null, type: registered, causationId: null, summary: null });
  expect(second).toMatchObject({ id: 'a-2', causationId: 'a-1' });
  expect(second.summary.zh).toContain('91350100M000100Y43');
  expect(JSON.stringify(body)).not.toContain('LICENCE-1');
  expect(JSON.stringify((await get('/v1/flows/a', operator)).body)).toContain('LICENCE-1');
});

it('opens no case to a department that publishes under its number: it sees its own event, as if nothing else were there', async () => {
  const order = { caseNumber: '(2026)沪0115执1号', executor: 'property-registry' };
  const [declarant, own] = ['customs.declarant-registered.v1', { department: 'customs' }];
  await happened(
    { id: 's-1', type: 'courts.seizure-ordered.v1', flow: 'seizure', data: order },
    { id: 's-2', type: 'property-registry.seal-entered.v1', flow: 'seizure' },
  );
  expect((await get('/v1/flows/seizure', own)).status).toBe(404);
  await happened(
    { id: 'joined-1', type: declarant, flow: 'seizure' },
    { id: 'joined-2', type: declarant, flow: 'case-of-its-own' },
    { id: 's-3', type: 'tax.arrears-recorded.v1', flow: 'seizure' },
  );
  const pageOf = async (flow: string): Promise<unknown> => {
    const { body } = await get(`/v1/flows/${flow}`, own);
    expect(body).toMatchObject({
      kind: null,
      waiting: [],
      departments: [],
      events: [{ department: 'customs' }],
    });
    const [{ position: _position, recordedAt: _recordedAt, ...event }] = body.events;
    const { flow: _flow, asOf: _asOf, startedAt: _startedAt, events: _events, ...rest } = body;
    return { ...rest, event: { ...event, id: null, time: null, causationId: null } };
  };
  expect(await pageOf('seizure')).toEqual(await pageOf('case-of-its-own'));
  const { body: list } = await get('/v1/flows', own);
  expect(list.flows).toMatchObject([
    { flow: 'case-of-its-own', events: 1 },
    { flow: 'seizure', events: 1 },
  ]);
  // Those who take part are not disturbed, and do not see what does not belong to it.
  const { body: ofTax } = await get('/v1/flows/seizure', { department: 'tax' });
  expect(ofTax.kind.id).toBe('seizure');
  expect(ofTax.events.map(({ department }: { department: string }) => department)).toEqual([
    'courts',
    'property-registry',
    'tax',
  ]);
  expect(ofTax.departments.length).toBeGreaterThan(1);
  expect((await get('/v1/flows/seizure', operator)).body.events).toHaveLength(4);
});

it('is not led astray by an event that was there before the case began', async () => {
  await happened(
    { id: 'early', type: 'customs.declarant-registered.v1', flow: 'a' },
    { id: 'a-1', type: registered, flow: 'a', data: { importExport: false } },
    { id: 'a-2', type: taxpayer, flow: 'a' },
  );
  for (const as of [operator, { department: 'tax' }, { department: 'market-regulation' }])
    expect((await get('/v1/flows/a', as)).body).toMatchObject({ kind: { id: 'start-up' }, state: 'running' });
  const { body } = await get('/v1/flows/a', { department: 'customs' });
  expect(body).toMatchObject({ kind: null, state: 'complete', events: [{ id: 'early' }] });
});

it('tells whoever takes part of what others publish no subject but that of the case', async () => {
  const source = '/departments/vehicle-administration/main';
  const order = { executor: 'vehicle-administration' };
  await happened({ id: 's-1', type: 'courts.seizure-ordered.v1', flow: 'seizure', data: order });
  const sealed = sampleEvent({
    id: 'seal-of-LSVAA4182E2123456',
    type: 'vehicle-administration.seal-entered.v1',
    source,
    subject: 'LSVAA4182E2123456',
    correlationid: 'seizure',
    data: {},
  });
  await store.append(streamName('vehicle-administration', 'case', 'seizure'), 'any', [sealed]);
  const { body: ofCourts } = await get('/v1/flows/seizure', { department: 'courts' });
  expect(ofCourts.departments).toMatchObject([{ department: 'vehicle-administration', open: 0 }]);
  expect(JSON.stringify(ofCourts)).not.toContain('LSVAA4182E2123456');
  const { body: own } = await get('/v1/flows/seizure', { department: 'vehicle-administration' });
  expect(own.events[1]).toMatchObject({ subject: 'LSVAA4182E2123456', id: 'seal-of-LSVAA4182E2123456' });
  const { subject, startedAt, events } = ofCourts;
  expect([subject, startedAt]).toEqual(['91350100M000100Y43', events[0].recordedAt]);
  expect([own.subject, own.startedAt, own.events[0].subject]).toEqual([subject, startedAt, subject]);
});

it('tells whoever is asked for a step which asset it is about, and of the orders to others not which', async () => {
  const titleNumber = '沪（2026）浦字不动产权第000001号';
  const orders = [
    { id: 's-1', subject: 'LSVAA4182E2123456', data: { executor: 'vehicle-administration' } },
    { id: 's-2', subject: titleNumber, data: { executor: 'property-registry' } },
    { id: 's-3', subject: '沪（2026）浦字不动产权第000002号', data: { executor: 'property-registry' } },
  ];
  for (const order of orders) {
    const source = '/departments/courts/main';
    const type = 'courts.seizure-ordered.v1';
    const event = sampleEvent({ ...order, type, source, correlationid: 'seizure' });
    await store.append(streamName('courts', 'case', order.id), 'any', [event]);
  }
  for (const department of ['property-registry', 'tax']) {
    const { body } = await get('/v1/flows/seizure', { department });
    expect(body.events.map(({ subject }: { subject: string | null }) => subject)).toEqual([
      null,
      orders[1]?.subject,
      orders[2]?.subject,
    ]);
    const { body: list } = await get('/v1/flows', { department });
    expect(list.flows).toMatchObject([{ subject: titleNumber, startedAt: body.startedAt }]);
    expect(body.subject).toBe(titleNumber);
  }
  const { body } = await get('/v1/flows/seizure', { department: 'vehicle-administration' });
  expect(JSON.stringify(body)).not.toContain(titleNumber);
  expect(body.events[0].subject).toBe(body.subject);
});

it('tells a department what answered its own events or was answered by it, not what others answered to each other', async () => {
  const order = { executor: 'property-registry' };
  await happened({ id: 's-1', type: 'courts.seizure-ordered.v1', flow: 's', data: order });
  // A second seal, which no step expects: it answers the order, as its causationid says.
  for (const id of ['s-2', 's-3']) {
    await happened({ id, type: 'property-registry.seal-entered.v1', flow: 's' });
  }
  const unasked = async (as: Reader): Promise<unknown[]> =>
    (await get('/v1/flows/s', as)).body.waiting.filter(({ rule }: { rule: unknown }) => rule === null);
  expect(await unasked({ department: 'tax' })).toEqual([]);
  const seal = { department: 'property-registry', cause: '1', answer: '3' };
  for (const as of [operator, { department: 'property-registry' }]) {
    expect(await unasked(as)).toMatchObject([seal]);
  }
});

it('never shows a personal field, sealed or erased: neither its text nor its sealed form', async () => {
  await happened({
    id: 'a-1',
    type: registered,
    flow: 'a',
    data: { name: sealed, licenceNumber: sealed, phone: sealed },
  });
  for (const as of [operator, { department: 'market-regulation' }]) {
    const { body } = await get('/v1/flows/a', as);
    expect(body.events[0].summary.en).toContain('[not shared]');
    expect(JSON.stringify(body)).not.toContain('enc:v1:');
  }
});

it('calls an event by its type where no contract of it is in force', async () => {
  const type = 'tax.unheard-of.v1';
  await happened({ id: 'u-1', type, flow: 'u' });
  const name = { zh: type, en: type };
  expect((await get('/v1/flows/u', operator)).body.events).toMatchObject([{ title: name, summary: name }]);
});

it('says where a case is longer than its page', async () => {
  const source = '/departments/tax/main';
  const events = Array.from({ length: 2_001 }, (_, at) =>
    sampleEvent({ id: `e-${at}`, type: accountOpened, source, correlationid: 'long', data: {} }),
  );
  const last = events.splice(2_000);
  for (let at = 0; at < events.length; at += 500)
    await store.append(streamName('tax', 'case', 'long'), 'any', events.slice(at, at + 500));
  const { body: whole } = await get('/v1/flows/long', operator);
  expect([whole.truncated, whole.events.length]).toEqual([false, 2_000]);
  await store.append(streamName('tax', 'case', 'long'), 'any', last);
  const { body } = await get('/v1/flows/long', operator);
  expect(body.truncated).toBe(true);
  expect(body.events).toHaveLength(2_000);
});

it('tells a case also where somebody published much under its number before', async () => {
  const noise = Array.from({ length: 2_005 }, (_, at) =>
    sampleEvent({
      id: `n-${at}`,
      type: 'customs.duty-assessed.v1',
      source: '/departments/customs/declarations',
      correlationid: 'loud',
      data: {},
    }),
  );
  for (let at = 0; at < noise.length; at += 500)
    await store.append(streamName('customs', 'case', 'loud'), 'any', noise.slice(at, at + 500));
  await happened({ id: 'l-1', type: registered, flow: 'loud' }, { id: 'l-2', type: taxpayer, flow: 'loud' });
  const { body } = await get('/v1/flows/loud', operator);
  expect(body).toMatchObject({ truncated: true, kind: { id: 'start-up' } });
  expect(body.events).toHaveLength(2_000);
  expect(body.events.slice(-2)).toMatchObject([{ id: 'l-1' }, { id: 'l-2' }]);
  const positions = body.events.map(({ position }: { readonly position: string }) => Number(position));
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  const taxState = body.waiting.find(({ department }: { department: string }) => department === 'tax').state;
  expect(taxState).toBe('done');
});

it('refuses who has no business with cases, and a page size beyond the limit', async () => {
  expect((await get('/v1/flows', { department: 'tax', role: 'officer' })).status).toBe(403);
  expect((await checkedRequest(app, '/v1/flows/a')).status).toBe(401);
  expect((await get('/v1/flows?limit=1000000', operator)).status).toBe(400);
  const refused = await get('/v1/flows?before=0', operator);
  expect(refused.body.problems).toMatchObject([
    { pointer: '/before', message: expect.stringContaining('"next" of the page before') },
  ]);
});
