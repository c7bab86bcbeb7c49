import { generateSigningKey } from '@tongban/cloudevents/signature';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anyBody, anyId, anyMoment, anyText, expectRefusal, statusOfAny } from '../testing/any-body.ts';
import {
  auditor,
  type Caller,
  type RunningExchange,
  runExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import { done } from '../testing/sharing-steps.ts';

const tax = systemOf('tax');
const key = (keyId: string): { keyId: string; algorithm: 'ed25519'; publicKey: string } => ({
  keyId,
  algorithm: 'ed25519',
  publicKey: generateSigningKey('ed25519').verificationKey.spki,
});

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
});
afterEach(() => exchange.stop());

describe('keys of a department', () => {
  it('are registered, rotated and revoked, and their history stays open to all', async () => {
    await done(exchange.call('POST', '/v1/keys', { body: key('k-1') }));
    const validFrom = '2026-03-09T00:00:00+08:00';
    await done(exchange.call('POST', '/v1/keys', { body: { ...key('k-2'), validFrom, replaces: 'k-1' } }));
    const { body } = await done(
      exchange.call('POST', '/v1/keys/k-2/revoke', { body: { reason: 'compromised' } }),
    );
    expect(body.keys).toMatchObject([
      { keyId: 'k-1', revokedFrom: validFrom, reason: 'superseded', replacedBy: 'k-2' },
      { keyId: 'k-2', validFrom, revokedFrom: '2026-03-02T01:00:00.000Z', reason: 'compromised' },
    ]);
    const shown = await exchange.call('GET', '/v1/keys?department=tax', { as: auditor });
    expect(shown.body).toEqual({ department: 'tax', keys: body.keys });
    expect((await exchange.call('GET', '/v1/keys', { as: systemOf('customs') })).body.keys).toEqual([]);
  });

  it.each<[string, string, Caller, object, number, string]>([
    ['an id that is taken', '', tax, key('k-1'), 409, 'E_KEY_ID_TAKEN'],
    ['a text that is no key', '', tax, { ...key('k-2'), publicKey: 'x' }, 422, 'E_KEY_INVALID'],
    ['the key of another algorithm', '', tax, { ...key('k-2'), algorithm: 'sm2-sm3' }, 422, 'E_KEY_INVALID'],
    ['an algorithm that is none', '', tax, { ...key('k-2'), algorithm: 'rsa' }, 400, 'E_INPUT_INVALID'],
    [
      'a time without seconds',
      '',
      tax,
      { ...key('k-2'), validFrom: '2026-03-02T09:00+08:00' },
      400,
      'E_INPUT_INVALID',
    ],
    [
      'a time without a zone',
      '',
      tax,
      { ...key('k-2'), validFrom: '2026-03-02T09:00:00' },
      400,
      'E_INPUT_INVALID',
    ],
    [
      'in place of one that there is not',
      '',
      tax,
      { ...key('k-2'), replaces: 'k-0' },
      404,
      'E_KEY_NOT_FOUND',
    ],
    ['of an auditor', '', auditor, key('k-2'), 403, 'E_AUTH_ROLE'],
    ['to revoke one that there is not', '/k-0/revoke', tax, { reason: 'retired' }, 404, 'E_KEY_NOT_FOUND'],
    [
      'to revoke that of another department',
      '/k-1/revoke',
      systemOf('customs'),
      { reason: 'retired' },
      404,
      'E_KEY_NOT_FOUND',
    ],
    [
      'to retire one for the past',
      '/k-1/revoke',
      tax,
      { reason: 'retired', revokedFrom: '2026-03-01T00:00:00Z' },
      422,
      'E_KEY_BACKDATED',
    ],
    ['to revoke for no reason', '/k-1/revoke', tax, {}, 400, 'E_INPUT_INVALID'],
  ])('refuse %s', async (_, path, as, body, status, code) => {
    await done(exchange.call('POST', '/v1/keys', { body: key('k-1') }));
    const answer = await exchange.call('POST', `/v1/keys${path}`, { as, body });
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('say which moment is too early, where a key is rotated', async () => {
    await done(exchange.call('POST', '/v1/keys', { body: key('k-1') }));
    const body = { ...key('k-2'), replaces: 'k-1', validFrom: '2026-03-01T00:00:00Z' };
    const answer = await exchange.call('POST', '/v1/keys', { body });
    expectRefusal(answer);
    expect(answer.body).toMatchObject({ code: 'E_KEY_BACKDATED', problems: [{ pointer: '/validFrom' }] });
  });

  it('are changed or refused, whatever is said', async () => {
    const { keyId: _, ...sound } = key('k-1');
    const made = anyBody(
      { ...sound, keyId: 'k-1' },
      {
        keyId: anyId,
        algorithm: fc.constantFrom('ed25519', 'sm2-sm3', 'rsa'),
        publicKey: anyText,
        validFrom: anyMoment,
        replaces: anyId,
      },
    );
    const revoked = anyBody(
      { reason: 'compromised' },
      { reason: fc.constantFrom('retired', 'compromised', 'lost'), revokedFrom: anyMoment },
    );
    const known = fc.oneof(fc.constant('k-1'), anyId);
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(made, revoked, known, async (first, second, id) => {
        statuses.add(await statusOfAny(exchange, '/v1/keys', first, tax));
        statuses.add(await statusOfAny(exchange, `/v1/keys/${encodeURIComponent(id)}/revoke`, second, tax));
      }),
      { numRuns: 200 },
    );
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201]));
  });
});
