import { afterAll, beforeAll, expect, it } from 'vitest';
import { batch, registration, startTrialPlatform, structured, type TrialPlatform } from './trial-platform.ts';

let platform: TrialPlatform;
beforeAll(async () => {
  platform = await startTrialPlatform({ empty: false });
});
afterAll(() => platform.stop());

const owner = { as: 'market-regulation', headers: structured } as const;

it('records an event once, however often it comes', async () => {
  const body = JSON.stringify(registration('once'));
  const first = await platform.call('/v1/events', { ...owner, body });
  const second = await platform.call('/v1/events', { ...owner, body });
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(second.body).toEqual({ ...first.body, outcome: 'already-appended' });
  const other = JSON.stringify(registration('once', { time: '2026-03-03T09:00:00+08:00' }));
  expect((await platform.call('/v1/events', { ...owner, body: other })).body.code).toBe('E_EVENT_ID_REUSED');
});

it('answers a batch event by event, and takes all or nothing where that is asked', async () => {
  const events = [registration('b-1'), registration('b-2', { time: 'never' }), registration('b-3')];
  const call = { ...owner, headers: batch, body: JSON.stringify(events) };
  const atomic = await platform.call('/v1/events?atomic=true', call);
  expect(atomic.body.code).toBe('E_BATCH_REFUSED');
  expect(atomic.body.refused).toEqual([{ index: 1, id: 'b-2', code: 'E_EVENT_INVALID' }]);
  expect(atomic.body.problems[0].pointer).toBe('/1/time');
  const each = await platform.call('/v1/events', call);
  expect(each.status).toBe(207);
  expect(each.body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
    'appended',
    'refused',
    'appended',
  ]);
});

it('leads a case through every department: each reacts to what it was granted, and the page shows the waiting', async () => {
  const subject = '91310104MA1FR3K72B';
  const event = registration('flow-1', { subject, correlationid: 'e2e-flow' });
  await platform.call('/v1/events', { ...owner, body: JSON.stringify(event) });
  const operator = { as: 'platform', role: 'operator' } as const;
  await expect
    .poll(async () => (await platform.call('/v1/flows/e2e-flow', operator)).body.state, { timeout: 20_000 })
    .toBe('complete');
  const { body } = await platform.call('/v1/flows/e2e-flow', operator);
  expect(
    body.waiting.map(({ department, state }: { department: string; state: string }) => [department, state]),
  ).toEqual([
    ['tax', 'done'],
    ['customs', 'not-needed'],
    ['utilities', 'done'],
    ['courts', 'done'],
  ]);
  const tax = await platform.call('/v1/flows/e2e-flow', { as: 'tax' });
  expect(tax.body.events.filter(({ summary }: { summary: unknown }) => summary !== null)).toHaveLength(1);
});

it('hands over only what was granted, and stops at once when a grant is suspended', async () => {
  const type = 'market-regulation.enterprise-registered.v1';
  const feed = async () =>
    (await platform.call('/v1/feed?limit=1000', { as: 'tax' })).body.events.filter(
      (item: { event: { type: string } }) => item.event.type === type,
    );
  const [item] = await feed();
  expect(item.event.data.name).toBeTypeOf('string');
  expect(item.event.data.phone).toBeUndefined();
  expect(item.withheld).toContain('/phone');
  const { body } = await platform.call(`/v1/grants?requester=tax&type=${type}`, { as: 'tax' });
  const [{ grantId }] = body.grants;
  const provider = { as: 'market-regulation' } as const;
  const reason = { reasonCode: 'misuse', reason: '超出目的使用' };
  expect((await platform.call(`/v1/grants/${grantId}/suspend`, { ...provider, body: reason })).status).toBe(
    200,
  );
  expect(await feed()).toEqual([]);
  await platform.call(`/v1/grants/${grantId}/restore`, { ...provider, body: { rectification: '已整改' } });
  expect((await feed()).length).toBeGreaterThan(0);
});

it('erases a person in every copy, and says so to every reader', async () => {
  const operator = { as: 'platform', role: 'operator' } as const;
  const order = { requestedBy: 'person', legalBasis: [{ source: '个人信息保护法', article: '第四十七条' }] };
  const phoneOf = async () =>
    (await platform.call('/v1/feed?limit=1000', { as: 'utilities' })).body.events.find(
      ({ event }: { event: { id: string } }) => event.id === 'once',
    );
  expect((await phoneOf()).event.data.phone).toBeTypeOf('string');
  const { personId } = (registration('x').data as { legalRepresentative: { personId: string } })
    .legalRepresentative;
  expect((await platform.call(`/v1/persons/${personId}/erase`, { ...operator, body: order })).status).toBe(
    200,
  );
  const after = await phoneOf();
  expect(after.event.data.phone).toBeUndefined();
  expect(after.erased).toEqual(['/phone']);
  const repeat = await platform.call('/v1/events', { ...owner, body: JSON.stringify(registration('once')) });
  expect([repeat.status, repeat.body.outcome]).toEqual([200, 'already-appended']);
});
