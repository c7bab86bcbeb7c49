import { join } from 'node:path';
import { type CloudEvent, dataschemaUrl } from '@tongban/cloudevents';
import { inMemoryEventStore } from '@tongban/event-store';
import { canonicalBytes, canonicalJson, type JsonObject } from '@tongban/kernel';
import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectRefusal } from '../testing/any-body.ts';
import {
  type Answer,
  auditor,
  catalogue,
  operator,
  type RunningExchange,
  runExchange,
} from '../testing/running-exchange.ts';
import {
  accessRequest,
  accountData,
  accountItem,
  accountOpened,
  accountType,
  done,
  grantAccounts,
  publish,
  submission,
  utilities,
} from '../testing/sharing-steps.ts';

const known = catalogue.get(accountType);
const soundTerms: JsonObject = {
  ...(known?.terms as unknown as JsonObject),
  name: 'account-moved',
  summary: { zh: '户号 {data.accountNumber} 迁移', en: 'account {data.accountNumber} was moved' },
};
const soundSchema = known?.latest.schema as JsonObject;
const type = 'utilities.account-moved.v1';
const addressPersonal = {
  ...soundTerms,
  personalData: [
    ...(soundTerms.personalData as JsonObject[]),
    { pointer: '/premisesAddress/line', person: '/contact/personId' },
  ],
};

function proposal(version: string, terms: JsonObject = soundTerms): JsonObject {
  const $id = `https://contracts.tongban.example/utilities/account-moved/${version}`;
  return { name: 'account-moved', version, terms, schema: { ...soundSchema, $id } };
}

/** A schema that the profile took once: its pattern does not run in linear time. */
function withSlowPattern(schema: JsonObject): JsonObject {
  const properties = schema.properties as Record<string, JsonObject>;
  const accountNumber = { ...properties.accountNumber, pattern: '^([EWG0-9-]+)+$' };
  return { ...schema, properties: { ...properties, accountNumber } };
}

function moved(id: string, version = '1.0', different: Partial<CloudEvent> = {}): CloudEvent {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const dataschema = dataschemaUrl('utilities', 'account-moved', major, minor);
  return accountOpened(id, { type, dataschema, ...different });
}

let folder: TemporaryFolder;
let exchange: RunningExchange;
beforeEach(async () => {
  folder = await temporaryFolder();
  exchange = await runExchange({ viewsPath: join(folder.path, 'exchange.db') });
});
afterEach(async () => {
  await exchange.stop();
  await folder.remove();
});

const register = (body: JsonObject): Promise<Answer> =>
  exchange.call('POST', '/v1/contracts', { as: utilities, body });
const shown = async (): Promise<Answer['body']> =>
  (await done(exchange.call('GET', `/v1/contracts/${type}`, { as: auditor }))).body;
const feed = async (): Promise<Answer['body'][]> =>
  (await done(exchange.call('GET', '/v1/feed'))).body.events.filter(
    ({ event }: { event: CloudEvent }) => event.type === type,
  );

/** Starts again over the same history, in which something was registered of a version that is not sound today. */
async function restartedWith(
  version: string,
  changed: (registered: { schema: string; terms: string }) => object,
): Promise<void> {
  const { store: before, clock } = exchange;
  await exchange.stop();
  const store = inMemoryEventStore({ clock });
  for (const { stream, event } of (await before.readAll({ after: 0, limit: 1_000 })).events) {
    const data = event.data as unknown as { version: string; schema: string; terms: string };
    const isIt = event.type === 'platform.contract-registered.v1' && data.version === version;
    const { id, source, type: itsType } = event;
    const bytes = canonicalBytes(isIt ? { ...event, data: { ...data, ...changed(data) } } : event);
    await store.append(stream, 'any', [{ id, source, type: itsType, bytes }]);
  }
  exchange = await runExchange({ store, clock, viewsPath: join(folder.path, 'exchange.db') });
}

const slowSchema = ({ schema }: { schema: string }): object => ({
  schema: canonicalJson(withSlowPattern(JSON.parse(schema))),
});
const unheardOfTerms = ({ terms }: { terms: string }): object => ({
  terms: canonicalJson({ ...JSON.parse(terms), unheardOf: 1 }),
});

