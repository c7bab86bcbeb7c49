import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectRefusal } from '../testing/any-body.ts';
import {
  auditor,
  bearerUntil,
  type Caller,
  type RunningExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import { accountOpened, accountType, done, publish, runSharingExchange } from '../testing/sharing-steps.ts';

const tax = systemOf('tax');
const customs = systemOf('customs');

let exchange: RunningExchange;
beforeEach(async () => {
  ({ exchange } = await runSharingExchange());
  await done(publish(exchange, accountOpened('A-1')));
});
afterEach(() => exchange.stop());

const get = (path: string, as: Caller = tax, headers = {}) => exchange.call('GET', path, { as, headers });

describe('the feed', () => {
  it.each<[string, string, Caller, number, string]>([
    ['the cursor of another department', '?after=customs:1', tax, 403, 'E_CURSOR_FOREIGN'],
    ['a cursor from the future', '?after=tax:99999', tax, 400, 'E_CURSOR_FUTURE'],
    ['what is no cursor', '?after=yesterday', tax, 400, 'E_CURSOR_MALFORMED'],
    ['a cursor that is too long', `?after=tax:${'1'.repeat(200)}`, tax, 400, 'E_INPUT_INVALID'],
    ['a page of a million', '?limit=1000000', tax, 400, 'E_LIMIT'],
    ['a page of nothing', '?limit=0', tax, 400, 'E_LIMIT'],
    ['a wait of an hour', '?wait=3600', tax, 400, 'E_INPUT_INVALID'],
    ['a wait past the longest', '?wait=31', tax, 400, 'E_INPUT_INVALID'],
    ['a parameter that there is not', '?colour=red', tax, 400, 'E_INPUT_INVALID'],
    ['an auditor', '', auditor, 403, 'E_AUTH_ROLE'],
  ])('refuses %s', async (_, query, as, status, code) => {
    const answer = await get(`/v1/feed${query}`, as);
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each(['31', '3600', '-1', '1.5', 'soon', ''])('says how long a wait may be, of %j', async (wait) => {
    const { body } = await get(`/v1/feed?wait=${wait}`);
    expect(body.problems).toMatchObject([
      { pointer: '/wait', rule: 'wait-seconds', message: 'wait is whole seconds from 0 to 30.' },
    ]);
  });

  it('waits for something to hand over', async () => {
    const { next } = (await done(get('/v1/feed?limit=1000'))).body;
    const waiting = get(`/v1/feed?after=${next}&wait=30`);
    await done(publish(exchange, accountOpened('A-2')));
    expect((await waiting).body.events).toMatchObject([{ event: { id: 'A-2' } }]);
  });

  it('begins at the beginning where the cursor is empty', async () => {
    const { events } = (await done(get('/v1/feed'))).body;
    expect((await done(get('/v1/feed?after='))).body.events).toEqual(events);
  });

  it('waits no longer than asked, and no longer than there is something', async () => {
    const { next } = (await done(get('/v1/feed', customs))).body;
    expect((await done(get(`/v1/feed?after=${next}&wait=1`, customs))).body).toMatchObject({
      events: [],
      atEnd: true,
    });
    expect((await done(get('/v1/feed?wait=30'))).body.events.length).toBeGreaterThan(0);
  });
});

describe('the stream', () => {
  it.each<[string, string, Readonly<Record<string, string>>, number, string]>([
    ['the cursor of another department', '?after=customs:1', {}, 403, 'E_CURSOR_FOREIGN'],
    ['such a cursor as Last-Event-ID', '', { 'last-event-id': 'customs:1' }, 403, 'E_CURSOR_FOREIGN'],
    ['a cursor from the future', '', { 'last-event-id': 'tax:99999' }, 400, 'E_CURSOR_FUTURE'],
    ['a parameter that there is not', '?limit=1', {}, 400, 'E_INPUT_INVALID'],
  ])('refuses %s', async (_, query, headers, status, code) => {
    const answer = await get(`/v1/feed/stream${query}`, tax, headers);
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('HEAD', () => {
  it.each(['/v1/feed?limit=1000&wait=30', '/v1/feed/stream'])(
    'of %s hands nothing over, and is recorded as no read',
    async (path) => {
      const { status, body } = await exchange.call('HEAD', path);
      expect([status, body]).toEqual([200, '']);
      expect(await exchange.recorded('sharing.data-read.v1')).toEqual([]);
      await done(get('/v1/feed?limit=1000'));
      expect(await exchange.recorded('sharing.data-read.v1')).toHaveLength(1);
    },
  );

  it.each(['/v1/feed?after=customs:1', '/v1/feed/stream?after=customs:1'])(
    'of %s is refused as GET is',
    async (path) => {
      expect((await exchange.call('HEAD', path)).status).toBe(403);
    },
  );
});

describe('when the token ends', () => {
  /** Asks with a token whose end comes meanwhile. */
  async function asked(path: string) {
    const endMs = (Math.floor(Date.now() / 1_000) + 600) * 1_000;
    const answer = get(path, tax, { authorization: await bearerUntil(endMs) });
    // Again and again, since the request may not be waiting yet; five seconds are for the clocks of others.
    const leaping = setInterval(() => exchange.clock.leapTo(endMs + 5_000), 5);
    return answer.finally(() => clearInterval(leaping));
  }

  it('a stream ends, and says why', async () => {
    const { status, body } = await asked('/v1/feed/stream');
    expect(status).toBe(200);
    expect(body.endsWith(': the access token has expired; come back with a new one\n\n')).toBe(true);
  });

  it('a request that waits is answered', async () => {
    const { next } = (await done(get('/v1/feed?limit=1000'))).body;
    expect((await asked(`/v1/feed?after=${next}&wait=30`)).status).toBe(200);
  });
});

describe('an acknowledgement', () => {
  const acknowledge = (body: unknown, as: Caller = tax) =>
    exchange.call('POST', '/v1/feed/ack', { as, body });

  it('stands, and never moves back', async () => {
    const { events } = (await done(get('/v1/feed?limit=1000'))).body;
    expect(events.at(-1).event.type).toBe(accountType);
    const { cursor } = events.at(-1);
    expect((await done(acknowledge({ cursor }))).body).toEqual({ cursor });
    expect((await done(acknowledge({ cursor: 'tax:1' }))).body).toEqual({ cursor });
    expect((await done(get('/v1/feed/position'))).body).toMatchObject({ acknowledged: cursor });
    expect((await done(get('/v1/feed/position', customs))).body).toMatchObject({ acknowledged: null });
  });

  it.each<[string, unknown, Caller, number, string]>([
    ['of another department', { cursor: 'customs:1' }, tax, 403, 'E_CURSOR_FOREIGN'],
    ['from the future', { cursor: 'tax:99999' }, tax, 400, 'E_CURSOR_FUTURE'],
    ['of no form', { cursor: '1' }, tax, 400, 'E_CURSOR_MALFORMED'],
    ['that is empty', { cursor: '' }, tax, 400, 'E_CURSOR_MALFORMED'],
    ['of no text', { cursor: 1 }, tax, 400, 'E_INPUT_INVALID'],
    ['of nothing', {}, tax, 400, 'E_INPUT_INVALID'],
    ['of an auditor', { cursor: 'audit-office:1' }, auditor, 403, 'E_AUTH_ROLE'],
  ])('is refused: %s', async (_, body, as, status, code) => {
    const answer = await acknowledge(body, as);
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});
