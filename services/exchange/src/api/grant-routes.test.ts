import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anyBody,
  anyDay,
  anyLegalBasis,
  anyPointer,
  anyPointers,
  anySignature,
  anyText,
  anyType,
  anyWay,
  expectRefusal,
  statusOfAny,
} from '../testing/any-body.ts';
import {
  auditor,
  type Caller,
  type RunningExchange,
  runExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import {
  accessRequest,
  accountType,
  done,
  grantAccounts,
  listAccounts,
  requestGrant,
  utilities,
} from '../testing/sharing-steps.ts';

const tax = systemOf('tax');
const customs = systemOf('customs');

let exchange: RunningExchange;
beforeAll(async () => {
  exchange = await runExchange();
  await listAccounts(exchange);
});
afterAll(() => exchange.stop());

describe('the register of grants', () => {
  it('is open to every participant, by requester, provider, type and status', async () => {
    const grantId = await grantAccounts(exchange);
    await requestGrant(exchange, {}, customs);
    const { grants } = (await exchange.call('GET', '/v1/grants?requester=tax&status=active', { as: auditor }))
      .body;
    expect(grants).toContainEqual(
      expect.objectContaining({ grantId, requester: 'tax', provider: 'utilities' }),
    );
    expect(grants.every(({ requester }: { requester: string }) => requester === 'tax')).toBe(true);
    const none = await exchange.call('GET', '/v1/grants?type=tax.x.v1', { as: customs });
    expect(none.body).toEqual({ grants: [] });
    expect((await exchange.call('GET', `/v1/grants/${grantId}`)).body).toMatchObject({
      type: accountType,
      agreed: { fields: accessRequest.fields },
    });
  });

  it('refuses what it does not know', async () => {
    const answers = [
      await exchange.call('GET', '/v1/grants/GR-0'),
      await exchange.call('GET', '/v1/grants/%00'),
      await exchange.call('GET', '/v1/grants?requester=tax&requester=customs'),
      await exchange.call('GET', '/v1/grants?colour=red'),
      await exchange.call('GET', '/v1/grants?status=actve'),
    ];
    for (const answer of answers) expectRefusal(answer);
    const codes = ['E_GRANT_NOT_FOUND', 'E_GRANT_NOT_FOUND', ...Array(3).fill('E_INPUT_INVALID')];
    expect(answers.map(({ body }) => body.code)).toEqual(codes);
    expect(answers[0]?.body.detail).toBe('There is no such grant. Check the id; GET /v1/grants lists all.');
    expect(answers[4]?.body.problems).toMatchObject([{ pointer: '/status', rule: 'enum' }]);
  });
});

describe('a request', () => {
  it('is made once for one Idempotency-Key', async () => {
    const call = { body: accessRequest, headers: { 'idempotency-key': 'the-first' } };
    const first = await done(exchange.call('POST', '/v1/grants', call));
    const again = await done(exchange.call('POST', '/v1/grants', call));
    expect([again.status, again.body.grantId]).toEqual([201, first.body.grantId]);
  });

  it.each<[string, Caller, object, number, string]>([
    [
      'for a type that is not listed',
      tax,
      { type: 'utilities.meter-read.v1' },
      422,
      'E_GRANT_NOT_IN_DIRECTORY',
    ],
    ['for its own data', utilities, {}, 422, 'E_GRANT_OWN_DATA'],
    ['for fields that are not offered', tax, { fields: ['/openedOn'] }, 422, 'E_GRANT_REQUEST_INVALID'],
    ['without the necessity of a personal field', tax, { necessity: [] }, 422, 'E_GRANT_REQUEST_INVALID'],
    ['on a basis of courts', tax, { basis: 'ebl' }, 422, 'E_GRANT_REQUEST_INVALID'],
    ['by courts on that of government', systemOf('courts'), {}, 422, 'E_GRANT_REQUEST_INVALID'],
    ['for longer than 36 months', tax, { to: '2029-03-02' }, 422, 'E_GRANT_REQUEST_INVALID'],
    [
      'for a period that is over',
      tax,
      { from: '2026-01-01', to: '2026-03-01' },
      422,
      'E_GRANT_REQUEST_INVALID',
    ],
    ['for ever', tax, { to: '9999-12-31' }, 400, 'E_INPUT_INVALID'],
    ['with a member that is unknown', tax, { colour: 'red' }, 400, 'E_INPUT_INVALID'],
    ['by an auditor', auditor, {}, 403, 'E_AUTH_ROLE'],
  ])('is refused %s', async (_, as, different, status, code) => {
    const answer = await exchange.call('POST', '/v1/grants', {
      as,
      body: { ...accessRequest, ...different },
    });
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is made or refused, whatever it says', async () => {
    const request = anyBody(accessRequest, {
      type: anyType,
      purpose: fc.record({ code: anyText, text: anyText }),
      scenario: anyText,
      basis: fc.oneof(anyText, fc.constant('ebl')),
      legalBasis: anyLegalBasis,
      fields: anyPointers,
      necessity: fc.array(fc.record({ pointer: anyPointer, reason: anyText }), { maxLength: 3 }),
      from: anyDay,
      to: anyDay,
      way: anyWay,
      storageRegion: anyText,
      signedOffBy: anySignature,
    });
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(request, async (body) => {
        statuses.add(await statusOfAny(exchange, '/v1/grants', body, tax));
      }),
      { numRuns: 300 },
    );
    expect(statuses).toContain(201);
  });
});
