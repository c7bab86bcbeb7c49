import { generateSigningKey } from '@tongban/cloudevents/signature';
import { waitFor } from '@tongban/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anyBody, anyDepartment, anyId, expectRefusal, statusOfAny } from '../testing/any-body.ts';
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
  requestGrant,
  submission,
  utilities,
} from '../testing/sharing-steps.ts';

const datum = 'premises.address';
const path = `/v1/directory/${accountType}`;
const withDatum = {
  ...submission,
  item: {
    ...accountItem,
    fields: accountItem.fields.map((field) =>
      field.pointer === '/premisesAddress' ? { ...field, datum } : field,
    ),
  },
};

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
});
afterEach(() => exchange.stop());

const name = (body: object, as: Caller = operator) =>
  exchange.call('POST', `/v1/sources/${datum}/name`, { as, body });
const submit = (body: object = withDatum) => exchange.call('POST', `${path}/submit`, { as: utilities, body });
const publish = () => exchange.call('POST', `${path}/publish`, { as: operator, body: {} });
const entry = async () => (await done(exchange.call('GET', path))).body;

describe('the source of a datum', () => {
  it('is named by the authority, moved by it, and seen by everyone', async () => {
    await done(name({ department: 'market-regulation' }));
    const moved = await done(name({ department: 'tax', replaces: 'market-regulation' }));
    const source = {
      datum,
      department: 'tax',
      replaces: 'market-regulation',
      namedOn: '2026-03-02',
      offeredBy: [],
    };
    expect(moved.body).toEqual(source);
    expect((await done(exchange.call('GET', '/v1/sources', { as: auditor }))).body).toEqual({
      sources: [source],
    });
  });

  it('is not there where nobody was named and nobody offers the datum', async () => {
    const show = () => exchange.call('GET', `/v1/sources/${datum}`);
    const answer = await show();
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([404, 'E_SOURCE_NOT_FOUND']);
    await done(submit());
    expect((await done(show())).body).toMatchObject({ datum, department: null, offeredBy: [] });
  });

  it('is told to the department that is it, and to the one that was', async () => {
    await done(name({ department: 'market-regulation' }));
    await done(name({ department: 'tax', replaces: 'market-regulation' }));
    const heard = async (department: string) =>
      (await done(exchange.call('GET', '/v1/feed', { as: systemOf(department) }))).body.events.length;
    expect([await heard('market-regulation'), await heard('tax'), await heard('customs')]).toEqual([2, 1, 0]);
  });

  it.each<[string, object, Caller, number, string]>([
    ['by a department', { department: 'tax' }, systemOf('tax'), 403, 'E_SOURCE_NOT_AUTHORITY'],
    ['by an auditor', { department: 'tax' }, auditor, 403, 'E_AUTH_ROLE'],
    ['that is another’s already', { department: 'tax' }, operator, 409, 'E_SOURCE_TAKEN'],
    ['in place of who is not', { department: 'tax', replaces: 'courts' }, operator, 409, 'E_SOURCE_TAKEN'],
    ['as it is', { department: 'customs', replaces: 'customs' }, operator, 409, 'E_SOURCE_TAKEN'],
    ['as nobody', {}, operator, 400, 'E_INPUT_INVALID'],
  ])('is not named %s', async (_, body, as, status, code) => {
    await done(name({ department: 'customs' }));
    const answer = await name(body, as);
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is no department that nobody knows, and the refusal names those that are known', async () => {
    const answer = await name({ department: 'taks' });
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([422, 'E_SOURCE_DEPARTMENT_UNKNOWN']);
    const [problem] = answer.body.problems;
    expect(problem).toMatchObject({ pointer: '/department', rule: 'known-department' });
    expect(problem.expected).toEqual(expect.arrayContaining(['market-regulation', 'tax', 'utilities']));
    expect(problem.expected).not.toContain('platform');
    for (const language of ['zh', 'en']) expect(answer.body.details[language]).toContain('market-regulation');
  });

  it('may be a department that has no contract of its own and asked for access', async () => {
    expect((await name({ department: 'health' })).status).toBe(422);
    await listAccounts(exchange);
    await requestGrant(exchange, {}, systemOf('health'));
    await done(name({ department: 'health' }));
  });

  it('may be a department that has registered a signing key, and nothing else', async () => {
    const refused = await name({ department: 'health' });
    expect(refused.status).toBe(422);
    for (const language of ['zh', 'en']) expect(refused.body.details[language]).toContain('POST /v1/keys');
    const { spki } = generateSigningKey('ed25519').verificationKey;
    const key = { keyId: 'health-1', algorithm: 'ed25519', publicKey: spki };
    await done(exchange.call('POST', '/v1/keys', { as: systemOf('health'), body: key }));
    await done(name({ department: 'health' }));
  });

  it('says of a first naming that there is nobody to replace', async () => {
    const answer = await name({ department: 'tax', replaces: 'courts' });
    expect(answer.body.code).toBe('E_SOURCE_TAKEN');
    expect(answer.body.details.en).toMatch(/leave replaces out/);
  });

  it('is the same where the same request comes again', async () => {
    const again = () =>
      exchange.call('POST', `/v1/sources/${datum}/name`, {
        as: operator,
        body: { department: 'tax' },
        headers: { 'idempotency-key': 'name-1' },
      });
    await done(again());
    expect((await done(again())).body).toMatchObject({ department: 'tax' });
    expect(await exchange.recorded('sharing.source-department-named.v1')).toHaveLength(1);
  });

  it('is named or refused, whatever is said', async () => {
    const statuses = new Set<number>();
    const anyNaming = anyBody({ department: 'tax' }, { department: anyDepartment, replaces: anyDepartment });
    await fc.assert(
      fc.asyncProperty(anyId, anyNaming, async (id, body) => {
        const address = `/v1/sources/${encodeURIComponent(id)}/name`;
        statuses.add(await statusOfAny(exchange, address, body, operator));
      }),
    );
    expect(statuses).toContain(200);
  });
});

