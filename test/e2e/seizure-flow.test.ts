import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { localDate } from '@tongban/calendar';
import { createClient, type Signer } from '@tongban/client';
import { generateSigningKey } from '@tongban/cloudevents/signature';
import { type Clock, type JsonObject, systemClock } from '@tongban/kernel';
import { type Platform, startPlatform } from '@tongban/service-platform';
import { silentLogger } from '@tongban/telemetry';
import { type TemporaryFolder, temporaryFolder, waitFor } from '@tongban/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import arrears from '../../contracts/tax/arrears-recorded/examples/valid-recorded.json' with { type: 'json' };
import { seizuresOrdered } from '../../services/departments/src/courts/order-seizures.ts';
import {
  sampleMeterArrears,
  sampleTaxArrears,
} from '../../services/departments/src/sample-city/sample-arrears.ts';
import {
  sampleRealEstate,
  sampleVehicles,
} from '../../services/departments/src/sample-city/sample-assets.ts';
import { sampleRegistration } from '../../services/departments/src/sample-city/sample-enterprise.ts';
import { platformConfig } from '../../services/platform/src/platform-config.ts';

/** The fifth enterprise is seized when the seventh has come. */
const enterprises = 7;
const seized = 4;
const seed = 20_260_701;
const operator = { as: 'platform', role: 'operator' } as const;
const signers = ['courts', 'tax'];

/** A Monday morning from the start of the test on: what is due on the same day has the whole day. */
const laterMs = Date.parse('2026-11-23T09:00:00+08:00') - Date.now();
const clock: Clock = { ...systemClock, now: () => Date.now() + laterMs };

let folder: TemporaryFolder;
let platform: Platform;

beforeAll(async () => {
  folder = await temporaryFolder();
  platform = await start();
});

afterAll(async () => {
  await platform.stop();
  await folder.remove();
});

function start(): Promise<Platform> {
  const config = platformConfig.parse({
    listen: { port: 0 },
    data: folder.path,
    city: { seed, enterprises, everySeconds: 0 },
  });
  return startPlatform({ config, logger: silentLogger, clock });
}

interface Call {
  readonly as: string;
  readonly role?: 'department' | 'operator';
  readonly body?: JsonObject;
}

