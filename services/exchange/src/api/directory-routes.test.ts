import { waitFor } from '@tongban/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  anyBody,
  anyDay,
  anyDepartment,
  anyLegalBasis,
  anyPointer,
  anySignature,
  anyText,
  anyType,
  anyWay,
  anyWorkingDays,
  expectRefusal,
  statusOfAny,
} from '../testing/any-body.ts';
import {
  auditor,
  type Caller,
  operator,
  type RunningExchange,
  runExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import {
  accountItem,
  accountType,
  done,
  listAccounts,
  submission,
  utilities,
} from '../testing/sharing-steps.ts';

const tax = systemOf('tax');
const path = `/v1/directory/${accountType}`;
const change = { cause: 'law', reason: '条例修订', changedOn: '2026-03-02' };

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
});
afterEach(() => exchange.stop());

describe('the directory', () => {
  it('shows what is offered, and what waits', async () => {
    await done(exchange.call('POST', `${path}/submit`, { as: utilities, body: submission }));
    expect((await exchange.call('GET', path)).body).toMatchObject({
      type: accountType,
      published: null,
      submitted: { version: 1, item: { fields: accountItem.fields, grade: 'general' } },
    });
    await done(exchange.call('POST', `${path}/publish`, { as: operator, body: {} }));
    const { entries } = (await exchange.call('GET', '/v1/directory', { as: auditor })).body;
    expect(entries).toMatchObject([{ type: accountType, published: { version: 1 }, submitted: null }]);
  });

  it('is empty for a type with a contract that was never offered', async () => {
    const { body } = await done(exchange.call('GET', path));
    expect(body).toEqual({ type: accountType, published: null, submitted: null, change: null, sources: [] });
  });

  it.each([
    ['utilities.account-opned.v1', accountType],
    ['nope', undefined],
    ['%00', undefined],
  ])('has no entry of %s, for which there is no contract', async (type, near) => {
    const answer = await exchange.call('GET', `/v1/directory/${type}`);
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([404, 'E_CONTRACT_NOT_FOUND']);
    expect(answer.body.known).toEqual(near === undefined ? [] : expect.arrayContaining([near]));
  });

  it('has an entry of a type that was asked for before there is a contract', async () => {
    const wanted = '/v1/directory/utilities.outage-ended.v1';
    const body = { provider: 'utilities', need: '核实' };
    await done(exchange.call('POST', `${wanted}/request-addition`, { as: tax, body }));
    await done(exchange.call('GET', wanted));
  });

  it('is asked for additions of departments that there are', async () => {
    const body = { provider: 'utilties', need: '核实' };
    const answer = await exchange.call('POST', '/v1/directory/utilties.outage-ended.v1/request-addition', {
      as: tax,
      body,
    });
    expectRefusal(answer);
    expect([answer.status, answer.body]).toMatchObject([
      422,
      { code: 'E_DIRECTORY_ITEM_INVALID', problems: [{ pointer: '/provider', rule: 'known-department' }] },
    ]);
  });

  it('says of its own states what they are, and no address with a gap in it', async () => {
    await listAccounts(exchange);
    const details: string[] = [];
    const refused = async (name: string, as: Caller, body: object) => {
      const answer = await exchange.call('POST', `${path}/${name}`, { as, body });
      expectRefusal(answer);
      expect(answer.body.code).toBe('E_DIRECTORY_STATUS');
      details.push(answer.body.detail);
    };
    await refused('publish', operator, {});
    await refused('request-addition', tax, { provider: 'utilities', need: '核实' });
    await done(exchange.call('POST', `${path}/notify-change`, { as: utilities, body: change }));
    await refused('notify-change', utilities, change);
    await done(exchange.call('POST', `${path}/submit`, { as: utilities, body: submission }));
    await refused('submit', utilities, submission);
    await refused('withdraw', operator, { reason: '职责划出' });
    expect(new Set(details).size).toBe(5);
    expect(details.join()).not.toContain('{');
  });

  it('shows the rules with their sources', async () => {
    const { body } = await exchange.call('GET', '/v1/sharing/rules', { as: auditor });
    expect(body.limits).toContainEqual(
      expect.objectContaining({
        id: 'directory-audit',
        limit: { count: 2, unit: 'wd' },
        article: '第十七条',
      }),
    );
  });

  it.each<[string, string, Caller, object, number, string]>([
    [
      'submit',
      'an item of another entry',
      utilities,
      { ...submission, item: { ...accountItem, type: 'utilities.x.v1' } },
      422,
      'E_DIRECTORY_ITEM_INVALID',
    ],
    ['submit', 'by another department', tax, submission, 403, 'E_DIRECTORY_NOT_PROVIDER'],
    [
      'submit',
      'conditional without conditions',
      utilities,
      { ...submission, item: { ...accountItem, conditions: undefined } },
      422,
      'E_DIRECTORY_ITEM_INVALID',
    ],
    [
      'submit',
      'a way twice',
      utilities,
      { ...submission, item: { ...accountItem, sharingWays: ['pull', 'pull'] } },
      400,
      'E_INPUT_INVALID',
    ],
    [
      'submit',
      'signed off on a day to come',
      utilities,
      { ...submission, signedOffBy: { officer: 'H-1', on: '2026-03-03' } },
      422,
      'E_DIRECTORY_ITEM_INVALID',
    ],
    [
      'request-addition',
      'of itself',
      utilities,
      { provider: 'utilities', need: '核实' },
      422,
      'E_DIRECTORY_ITEM_INVALID',
    ],
    ['publish', 'by its provider', utilities, {}, 403, 'E_DIRECTORY_NOT_AUTHORITY'],
    ['publish', 'what nobody submitted', operator, {}, 409, 'E_DIRECTORY_STATUS'],
    ['return', 'without a reason', operator, { reasons: [] }, 400, 'E_INPUT_INVALID'],
    [
      'notify-change',
      'that is still to come',
      utilities,
      { ...change, changedOn: '2026-03-03' },
      422,
      'E_DIRECTORY_ITEM_INVALID',
    ],
    [
      'notify-change',
      'before there was a rule',
      utilities,
      { ...change, changedOn: '2025-07-31' },
      422,
      'E_DIRECTORY_ITEM_INVALID',
    ],
    [
      'notify-change',
      'on a day that does not exist',
      utilities,
      { ...change, changedOn: '2026-02-30' },
      400,
      'E_INPUT_INVALID',
    ],
    [
      'extend-update',
      'that is not due',
      operator,
      { workingDays: 5, consentId: 'C', reason: '改造' },
      409,
      'E_DIRECTORY_EXTENSION',
    ],
    [
      'request-addition',
      'of what is listed',
      tax,
      { provider: 'utilities', need: '核实' },
      409,
      'E_DIRECTORY_STATUS',
    ],
    [
      'request-addition',
      'of another owner',
      tax,
      { provider: 'customs', need: '核实' },
      422,
      'E_DIRECTORY_ITEM_INVALID',
    ],
    ['withdraw', 'by its provider', utilities, { reason: '职责划出' }, 403, 'E_DIRECTORY_NOT_AUTHORITY'],
    ['withdraw', 'by an auditor', auditor, { reason: '…' }, 403, 'E_AUTH_ROLE'],
  ])('refuses to %s %s', async (name, _, as, body, status, code) => {
    await listAccounts(exchange);
    const answer = await exchange.call('POST', `${path}/${name}`, { as, body });
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each([
    ['submit', submission, false],
    ['notify-change', change, true],
  ])('says whether the authority may %s too', async (name, body, mayAuthority) => {
    await listAccounts(exchange);
    const { body: refused } = await exchange.call('POST', `${path}/${name}`, { as: tax, body });
    expect(refused.code).toBe('E_DIRECTORY_NOT_PROVIDER');
    expect(refused.details.en.includes('authority')).toBe(mayAuthority);
    const byAuthority = await exchange.call('POST', `${path}/${name}`, { as: operator, body });
    expect(byAuthority.status).toBe(mayAuthority ? 200 : 403);
  });

  it('refuses an address that names no type', async () => {
    for (const address of ['x', '%00', 'a%20b', 'x'.repeat(400)]) {
      const answer = await exchange.call('POST', `/v1/directory/${address}/publish`, {
        as: operator,
        body: {},
      });
      expectRefusal(answer);
      expect(answer.body.code).toBe('E_INPUT_INVALID');
    }
  });
});

describe('an act on the directory', () => {
  const item = anyBody(submission.item, {
    type: anyType,
    title: fc.record({ zh: anyText, en: anyText }),
    provider: anyDepartment,
    sharingClass: fc.constantFrom('unconditional', 'conditional', 'not-shared'),
    sharingWays: fc.array(anyWay, { maxLength: 5 }),
    conditions: fc.record({ zh: anyText, en: anyText }),
    citation: anyLegalBasis,
    fields: fc.array(fc.record({ pointer: anyPointer, personal: fc.boolean() }), { maxLength: 3 }),
  });
  const review = fc.record({ id: anyText, on: anyDay });
  const acts: readonly (readonly [string, Caller, fc.Arbitrary<object>])[] = [
    [
      'submit',
      utilities,
      anyBody(submission, { item, signedOffBy: anySignature, secrecyReview: review, impactReview: review }),
    ],
    ['return', operator, anyBody({ reasons: ['不明确'] }, { reasons: fc.array(anyText, { maxLength: 22 }) })],
    ['publish', operator, fc.constant({})],
    ['notify-change', utilities, anyBody(change, { reason: anyText, changedOn: anyDay })],
    [
      'extend-update',
      operator,
      anyBody(
        { workingDays: 5, consentId: 'C', reason: '改造' },
        { workingDays: anyWorkingDays, consentId: anyText, reason: anyText },
      ),
    ],
    ['withdraw', operator, anyBody({ reason: '划出' }, { reason: anyText })],
    [
      'request-addition',
      tax,
      anyBody({ provider: 'utilities', need: '核实' }, { provider: anyDepartment, need: anyText }),
    ],
  ];

  it('is done or refused, whatever it says, in any state; and no reaction stumbles over it', async () => {
    const anyAct = fc.oneof(...acts.map(([name, as, body]) => body.map((sent) => ({ name, as, sent }))));
    const address = fc.oneof(
      { weight: 9, arbitrary: fc.constant<string>(accountType) },
      { weight: 1, arbitrary: anyType },
    );
    const doneActs = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyAct, address, async ({ name, as, sent }, type) => {
        const to = `/v1/directory/${encodeURIComponent(type)}/${name}`;
        if ((await statusOfAny(exchange, to, sent, as)) === 200) doneActs.add(name);
      }),
      { numRuns: 1_500 },
    );
    expect([...doneActs].sort()).toEqual(acts.map(([name]) => name).sort());
    await waitFor(async () => (await deadlines()).lagEvents === 0, { describe: 'the deadlines are kept' });
    expect(await deadlines()).toMatchObject({ parkedEvents: 0, lastFailure: null });
  });

  async function deadlines(): Promise<{ readonly lagEvents: number }> {
    const { body } = await exchange.call('GET', '/v1/operations/processors', { as: operator });
    return body.processors.find(({ name }: { name: string }) => name === 'sharing-deadlines');
  }
});
