import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createLogger } from '@tongban/telemetry';
import { waitFor } from '@tongban/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import importer from '../../contracts/market-regulation/enterprise-registered/examples/valid-importer.json' with {
  type: 'json',
};
import { openReceiver, type Receiver } from '../../services/exchange/src/testing/receiver.ts';
import { readStream } from './event-stream.ts';
import { accessRequest, authority, listItem, post, publish, settled, typesOnPage } from './sharing-acts.ts';
import { type Answer, batch, startTrialPlatform, structured, type TrialPlatform } from './trial-platform.ts';

const type = 'market-regulation.enterprise-registered.v1';
const legalRepresentative = { personId: 'P-700001', name: '欧阳佳慧', idCardNumber: '310104198001027777' };
const shareholder = { personId: 'P-700002', name: '司徒允文', idCardNumber: '31010419810203888X' };
const phone = '13900077001';
/** What must be nowhere. */
const secrets = [
  legalRepresentative.name,
  legalRepresentative.idCardNumber,
  shareholder.name,
  shareholder.idCardNumber,
  phone,
];
const personal = [
  '/legalRepresentative/idCardNumber',
  '/legalRepresentative/name',
  '/phone',
  '/shareholders/0/holder/person/idCardNumber',
  '/shareholders/0/holder/person/name',
];
const data = {
  ...importer.data,
  legalRepresentative,
  phone,
  shareholders: [{ holder: { person: shareholder }, subscribedFen: 500000000 }],
};
const correlationid = 'personal-1';
const eventOf = (id: string, other: object = {}) => ({ ...importer, id, correlationid, data, ...other });

let platform: TrialPlatform;
let good: Receiver;
let failing: Receiver;
const lines: string[] = [];
beforeAll(async () => {
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level: 'debug', name: 'trial', destination });
  [platform, good, failing] = await Promise.all([
    startTrialPlatform({ empty: true, logger, webhooksTo: ['127.0.0.1'] }),
    openReceiver(),
    openReceiver(),
  ]);
  await shareWith('tax', ['/name', '/legalRepresentative', '/phone', '/shareholders']);
  await shareWith('customs', ['/name', '/legalRepresentative/personId']);
});
afterAll(async () => {
  await platform.stop();
  await good.close();
  await failing.close();
});

async function shareWith(department: string, fields: readonly string[]): Promise<void> {
  const owner = 'market-regulation';
  if ((await platform.call(`/v1/directory/${type}`, { as: owner })).body.published === null) {
    const pointers = ['/name', '/legalRepresentative', '/phone', '/shareholders'];
    await listItem(platform, {
      type,
      title: { zh: '企业已设立登记', en: 'Enterprise registered' },
      provider: owner,
      sharingClass: 'conditional',
      conditions: { zh: '依法', en: 'By law' },
      fields: pointers.map((pointer) => ({ pointer, personal: pointer !== '/name' })),
    } as never);
  }
  const necessity = fields.map((pointer) => ({ pointer, reason: '核对身份' }));
  const request = { ...accessRequest(), type, fields, necessity };
  const { grantId } = await post(platform, '/v1/grants', department, request);
  await post(platform, `/v1/grants/${grantId}/agree`, owner, { disposal: '删除' });
  await post(platform, `/v1/grants/${grantId}/provision`, owner);
}