// biome-ignore lint/suspicious/noExplicitAny: what a test says of an answer is its assertion
async function call(path: string, { as, role = 'department', body }: Call): Promise<any> {
  const token = await platform.token({ department: as, system: 'trial', role });
  const response = await fetch(platform.url + path, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return response.json();
}

/** Where every expected answer of a case stands, once a condition holds. */
async function waitingOf(
  flow: string,
  state: 'running' | 'complete',
): Promise<ReadonlyMap<string, string[]>> {
  const page = await waitFor(
    async () => {
      const answer = await call(`/v1/flows/${flow}`, operator);
      return answer.state === state && answer;
    },
    { describe: `${flow} is ${state}`, timeoutMs: 30_000 },
  );
  const states = new Map<string, string[]>();
  for (const { department, for: awaited, state: one } of page.waiting)
    states.set(department, [...(states.get(department) ?? []), `${awaited.type} ${one}`]);
  return states;
}

const none = (list: readonly unknown[]): boolean => list.length === 0;

/** An enterprise that the city does not have, with what a test wants of it. */
function debtorWith(holds: (uscc: string) => boolean) {
  for (let index = 0; ; index++) {
    const { uscc, name } = sampleRegistration(7, index);
    if (holds(uscc)) return { uscc, name: name.zh, caseIndex: index };
  }
}

/** A client of a department beside its reference system. */
function clientOf(department: string, signer?: Signer) {
  return createClient<Record<string, JsonObject>>({
    baseUrl: platform.url,
    department,
    system: 'trial',
    token: () => platform.token({ department, system: 'trial', role: 'department' }),
    ...(signer && { signer }),
  });
}

/** A client of the courts, which signs under a key that it has registered. */
async function signingCourts(keyId: string) {
  const { algorithm, verificationKey, sign } = generateSigningKey('ed25519');
  const key = { keyId, algorithm, publicKey: verificationKey.spki, validFrom: '2026-01-01T00:00:00+08:00' };
  await call('/v1/keys', { as: 'courts', body: key });
  return clientOf('courts', { alg: algorithm, keyId, sign });
}

/** Orders seizures as a court's own system would. Answers the case. */
async function orderSeizures(debtor: ReturnType<typeof debtorWith>, keyId: string): Promise<string> {
  const client = await signingCourts(keyId);
  for (const { type, department: _, ...draft } of seizuresOrdered(debtor, localDate('2026-03-12')))
    await client.publish(type, { ...draft, time: '2026-03-12T09:00:00+08:00' });
  return `seizure-${debtor.uscc}`;
}

it('leads a seizure of the city through every department, each after a wait that the page shows', async () => {
  const { uscc } = sampleRegistration(seed, seized);
  const seals = {
    'property-registry': Math.max(1, sampleRealEstate(uscc).length),
    'vehicle-administration': Math.max(1, sampleVehicles(uscc).length),
  };
  // A register has answered with its first seal; the others follow.
  const states = await waitFor(
    async () => {
      const seen = await waitingOf(`seizure-${uscc}`, 'complete');
      const isSealed = Object.entries(seals).every(([one, count]) => seen.get(one)?.length === count);
      return isSealed && seen;
    },
    { describe: 'everything is sealed', timeoutMs: 20_000 },
  );
  const departments = ['property-registry', 'tax', 'utilities', 'vehicle-administration'];
  expect([...states.keys()].sort()).toEqual(departments);
  for (const each of states.values()) for (const one of each) expect(one).toMatch(/ done$/);
  const page = await call(`/v1/flows/seizure-${uscc}`, operator);
  expect(page.kind).toMatchObject({ id: 'seizure', source: { confidence: 'P' } });
  for (const { waitSeconds } of page.departments) expect(waitSeconds).toBeGreaterThan(0);
  const { keys } = await call('/v1/keys?department=courts', operator);
  expect(keys).toHaveLength(1);
});

it('hands the order over with no more than each needs, and without its signature', async () => {
  const { events } = await call('/v1/feed?limit=1000', { as: 'tax' });
  const orders = events.filter(
    ({ event }: { event: JsonObject }) => event.type === 'courts.seizure-ordered.v1',
  );
  expect(orders).toHaveLength(2);
  const { uscc } = sampleRegistration(seed, seized);
  for (const { event } of orders) {
    expect(Object.keys(event.data).sort()).toEqual(['caseNumber', 'debtor', 'executor']);
    expect(event.data.debtor).toEqual({ enterprise: { uscc } });
    expect(event.sig).toBeUndefined();
  }
});

it('has every department say so that holds nothing and is owed nothing', async () => {
  const poor = debtorWith(
    (uscc) =>
      none(sampleRealEstate(uscc)) &&
      none(sampleVehicles(uscc)) &&
      none(sampleTaxArrears(uscc)) &&
      none(sampleMeterArrears(uscc)),
  );
  const states = await waitingOf(await orderSeizures(poor, 'courts-poor'), 'complete');
  expect(states.get('property-registry')).toEqual(['property-registry.seal-entered.v1 done']);
  expect(states.get('vehicle-administration')).toEqual(['vehicle-administration.seal-entered.v1 done']);
  expect(states.get('tax')).toEqual(['tax.clearance-issued.v1 done']);
  expect(states.get('utilities')?.[0]).toBe('utilities.meter-read.v2 done');
  const { events } = await call('/v1/feed?limit=1000', { as: 'courts' });
  const seals = events.filter(({ event }: { event: JsonObject }) =>
    String(event.subject).includes(poor.uscc),
  );
  const kinds = seals.flatMap(({ event }: { event: { data: JsonObject } }) => event.data.kind ?? []);
  expect(kinds.sort()).toEqual(['provisional', 'provisional', 'settled']);
});

it('waits for a department that does not answer, until it does', async () => {
  const type = 'courts.seizure-ordered.v1';
  const { grants } = await call(`/v1/grants?requester=tax&type=${type}`, { as: 'tax' });
  const reason = { reasonCode: 'misuse', reason: '超出目的使用' };
  await call(`/v1/grants/${grants[0].grantId}/suspend`, { as: 'courts', body: reason });
  const rich = debtorWith((uscc) => sampleRealEstate(uscc).length > 1 && sampleVehicles(uscc).length > 1);
  const flow = await orderSeizures(rich, 'courts-rich');
  const answered = ['property-registry', 'vehicle-administration', 'utilities'];
  await waitFor(
    async () => {
      const states = await waitingOf(flow, 'running');
      return answered.every((department) => states.get(department)?.every((one) => one.endsWith(' done')));
    },
    { describe: 'the others have answered', timeoutMs: 30_000 },
  );
  expect((await waitingOf(flow, 'running')).get('tax')).toEqual(['tax.arrears-recorded.v1 waiting']);

  await clientOf('tax').publish('tax.arrears-recorded.v1', {
    subject: rich.uscc,
    correlationId: flow,
    data: arrears.data as JsonObject,
  });
  expect((await waitingOf(flow, 'complete')).get('tax')).toEqual(['tax.arrears-recorded.v1 done']);
  const restored = { rectification: '已整改' };
  await call(`/v1/grants/${grants[0].grantId}/restore`, { as: 'courts', body: restored });
});

it('takes the seals off that an order had entered on the assets of somebody else, and tells the court', async () => {
  const owner = (count: number) => debtorWith((uscc) => sampleRealEstate(uscc).length === count);
  const [mistaken, debtor] = [owner(1), owner(2)];
  const courts = await signingCourts('courts-mistaken');
  const [order = expect.unreachable()] = seizuresOrdered(mistaken, localDate('2026-03-12'));
  const { type, department: _, ...draft } = order;
  const flow = `${draft.correlationId}-again`;
  const publish = (id: string, { uscc, name }: typeof debtor) =>
    courts.publish(type, {
      ...draft,
      id,
      subject: `real-estate:of-${uscc}`,
      correlationId: flow,
      data: { ...draft.data, debtor: { enterprise: { uscc, name } } },
    });
  const sealsIn = async () => {
    const { events } = await call('/v1/feed?limit=1000', { as: 'courts' });
    return events
      .map(({ event }: { event: JsonObject }) => event)
      .filter((event: JsonObject) => event.correlationid === flow && `${event.type}`.includes('.seal-'))
      .map(({ type: one, subject }: JsonObject) => `${one} ${subject}`);
  };
  const units = (act: string, { uscc }: typeof debtor) =>
    sampleRealEstate(uscc).map(
      ({ unitNumber }) => `property-registry.seal-${act}.v1 real-estate:${unitNumber}`,
    );
  const wrong = await publish('order-mistaken', mistaken);
  await waitFor(async () => (await sealsIn()).length === 1, {
    describe: 'it is sealed',
    timeoutMs: 30_000,
  });
  const right = await publish('order-right', debtor);
  await courts.corrections.act('C-debtor', 'correct', {
    wrong: { source: wrong.source, id: wrong.id },
    right: { source: right.source, id: right.id },
    fields: ['/debtor'],
    reason: '被执行人有误',
  });
  await waitFor(async () => (await sealsIn()).length === 4, {
    describe: 'the seals are put right',
    timeoutMs: 30_000,
  });
  expect(await sealsIn()).toEqual([
    ...units('entered', mistaken),
    ...units('cancelled', mistaken),
    ...units('entered', debtor),
  ]);
});

it('takes no order of a court that is not signed', async () => {
  const debtor = debtorWith((uscc) => sampleVehicles(uscc).length === 1);
  const [order = expect.unreachable()] = seizuresOrdered(debtor, localDate('2026-03-12'));
  const { type, department, ...draft } = order;
  await expect(clientOf(department).publish(type, draft)).rejects.toMatchObject({
    code: 'E_SIGNATURE_REQUIRED',
  });
  expect((await call(`/v1/flows/${draft.correlationId}`, operator)).code).toBe('E_FLOW_NOT_FOUND');
});

it('doubles nothing when it starts again, also where the departments have lost what they kept', async () => {
  const { uscc } = sampleRegistration(seed, seized);
  const flow = `seizure-${uscc}`;
  const before = await call(`/v1/flows/${flow}`, operator);
  await platform.stop();
  await rm(join(folder.path, 'departments'), { recursive: true });
  platform = await start();
  const ordered = Number(before.events[1].position);
  await waitFor(
    async () => {
      for (const department of ['property-registry', 'vehicle-administration', 'utilities', 'courts']) {
        const cursor = await readFile(join(folder.path, 'departments', `${department}.cursor`), 'utf8');
        if (Number(cursor.split(':')[1]) < ordered) return false;
      }
      const kept = await readFile(join(folder.path, 'departments', 'market-regulation.json'), 'utf8');
      return JSON.parse(kept).registered === enterprises;
    },
    { describe: 'everything was done once more', timeoutMs: 60_000 },
  );
  const after = await call(`/v1/flows/${flow}`, operator);
  expect(after.events).toEqual(before.events);
  for (const department of signers) {
    const { keys } = await call(`/v1/keys?department=${department}`, operator);
    expect(keys.length).toBeGreaterThan(1);
  }
});
