import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyDay, anyDepartment, anyText, expectRefusal } from '../testing/any-body.ts';
import {
  auditor,
  type Caller,
  operator,
  type RunningExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import {
  accountOpened,
  done,
  grantAccounts,
  publish,
  runSharingExchange,
  utilities,
} from '../testing/sharing-steps.ts';

const tax = systemOf('tax');
const customs = systemOf('customs');
const reads = 5;
const period = { department: 'tax', from: '2026-03-02', to: '2026-03-02', reason: '年度检查' };

let exchange: RunningExchange;
beforeAll(async () => {
  ({ exchange } = await runSharingExchange());
  await grantAccounts(exchange, {}, customs);
  for (let at = 0; at < reads; at++) {
    await done(publish(exchange, accountOpened(`A-${at}`)));
    await done(exchange.call('GET', '/v1/feed?limit=1000'));
    await done(exchange.call('GET', '/v1/feed?limit=1000', { as: customs }));
  }
});
afterAll(() => exchange.stop());

/** What the exchange answers in full: the headers matter here. */
async function exported(as: Caller, different: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({ ...period, ...different });
  return exchange.call('GET', `/v1/reads/export?${query}`, { as });
}
const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const events = async () =>
  (await exchange.recorded('sharing.usage-record-exported.v1')).map(({ event }) => event);

describe('an export of usage records', () => {
  it('has every read of the period, the latest too, and is recorded with the digest of the file', async () => {
    const { body, headers, contentType } = await done(exported(tax));
    expect(contentType).toBe('application/x-ndjson');
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="reads-tax-2026-03-02-2026-03-02-after-0.jsonl"',
    );
    expect(headers.get('link')).toBeNull();
    const records = linesOf(body);
    const { reads: shown } = (await done(exchange.call('GET', '/v1/reads'))).body;
    expect(records).toEqual(shown.toReversed());
    expect(records).toHaveLength(reads);
    const digest = createHash('sha256').update(body).digest();
    expect(headers.get('repr-digest')).toBe(`sha-256=:${digest.toString('base64')}:`);
    expect((await events()).at(-1)).toMatchObject({
      subject: 'tax',
      correlationid: 'usage-tax',
      data: { ...period, records: reads, hash: `sha256-${digest.toString('hex')}`, exportedTo: 'tax' },
    });
  });

  it('is not made of a department that nobody is, and is of any that has read', async () => {
    const before = (await events()).length;
    const unknown = await exported(operator, { department: 'nope' });
    expectRefusal(unknown);
    expect([unknown.status, unknown.body]).toMatchObject([
      422,
      {
        code: 'E_USAGE_DEPARTMENT_UNKNOWN',
        problems: [{ pointer: '/department', rule: 'known-department' }],
      },
    ]);
    expect((await events()).length).toBe(before);
  });

  it('is not made for a reason of blanks', async () => {
    const before = (await events()).length;
    const refused = await exported(tax, { reason: ' ' });
    expectRefusal(refused);
    expect(refused.body).toMatchObject({
      code: 'E_INPUT_INVALID',
      problems: [{ pointer: '/reason', rule: 'not-blank', messages: { zh: '不能只有空白，须写明内容。' } }],
    });
    expect((await events()).length).toBe(before);
  });

  it('is not made by HEAD', async () => {
    const before = (await events()).length;
    const ask = (as: Caller) =>
      exchange.call('HEAD', `/v1/reads/export?${new URLSearchParams(period)}`, { as });
    expect([(await ask(tax)).status, (await ask(auditor)).status]).toEqual([200, 403]);
    expect((await events()).length).toBe(before);
  });

  it('is paged over by its links, and misses nothing', async () => {
    const whole = (await done(exported(operator))).body;
    let text = '';
    let files = 0;
    for (
      let path: string | undefined = `/v1/reads/export?${new URLSearchParams({ ...period, limit: '2' })}`;
      path;
    ) {
      const { body, headers } = await done(exchange.call('GET', path, { as: operator }));
      text += body;
      files += 1;
      path = /^<(.*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    expect([files, text]).toEqual([3, whole]);
    expect((await events()).slice(-3)).toMatchObject([
      { data: { records: 2, exportedTo: 'platform', reason: '年度检查' } },
      { data: { records: 2 } },
      { data: { records: 1 } },
    ]);
  });

  it('shows a provider no more than that its own data was read', async () => {
    const records = linesOf((await done(exported(utilities))).body);
    expect(records).toHaveLength(reads);
    for (const record of records) expect(record).toMatchObject({ department: 'tax', responseHash: null });
    expect((await events()).at(-1)).toMatchObject({ data: { department: 'tax', exportedTo: 'utilities' } });
  });

  it('has nothing of other days and of other departments', async () => {
    expect((await done(exported(tax, { from: '2026-02-01', to: '2026-03-01' }))).body).toBe('');
    expect((await events()).at(-1)).toMatchObject({ data: { records: 0, from: '2026-02-01' } });
    const departments = linesOf((await done(exported(customs, { department: 'customs' }))).body).map(
      ({ department }) => department,
    );
    expect(new Set(departments)).toEqual(new Set(['customs']));
  });

  it('is not handed over where it cannot be recorded', async () => {
    const { append } = exchange.store;
    exchange.store.append = async () => {
      throw new Error('the disk is full');
    };
    const answer = await exported(tax);
    exchange.store.append = append;
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain('afterPosition');
  });

  it('is listed for whose records it was, for who made it, and for the authority and auditors', async () => {
    await done(exported(utilities));
    const seenBy = async (as: Caller) =>
      (await done(exchange.call('GET', '/v1/reads/exports?limit=1', { as }))).body.exports;
    const [made] = await seenBy(auditor);
    expect(made).toMatchObject({
      ...period,
      exportedTo: 'utilities',
      exportedAt: '2026-03-02T01:00:00.000Z',
    });
    for (const as of [tax, utilities, operator]) expect(await seenBy(as)).toEqual([made]);
    expect(await seenBy(systemOf('courts'))).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string>>, Caller, number, string]>([
    ['by who did not read and gave nothing', {}, customs, 403, 'E_NOTICE_NOT_ENTITLED'],
    ['by an auditor', {}, auditor, 403, 'E_AUTH_ROLE'],
    ['of days to come', { to: '2026-03-03' }, tax, 422, 'E_USAGE_PERIOD'],
    ['of a period that ends before it begins', { to: '2026-03-01' }, tax, 422, 'E_USAGE_PERIOD'],
    ['of a day that is none', { from: '2026-02-30' }, tax, 400, 'E_INPUT_INVALID'],
    ['without a reason', { reason: '' }, tax, 400, 'E_INPUT_INVALID'],
    ['of a million records', { limit: '1000000' }, tax, 400, 'E_LIMIT'],
    ['after no position', { after: 'soon' }, tax, 400, 'E_INPUT_INVALID'],
    ['with a parameter that there is not', { colour: 'red' }, tax, 400, 'E_INPUT_INVALID'],
  ])('is refused: %s', async (_, different, as, status, code) => {
    const before = (await events()).length;
    const answer = await exported(as, different);
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await events()).toHaveLength(before);
  });

  it('is made or refused, whatever is asked', async () => {
    const statuses = new Set<number>();
    const anyPart = (right: string, other: fc.Arbitrary<string>) =>
      fc.oneof({ weight: 4, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: other });
    const anyQuery = fc.record({
      department: anyPart('tax', anyDepartment),
      from: anyPart(period.from, anyDay),
      to: anyPart(period.to, anyDay),
      reason: anyPart(period.reason, anyText),
      after: anyPart('0', fc.constantFrom('9'.repeat(16), '-1', '', '007')),
    });
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        const answer = await exported(operator, query);
        statuses.add(answer.status);
        if (answer.status === 200) return;
        expectRefusal(answer, `${JSON.stringify(query)} → ${JSON.stringify(answer.body)}`);
        expect(answer.body.code).not.toBe('E_EVENT_INVALID');
      }),
    );
    expect(statuses).toContain(200);
  });
});