/** All bytes of all files of the data folder, and what was logged. */
function everything(): ReadonlyMap<string, Buffer> {
  const names = readdirSync(platform.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map([
    ...names.map((name) => [name, readFileSync(name)] as const),
    ['log', Buffer.from(lines.join(''))],
  ]);
}

/** A text in the ways in which it may stand in a file. */
function waysToWrite(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const escaped = [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  // In base64 a text stands in one of three ways, by where it begins; its inner characters are the same each time.
  const base64 = [0, 1, 2].map((at) => {
    const whole = Buffer.concat([Buffer.alloc(at), bytes, Buffer.alloc(3)]).toString('base64');
    return whole.slice(Math.ceil((at * 4) / 3), Math.floor(((at + bytes.length) * 4) / 3));
  });
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    ...[escaped, escaped.toUpperCase(), encodeURIComponent(text), bytes.toString('hex'), ...base64].map(
      (one) => Buffer.from(one),
    ),
    ...base64.map((one) => Buffer.from(one.replaceAll('+', '-').replaceAll('/', '_'))),
  ];
}

/** In which files a text stands, however written. */
function placesOf(text: string): readonly string[] {
  const ways = waysToWrite(text);
  return [...everything()]
    .filter(([, bytes]) => ways.some((way) => bytes.includes(way)))
    .map(([name]) => name.slice(name.lastIndexOf('/') + 1));
}

const expectNowhere = (texts: readonly string[]): void => {
  for (const text of texts) expect(placesOf(text), text).toEqual([]);
};

async function itemOf(id: string, as = 'tax'): Promise<Answer> {
  const { body } = await platform.call('/v1/feed?limit=1000', { as });
  return body.events.find(({ event }: Answer) => event.id === id);
}

const own = async (id: string): Promise<Answer> =>
  (await platform.call(`/v1/events?source=${importer.source}&id=${id}`, { as: 'market-regulation' })).body;

async function streamed(id: string): Promise<Answer> {
  const { messages } = await readStream(`${platform.url}/v1/feed/stream`, {
    headers: { authorization: `Bearer ${await platform.token('tax')}` },
    enough: (all) => all.some(({ event }) => event === 'caught-up'),
  });
  const items: readonly Answer[] = messages.map((message) => JSON.parse(message.data));
  return items.find((item) => item.event?.id === id);
}

const flowPage = async (flow: string): Promise<Answer> =>
  (await platform.call(`/v1/flows/${encodeURIComponent(flow)}`, authority)).body;

it('reads back in clear by who may read it, however it was sent, and in no other way', async () => {
  const as = 'market-regulation';
  await publish(platform, eventOf('structured-1'));
  const many = await platform.call('/v1/events', {
    as,
    headers: batch,
    body: JSON.stringify([eventOf('batch-1'), eventOf('batch-2', { subject: 'wrong' })]),
  });
  expect(many.status).toBe(207);
  const { data: _, datacontenttype: __, ...attributes } = eventOf('binary-1');
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
  );
  const binary = await platform.call('/v1/events', {
    as,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(data),
  });
  expect(binary.status).toBe(201);
  for (const id of ['structured-1', 'batch-1', 'binary-1']) {
    expect((await itemOf(id)).event.data).toMatchObject({ legalRepresentative, phone });
    expect((await streamed(id)).event.data.shareholders).toEqual(data.shareholders);
    expect(await own(id)).toMatchObject({ event: { data }, erased: [] });
    expect((await itemOf(id, 'customs')).event.data).toEqual({
      name: data.name,
      legalRepresentative: { personId: legalRepresentative.personId },
    });
  }
});

it('stands nowhere in clear: in no file of the data folder, in no log, while it runs', async () => {
  // What is refused has the same names in it; so has what a webhook could not deliver.
  const refused = { ...eventOf('refused-1'), subject: 'nobody' };
  for (const body of [refused, { ...eventOf('structured-1'), time: '2026-03-03T00:00:00Z' }]) {
    const call = { as: 'market-regulation', headers: structured, body: JSON.stringify(body) };
    expect((await platform.call('/v1/events', call)).status).toBeGreaterThanOrEqual(400);
  }
  await platform.call('/v1/events', {
    as: 'tax',
    headers: structured,
    body: JSON.stringify(eventOf('no-1')),
  });
  failing.answers(({ event }) => (event.id === 'structured-1' ? 500 : 204));
  for (const { url } of [good, failing]) {
    await post(platform, '/v1/webhooks', 'tax', { url, types: [type], from: 'beginning' });
  }
  const tried = () => failing.deliveries.filter(({ answer }) => answer === 500).length;
  await waitFor(() => good.taken().length >= 3 && tried() >= 3, { describe: 'webhooks have tried' });
  await post(platform, '/v1/corrections', 'tax', {
    wrong: { source: importer.source, id: 'structured-1' },
    fields: ['/legalRepresentative/name'],
    finding: '与证件不符',
  });
  expect(JSON.stringify(await flowPage(correlationid))).not.toMatch(new RegExp(secrets.join('|')));
  await settled(platform);
  expectNowhere(secrets);
  // The search would find them: what is not personal stands in store and views.
  expect(placesOf(data.name).length).toBeGreaterThan(0);
  expect(placesOf(shareholder.personId)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^events\.db/)]),
  );
});

it('stands nowhere in clear after a stop, nor after a restart', async () => {
  await platform.restart(async () => expectNowhere(secrets));
  await settled(platform);
  expectNowhere(secrets);
  expect((await itemOf('structured-1')).event.data).toMatchObject({ legalRepresentative, phone });
});

