import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anyBody,
  anyDepartment,
  anyMoment,
  anyText,
  anyType,
  expectRefusal,
  statusOfAny,
} from '../testing/any-body.ts';
import {
  auditor,
  type Caller,
  operator,
  type RunningExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import { act, done, incidentReport, runSharingExchange, utilities } from '../testing/sharing-steps.ts';

const tax = systemOf('tax');
const customs = systemOf('customs');

let exchange: RunningExchange;
let grantId: string;
beforeAll(async () => {
  ({ exchange, grantId } = await runSharingExchange());
});
afterAll(() => exchange.stop());

const report = (body: object = incidentReport, as: Caller = tax, headers = {}) =>
  exchange.call('POST', '/v1/incidents', { as, body, headers });
const idsSeenBy = async (as: Caller, query = ''): Promise<readonly string[]> =>
  (await done(exchange.call('GET', `/v1/incidents${query}`, { as }))).body.incidents.map(
    ({ incidentId }: { readonly incidentId: string }) => incidentId,
  );

describe('an incident', () => {
  it('is reported by who has the data, and seen by whom it concerns', async () => {
    const answer = await report();
    expect([answer.status, answer.body]).toMatchObject([
      201,
      {
        ...incidentReport,
        department: 'tax',
        reportedAt: '2026-03-02T01:00:00.000Z',
        by: { system: 'ledger' },
      },
    ]);
    const { incidentId } = answer.body;
    for (const as of [tax, utilities, operator, auditor]) {
      expect((await done(exchange.call('GET', `/v1/incidents/${incidentId}`, { as }))).body).toEqual(
        answer.body,
      );
      expect(await idsSeenBy(as)).toContain(incidentId);
    }
    const hidden = await exchange.call('GET', `/v1/incidents/${incidentId}`, { as: customs });
    expectRefusal(hidden);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'E_INCIDENT_NOT_FOUND']);
    expect(await idsSeenBy(customs)).toEqual([]);
  });

  it('comes in the feed of the provider, and of nobody whom it does not concern', async () => {
    const { incidentId } = (await done(report())).body;
    const heard = async (as: Caller): Promise<boolean> => {
      const { events } = (await done(exchange.call('GET', '/v1/feed?limit=1000', { as }))).body;
      return events.some(
        ({ event }: { readonly event: { readonly subject: string } }) => event.subject === incidentId,
      );
    };
    expect([await heard(utilities), await heard(tax), await heard(customs)]).toEqual([true, true, false]);
  });

  it('suspends nothing by itself; the provider may', async () => {
    await done(report());
    const grant = async () => (await done(exchange.call('GET', `/v1/grants/${grantId}`))).body.status;
    expect(await grant()).toBe('active');
    await act(exchange, grantId, 'suspend', { reasonCode: 'security-incident', reason: '见安全事件' });
    // What it had it still has: it may report also now.
    await done(report());
    await act(exchange, grantId, 'restore', { rectification: '已整改' });
  });

  it('is reported for another department by the authority alone', async () => {
    const { body } = await done(report({ ...incidentReport, department: 'customs' }, operator));
    expect(body).toMatchObject({ department: 'customs', by: { department: 'platform' } });
    expect(await idsSeenBy(customs)).toEqual([body.incidentId]);
  });

  it('is one where the same report comes again', async () => {
    const key = { 'idempotency-key': 'IN-1' };
    const first = await done(report(incidentReport, tax, key));
    expect((await done(report(incidentReport, tax, key))).body).toEqual(first.body);
    expect((await idsSeenBy(tax)).filter((id) => id === first.body.incidentId)).toHaveLength(1);
  });

  it('is listed page by page, the newest first', async () => {
    for (let times = 0; times < 3; times++) await done(report());
    const all = await idsSeenBy(auditor);
    const paged: string[] = [];
    for (let before = ''; ; ) {
      const { body } = await done(exchange.call('GET', `/v1/incidents?limit=2${before}`, { as: auditor }));
      paged.push(...body.incidents.map(({ incidentId }: { readonly incidentId: string }) => incidentId));
      if (body.next === null) break;
      before = `&before=${body.next}`;
    }
    expect(paged).toEqual(all);
    const newest = (await done(report())).body.incidentId;
    expect((await idsSeenBy(auditor, '?limit=1'))[0]).toBe(newest);
  });

  it.each<[string, object, Caller, number, string]>([
    ['of data that was never shared with it', incidentReport, customs, 422, 'E_INCIDENT_INVALID'],
    [
      'of another department',
      { ...incidentReport, department: 'customs' },
      tax,
      403,
      'E_NOTICE_NOT_ENTITLED',
    ],
    [
      'that is still to come',
      { ...incidentReport, detectedAt: '2026-03-02T09:00:01+08:00' },
      tax,
      422,
      'E_INCIDENT_INVALID',
    ],
    [
      'of a department that nobody is',
      { ...incidentReport, department: 'nope' },
      operator,
      422,
      'E_INCIDENT_INVALID',
    ],
    [
      'with a type that there is not',
      { ...incidentReport, eventTypes: ['tax.nope.v1'] },
      operator,
      422,
      'E_EVENT_TYPE_UNKNOWN',
    ],
    ['without measures', { ...incidentReport, measures: ' ' }, tax, 400, 'E_INPUT_INVALID'],
    ['of a kind of its own', { ...incidentReport, kind: 'surprise' }, tax, 400, 'E_INPUT_INVALID'],
    ['by an auditor', incidentReport, auditor, 403, 'E_AUTH_ROLE'],
  ])('is refused: %s', async (_, body, as, status, code) => {
    const answer = await report(body, as);
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each([
    ['a page of a million', '?limit=1000000', 'E_LIMIT'],
    ['a place that is none', '?before=soon', 'E_INPUT_INVALID'],
    ['an id that is none', '/a%20b', 'E_INPUT_INVALID'],
  ])('is not found by %s', async (_, address, code) => {
    const answer = await exchange.call('GET', `/v1/incidents${address}`, { as: auditor });
    expectRefusal(answer);
    expect(answer.body.code).toBe(code);
  });

  it('is reported or refused, whatever is said', async () => {
    const statuses = new Set<number>();
    const anyReport = anyBody(incidentReport, {
      department: anyDepartment,
      finding: anyText,
      detectedAt: anyMoment,
      eventTypes: fc.array(anyType, { maxLength: 3 }),
      measures: anyText,
    });
    await fc.assert(
      fc.asyncProperty(anyReport, async (body) => {
        statuses.add(await statusOfAny(exchange, '/v1/incidents', body, tax));
      }),
    );
    expect(statuses).toContain(201);
  });
});