async function sharedWithTax(): Promise<void> {
  const path = `/v1/directory/${type}`;
  const body = { ...submission, item: { ...accountItem, type } };
  await done(exchange.call('POST', `${path}/submit`, { as: utilities, body }));
  await done(exchange.call('POST', `${path}/publish`, { as: operator, body: {} }));
  const fields = ['/accountNumber', '/contact'];
  await grantAccounts(exchange, { type, fields });
}

describe('a type whose only version the profile refuses', () => {
  beforeEach(async () => {
    await done(register(proposal('1.0')));
    await sharedWithTax();
    await done(publish(exchange, moved('M-1')));
  });

  it('is shown with its defects, and not among the contracts in force', async () => {
    await restartedWith('1.0', slowSchema);
    const { contracts, refused } = (await done(exchange.call('GET', '/v1/contracts'))).body;
    expect(contracts.map((one: { type: string }) => one.type)).not.toContain(type);
    const version = {
      ...{ type, owner: 'utilities', version: '1.0' },
      dataschema: moved('M-1').dataschema,
      problems: [{ rule: 'pattern-linear', pointer: '/properties/accountNumber/pattern' }],
    };
    expect(refused).toMatchObject([version]);
    expect(await shown()).toMatchObject({
      ...{ type, owner: 'utilities', version: null, dataschema: null, title: soundTerms.title },
      ...{ personalData: true, terms: soundTerms, versions: [], refused: [version] },
      declared: { publisher: 'utilities', readers: [{ department: 'tax', status: 'active' }] },
    });
    expect((await exchange.call('GET', `/v1/directory/${type}`)).status).toBe(200);
  });

  it('takes no event, and says why and what to do', async () => {
    await restartedWith('1.0', slowSchema);
    const answer = await publish(exchange, moved('M-2'));
    expectRefusal(answer);
    expect(answer.body).toMatchObject({
      ...{ status: 422, code: 'E_CONTRACT_REFUSED', eventType: type, refused: ['1.0'], inForce: [] },
      details: { en: expect.stringMatching(/1\.0 is registered.*POST \/v1\/contracts/) },
      problems: [
        {
          pointer: 'utilities/account-moved/v1.schema.json#/properties/accountNumber/pattern',
          rule: 'pattern-linear',
        },
      ],
    });
    expect(answer.body.details.en).not.toContain('in force');
    // Whoever names its schema under another type of the owner has a defect of the event.
    const { dataschema } = moved('M-3');
    expect((await publish(exchange, accountOpened('M-3', { dataschema }))).body.code).toBe('E_EVENT_INVALID');
    // Another type of the same name was never registered.
    const other = await publish(exchange, moved('M-3', '2.0', { type: 'utilities.account-moved.v2' }));
    expect(other.body.code).toBe('E_EVENT_TYPE_UNKNOWN');
    const offered = { ...submission, item: { ...accountItem, type } };
    const path = `/v1/directory/${type}/submit`;
    const submitted = await exchange.call('POST', path, { as: utilities, body: offered });
    expect(submitted.body.code).toBe('E_CONTRACT_REFUSED');
  });

  it('knows what it took before as itself, and nothing else under its id', async () => {
    await restartedWith('1.0', slowSchema);
    const again = await publish(exchange, moved('M-1'));
    expect([again.status, again.body.outcome]).toEqual([200, 'already-appended']);
    const other = await publish(exchange, moved('M-1', '1.0', { correlationid: 'another' }));
    expect(other.body.code).toBe('E_CONTRACT_REFUSED');
  });

  it('hands over what was recorded as before: minimised, opened, and without what was erased', async () => {
    const [before] = await feed();
    expect(before.event.data.contact).toEqual(accountOpened('M-1').data.contact);
    await restartedWith('1.0', slowSchema);
    expect(await feed()).toEqual([before]);
    const { source } = moved('M-1');
    const found = await exchange.call('GET', `/v1/events?source=${source}&id=M-1`, { as: utilities });
    expect(found.body.event).toEqual(moved('M-1'));
    const erase = { requestedBy: 'person', legalBasis: accessRequest.legalBasis };
    await done(exchange.call('POST', '/v1/persons/P-000123/erase', { as: operator, body: erase }));
    const [after] = await feed();
    expect(after.erased).toEqual(['/contact/name', '/contact/phone']);
    expect(after.event.data.contact).toEqual({ personId: 'P-000123' });
  });

  it('goes on with the next version, on which its terms bind', async () => {
    await restartedWith('1.0', slowSchema);
    for (const path of ['', '/check']) {
      const sent = (body: JsonObject): Promise<Answer> =>
        exchange.call('POST', `/v1/contracts${path}`, { as: utilities, body });
      const taken = await sent(proposal('1.0'));
      expect(taken.body.code).toBe('E_REGISTRATION_RELEASED');
      const exposing = await sent(proposal('1.1', { ...soundTerms, personalData: [] }));
      expect(JSON.stringify(exposing.body)).toContain('personal-data-removed');
      expect([exposing.status, exposing.body.verdict]).toEqual(path ? [200, 'breaking'] : [409, undefined]);
    }
    await done(register(proposal('1.1')));
    await done(publish(exchange, moved('M-2', '1.1')));
    expect(await feed()).toMatchObject([{ event: { id: 'M-1' } }, { event: { id: 'M-2' } }]);
    expect(await shown()).toMatchObject({ version: '1.1', refused: [{ version: '1.0' }] });
    // Who still names the old version is told which there is.
    const old = await publish(exchange, moved('M-3'));
    expect(old.body).toMatchObject({ code: 'E_CONTRACT_REFUSED', inForce: [moved('M-2', '1.1').dataschema] });
    await restartedWith('none', () => ({}));
    expect((await publish(exchange, moved('M-4', '1.1'))).status).toBe(201);
  });

  it('hands over nothing that was sealed where its terms cannot be understood', async () => {
    await restartedWith('1.0', unheardOfTerms);
    const [item] = await feed();
    expect(item).toMatchObject({ grants: [expect.any(String)], erased: [] });
    expect(item.withheld).toEqual(expect.arrayContaining(['/contact/name', '/contact/phone', '/service']));
    expect(item.event.data).toEqual({
      accountNumber: 'E-3101040098231',
      contact: { personId: 'P-000123' },
    });
    expect(await shown()).toMatchObject({ title: null, personalData: null, terms: null });
    expect((await publish(exchange, moved('M-1'))).body.code).toBe('E_CONTRACT_REFUSED');
  });
});