/** Keys of persons as the database has them, so that they can be looked for when they must be gone. */
function keysOf(person: string): readonly string[] {
  const database = new DatabaseSync(join(platform.folder, 'views', 'exchange.db'), { readOnly: true });
  const rows = database.prepare('select key from person_key where person = ?').all(person);
  database.close();
  return rows.flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
}

const erasedOfPerson = personal.filter((pointer) => !pointer.startsWith('/shareholders'));

/** What is seen once the first of the two persons was erased. */
async function expectErased(): Promise<void> {
  const left = { personId: legalRepresentative.personId };
  for (const id of ['structured-1', 'batch-1', 'binary-1']) {
    for (const item of [await itemOf(id), await streamed(id), await own(id)]) {
      expect([...item.erased].sort()).toEqual(erasedOfPerson);
      expect(item.event.data.legalRepresentative).toEqual(left);
      expect(item.event.data.phone).toBeUndefined();
      expect(item.event.data.shareholders).toEqual(data.shareholders);
    }
    const customs = await itemOf(id, 'customs');
    expect([customs.erased, customs.event.data.legalRepresentative]).toEqual([[], left]);
  }
}

it('is erased in every copy, and feed, stream, event and webhook say so', async () => {
  const keys = keysOf(legalRepresentative.personId);
  expect(keys).toHaveLength(1);
  expect(placesOf(keys[0] ?? '').length).toBeGreaterThan(0);
  const order = { requestedBy: 'person', legalBasis: [{ source: '个人信息保护法', article: '第四十七条' }] };
  const path = `/v1/persons/${legalRepresentative.personId}/erase`;
  const { erased, keyIds } = await post(platform, path, authority.as, order);
  expect([erased, keyIds.length]).toEqual([true, 1]);
  await expectErased();
  expect(keysOf(legalRepresentative.personId)).toEqual([]);
  await settled(platform);
  for (const key of keys) {
    expect(placesOf(key)).toEqual([]);
    const raw = Buffer.from(key, 'base64');
    for (const [name, bytes] of everything()) expect(bytes.includes(raw), name).toBe(false);
  }
  expectNowhere(secrets);

  // What a webhook delivers late is as it is now.
  failing.answers(() => 204);
  const { webhooks } = (await platform.call('/v1/webhooks', { as: 'tax' })).body;
  const { webhookId } = webhooks.find(({ url }: Answer) => url === failing.url);
  const taken = () =>
    failing.deliveries.find(({ answer, item }) => answer === 204 && item.event.id === 'structured-1');
  await waitFor(
    async () => {
      await platform.call(`/v1/webhooks/${webhookId}/redrive`, { as: 'tax', body: { dryRun: false } });
      return taken();
    },
    { describe: 'what was set aside is delivered' },
  );
  expect([...(taken()?.item.erased ?? [])].sort()).toEqual(erasedOfPerson);
  for (const secret of [legalRepresentative.name, phone]) expect(taken()?.body).not.toContain(secret);
});

it('is on the page of the person, and the page of the case still tells what happened', async () => {
  const page = await flowPage(correlationid);
  expect(page.events.filter((event: Answer) => event.type === type)).toHaveLength(3);
  expect(JSON.stringify(page)).not.toMatch(new RegExp(secrets.join('|')));
  const flow = await waitFor(
    async () => {
      const { body } = await platform.call(`/v1/flows?subject=${legalRepresentative.personId}`, authority);
      return body.flows[0]?.flow as string | undefined;
    },
    { describe: 'the person has a page' },
  );
  await typesOnPage(platform, flow, ['platform.personal-data-erased.v1']);
});

it('stays erased after a restart, and after a repeat of what was published', async () => {
  await platform.restart(async () => expectNowhere(secrets));
  await expectErased();
  const repeat = await post(platform, '/v1/events', 'market-regulation', eventOf('structured-1'), {
    headers: structured,
  });
  expect(repeat.outcome).toBe('already-appended');
  await expectErased();
  expectNowhere(secrets);
});

it('of what is published later about the same person is kept under a key of its own', async () => {
  await publish(platform, eventOf('after-1'));
  expect((await itemOf('after-1')).event.data).toMatchObject({ legalRepresentative, phone });
  await expectErased();
  expectNowhere(secrets);
});
