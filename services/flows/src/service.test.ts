import { join } from 'node:path';
import { loadContracts } from '@tongban/contracts';
import { inProcessBus } from '@tongban/event-bus';
import { type EventStore, inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { createTestIssuer } from '@tongban/http/testing';
import { systemClock } from '@tongban/kernel';
import { type RunningServices, runService } from '@tongban/service';
import { createLogger } from '@tongban/telemetry';
import { temporaryFolder, waitFor } from '@tongban/testing';
import { openViews, sql, type ViewStore } from '@tongban/view-store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { flowsService } from './service.ts';

const issuer = await createTestIssuer();
const contracts = loadContracts(join(import.meta.dirname, '../../../contracts'));
const operator = { sub: 'O-1', department: 'platform', system: 'operations', roles: ['operator'] };

let store: EventStore;
let views: ViewStore<never>;
let running: RunningServices;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const logged: string[] = [];

/** As a process of its own: it hears of events by a bus, and has no store to write to. */
async function start(): Promise<void> {
  running = await runService(flowsService, {
    adapters: {
      contracts,
      bus: inProcessBus(store),
      async openViews<Tables>(options: { readonly schema: string }) {
        views = await openViews<never>({ path: join(folder.path, 'flows.db'), ...options });
        return views as unknown as ViewStore<Tables>;
      },
      clock: systemClock,
      ids: { next: () => 'id' },
      random: (target) => target,
    },
    config: {},
    logger: createLogger({
      name: 'flows',
      level: 'info',
      destination: { write: (line) => void logged.push(line) },
    }),
    authenticate: issuer.authenticate,
    listen: { host: '127.0.0.1', port: 0 },
  });
}

beforeEach(async () => {
  folder = await temporaryFolder();
  store = inMemoryEventStore({ clock: systemClock });
  await start();
});

afterEach(async () => {
  await running.stop();
  await store.close();
  await folder.remove();
  logged.length = 0;
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer should have
type Answer = any;

async function call(
  path: string,
  body?: object,
  claims: Readonly<Record<string, unknown>> = operator,
): Promise<Answer> {
  const response = await fetch(running.url + path, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: await issuer.bearer(claims), 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.json();
}

const happened = (id: string, flow: string) =>
  store.append(streamName('tax', 'clearance', id), 'any', [
    sampleEvent({
      id,
      type: 'tax.clearance-issued.v1',
      source: '/departments/tax/main',
      correlationid: flow,
    }),
  ]);

const processor = async () => (await call('/v1/operations/processors')).processors[0];

it('shows its view to operators, and what is parked of it, and redrives that', async () => {
  await sql`create trigger poison before insert on flow_event when new.position = 1
    begin select raise(abort, 'poison'); end`.execute(views.db);
  await happened('poison', 'a');
  await happened('behind', 'a');
  await happened('other', 'b');
  await waitFor(async () => (await processor()).parkedEvents === 2, { describe: 'the case is parked' });
  expect(await call('/v1/operations/processors')).toMatchObject({
    processors: [{ name: 'flow-events', kind: 'view', state: 'running', parkedSequences: 1 }],
  });
  expect((await call('/v1/flows')).flows.map(({ flow }: { flow: string }) => flow)).toEqual(['b']);
  const at = '/v1/operations/processors/flow-events';
  const plan = { processor: 'flow-events', events: 2, sequences: [{ sequence: 'a', firstPosition: '1' }] };
  expect(await call(`${at}/parked`)).toMatchObject(plan);
  const reason = '视图已修复';
  expect(await call(`${at}/redrive`, { dryRun: true, reason })).toMatchObject({ dryRun: true, ...plan });
  const [stopped] = (await call(`${at}/redrive`, { dryRun: false, reason })).sequences;
  expect(stopped).toMatchObject({ sequence: 'a', handled: 0, stoppedAt: { position: '1' } });

  await sql`drop trigger poison`.execute(views.db);
  expect((await call(`${at}/redrive`, { dryRun: false, reason })).sequences).toEqual([
    { sequence: 'a', handled: 2, outcomes: {}, stoppedAt: null },
  ]);
  const page = await call('/v1/flows/a');
  expect(page.events.map(({ id }: { id: string }) => id)).toEqual(['poison', 'behind']);
  // It has no store to record it in: who did it and why is in the log.
  const acts = logged.filter((line) => line.includes('An operator acted on a processor.'));
  expect(acts.map((line) => JSON.parse(line)).at(-1)).toMatchObject({
    ...{ act: 'redrive', operator: 'O-1', processor: 'flow-events', sequence: 'a', events: 2, reason },
  });
});

it('builds its view anew after a change of it, and operators still find what is parked', async () => {
  await happened('a-1', 'a');
  await waitFor(async () => (await processor()).position === '1', { describe: 'the view has it' });
  await sql`update tongban_generation set version = 1`.execute(views.db);
  await running.stop();
  await happened('a-2', 'a');
  await start();
  await waitFor(async () => (await call('/v1/flows/a')).events?.length === 2, {
    describe: 'it is built anew',
  });
  expect(await processor()).toMatchObject({ name: 'flow-events', state: 'running', parkedEvents: 0 });
  expect(await call('/v1/operations/processors/flow-events/parked')).toMatchObject({ events: 0 });
});

it('refuses all that to who is no operator', async () => {
  const tax = { department: 'tax', system: 'ledger', roles: ['department'] };
  const at = '/v1/operations/processors';
  expect((await call(at, undefined, tax)).code).toBe('E_AUTH_ROLE');
  expect((await call(`${at}/flow-events/parked`, undefined, tax)).code).toBe('E_AUTH_ROLE');
  const redrive = { dryRun: false, reason: 'x' };
  expect((await call(`${at}/flow-events/redrive`, redrive, tax)).code).toBe('E_AUTH_ROLE');
  expect((await call(`${at}/page-reads/parked`)).code).toBe('E_PROCESSOR_NOT_FOUND');
});