describe('a later version that the profile refuses', () => {
  const addressOf = async (id: string): Promise<unknown> =>
    (await exchange.store.find(moved(id).source, id))?.event.data.premisesAddress;
  const sealed = { line: expect.stringMatching(/^enc:v1:/) };
  beforeEach(async () => {
    await done(register(proposal('1.0')));
    await done(register(proposal('1.1', addressPersonal)));
  });

  it('leaves the others in force, under its terms: what it calls personal is sealed in them too', async () => {
    await restartedWith('1.1', slowSchema);
    await done(publish(exchange, moved('M-1')));
    expect(await addressOf('M-1')).toMatchObject(sealed);
    const refused = await publish(exchange, moved('M-2', '1.1'));
    const { dataschema } = moved('M-1');
    expect(refused.body).toMatchObject({ code: 'E_CONTRACT_REFUSED', inForce: [dataschema] });
    expect(refused.body.details.en).toContain(`one that is in force, ${dataschema}`);
    expect(refused.body.details.zh).toContain(`请改用现行的 ${dataschema}`);
    expect(await shown()).toMatchObject({ version: '1.0', refused: [{ version: '1.1' }] });
    await done(register(proposal('1.2', addressPersonal)));
    await done(publish(exchange, moved('M-2', '1.2')));
  });

  it('stops the others where its terms cannot be understood, until a version is registered', async () => {
    await restartedWith('1.1', unheardOfTerms);
    const refused = await publish(exchange, moved('M-1', '1.0', { data: accountData({}) }));
    expect(refused.body).toMatchObject({ code: 'E_CONTRACT_REFUSED', refused: ['1.1'] });
    await done(register(proposal('1.2', addressPersonal)));
    await done(publish(exchange, moved('M-1')));
    expect(await addressOf('M-1')).toMatchObject(sealed);
  });
});
