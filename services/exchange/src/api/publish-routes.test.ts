import { limits } from '@tongban/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectRefusal } from '../testing/any-body.ts';
import {
  auditor,
  type Caller,
  type RunningExchange,
  runExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import { accountData, accountOpened, accountType, done, utilities } from '../testing/sharing-steps.ts';

const structured = { 'content-type': 'application/cloudevents+json' };
const batched = { 'content-type': 'application/cloudevents-batch+json' };

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
});
afterEach(() => exchange.stop());

const send = (
  body: unknown,
  headers: Readonly<Record<string, string>> = structured,
  as: Caller = utilities,
) => exchange.call('POST', '/v1/events', { as, body, headers });
const sendBatch = (events: readonly unknown[], query = '') =>
  exchange.call('POST', `/v1/events${query}`, { as: utilities, body: events, headers: batched });

describe('an event', () => {
  it('is 201 when it is new and 200 when it was there', async () => {
    const first = await send(accountOpened('A-1'));
    const place = { id: 'A-1', stream: 'utilities.account-E-3101040098231', revision: '0', position: '1' };
    expect([first.status, first.body]).toMatchObject([201, { ...place, outcome: 'appended' }]);
    const again = await send(accountOpened('A-1'));
    expect([again.status, again.body]).toMatchObject([200, { ...place, outcome: 'already-appended' }]);
  });

  it('comes in binary mode too, and is the same event', async () => {
    const { data, datacontenttype, ...attributes } = accountOpened('A-1');
    const ce = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]);
    const headers = { 'content-type': datacontenttype, ...Object.fromEntries(ce) };
    expect((await send(data, headers)).body).toMatchObject({ outcome: 'appended' });
    expect((await send(accountOpened('A-1'))).body).toMatchObject({ outcome: 'already-appended' });
  });

  it.each<[string, unknown, Readonly<Record<string, string>>, Caller, number, string]>([
    ['that is no JSON', '{', structured, utilities, 400, 'E_EVENT_UNREADABLE'],
    [
      'that is no UTF-8',
      new Uint8Array([0x7b, 0xff, 0x7d]),
      structured,
      utilities,
      400,
      'E_EVENT_UNREADABLE',
    ],
    ['that is a list', [], structured, utilities, 422, 'E_EVENT_INVALID'],
    ['of another media type', '<e/>', { 'content-type': 'text/xml' }, utilities, 415, 'E_EVENT_CONTENT_TYPE'],
    ['of another department', accountOpened('A-1'), structured, systemOf('tax'), 403, 'E_NOT_THE_OWNER'],
    ['of nobody who may publish', accountOpened('A-1'), structured, auditor, 403, 'E_AUTH_ROLE'],
    [
      'that breaks its contract',
      accountOpened('A-1', { data: {} as never }),
      structured,
      utilities,
      422,
      'E_EVENT_INVALID',
    ],
    [
      'under a name that is no attribute',
      { ...accountOpened('A-1'), colour: 'red' },
      structured,
      utilities,
      422,
      'E_EVENT_INVALID',
    ],
  ])('is refused: one %s', async (_, body, headers, as, status, code) => {
    const answer = await send(body, headers, as);
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await exchange.recorded(accountType)).toEqual([]);
  });

  it('is refused in the language that is preferred', async () => {
    const bad = accountOpened('A-1', { data: accountData({ openingReading: -1 }) });
    const zh = await send(bad, { ...structured, 'accept-language': 'zh-CN' });
    const en = await send(bad, { ...structured, 'accept-language': 'en' });
    expect([zh.body.title, en.body.title]).toEqual([zh.body.titles.zh, zh.body.titles.en]);
    expect(zh.body.problems).toMatchObject([{ pointer: '/data/openingReading', rule: 'minimum' }]);
  });
});

describe('a batch', () => {
  const bad = accountOpened('A-2', { data: {} as never });

  it('is answered event by event', async () => {
    const answer = await sendBatch([accountOpened('A-1'), bad, 7]);
    expect(answer.status).toBe(207);
    expect(answer.body.results).toMatchObject([
      { index: 0, outcome: 'appended' },
      { index: 1, id: 'A-2', outcome: 'refused', problem: { code: 'E_EVENT_INVALID', status: 422 } },
      { index: 2, id: null, outcome: 'refused', problem: { code: 'E_EVENT_INVALID' } },
    ]);
    expect((await done(sendBatch([accountOpened('A-1')]))).status).toBe(200);
  });

  it('does not fail with an event of it that is nested too deep', async () => {
    const deep: unknown = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`);
    const odd = accountOpened('A-2', { data: accountData({ accountNumber: deep }) });
    const { status, body } = await sendBatch([accountOpened('A-1'), odd]);
    expect(status).toBe(207);
    expect(body.results).toMatchObject([{ outcome: 'appended' }, { id: 'A-2', outcome: 'refused' }]);
    const { code, problems } = body.results[1].problem;
    expect(code).toBe('E_EVENT_INVALID');
    expect(problems).toContainEqual(
      expect.objectContaining({ rule: 'depth', expected: 32, message: 'nested deeper than 32 levels' }),
    );
    const alone = await send(odd);
    expect([alone.status, alone.body.problems]).toEqual([422, problems]);
  });

  it('is all or nothing where that is asked', async () => {
    const answer = await sendBatch([accountOpened('A-1'), bad], '?atomic=true');
    expectRefusal(answer);
    expect(answer.body).toMatchObject({
      code: 'E_BATCH_REFUSED',
      refused: [{ index: 1, id: 'A-2', code: 'E_EVENT_INVALID' }],
    });
    expect(await exchange.recorded(accountType)).toEqual([]);
  });

  it('names no id of an event that has none, where it is all or nothing', async () => {
    const { id: _, ...nameless } = accountOpened('A-2');
    const { body } = await sendBatch([nameless, { ...nameless, id: 7 }, 'no event'], '?atomic=true');
    expect(body.refused).toEqual([0, 1, 2].map((index) => ({ index, id: null, code: 'E_EVENT_INVALID' })));
  });

  it.each<[string, unknown, string, string]>([
    ['empty', [], '', 'E_BATCH_EMPTY'],
    ['empty and atomic', [], '?atomic=true', 'E_BATCH_EMPTY'],
    ['too large', Array.from({ length: limits.batchEventsMax + 1 }, () => ({})), '', 'E_BATCH_TOO_LARGE'],
    ['no list', {}, '', 'E_EVENT_UNREADABLE'],
    ['asked for in words that mean nothing', [accountOpened('A-1')], '?atomic=perhaps', 'E_INPUT_INVALID'],
    ['asked for twice', [accountOpened('A-1')], '?atomic=true&atomic=false', 'E_INPUT_INVALID'],
  ])('is refused: %s', async (_, body, query, code) => {
    const answer = await sendBatch(body as readonly unknown[], query);
    expectRefusal(answer);
    expect(answer.body.code).toBe(code);
  });
});