describe('the directory', () => {
  it('shows the source of each datum of an entry', async () => {
    await done(submit());
    await done(publish());
    expect((await entry()).sources).toEqual([{ datum, department: null }]);
    await done(name({ department: 'utilities' }));
    expect((await entry()).sources).toEqual([{ datum, department: 'utilities' }]);
    expect((await done(exchange.call('GET', '/v1/directory'))).body.entries).toMatchObject([
      { sources: [{ datum, department: 'utilities' }] },
    ]);
    expect((await done(exchange.call('GET', `/v1/sources/${datum}`))).body.offeredBy).toEqual([
      { type: accountType, provider: 'utilities', fields: ['/premisesAddress'] },
    ]);
  });

  it('refuses what another department is the source of, when it is offered and when it is published', async () => {
    await done(submit());
    await done(name({ department: 'property-registry' }));
    for (const answer of [
      await publish(),
      await done(
        exchange.call('POST', `${path}/return`, { as: operator, body: { reasons: ['另有数源部门'] } }),
      ).then(() => submit()),
    ]) {
      expectRefusal(answer);
      expect([answer.status, answer.body.code]).toEqual([409, 'E_DIRECTORY_SOURCE']);
      expect(answer.body.problems).toMatchObject([
        { pointer: '/item/fields/2/datum', rule: 'source-department', expected: 'property-registry' },
      ]);
    }
    await done(submit(submission));
    await done(publish());
  });

  it('wants an update of an entry by which another department offers it still, once', async () => {
    await done(submit());
    await done(publish());
    await done(name({ department: 'utilities' }));
    await done(name({ department: 'property-registry', replaces: 'utilities' }));
    await waitFor(async () => (await entry()).change !== null, { describe: 'an update is due' });
    expect(await entry()).toMatchObject({ change: { on: '2026-03-02' }, published: { version: 1 } });
    await done(submit(submission));
    await done(publish());
    expect(await entry()).toMatchObject({ change: null, sources: [] });
    // Every reaction begins again with the first event there is, and wants nothing of what is as it should be.
    await exchange.stop();
    exchange = await runExchange(exchange);
    await waitFor(async () => (await lag()) === 0, { describe: 'the reactions are through' });
    expect(await exchange.recorded('sharing.directory-change-notified.v1')).toHaveLength(1);
  });

  async function lag(): Promise<number> {
    const { body } = await exchange.call('GET', '/v1/operations/processors', { as: operator });
    return body.processors.find((one: { name: string }) => one.name === 'source-changes').lagEvents;
  }
});
