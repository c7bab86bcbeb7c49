import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  anyBody,
  anyDay,
  anyId,
  anyLegalBasis,
  anyText,
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
import { accountOpened, done, publish } from '../testing/sharing-steps.ts';

const legalBasis = [{ source: '中华人民共和国个人信息保护法', article: '第四十七条' }];
const erase = { requestedBy: 'person', legalBasis };
const restrict = { legalBasis, reason: '诉讼留存', until: '2027-03-01' };
const person = '/v1/persons/P-000123';

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
  await done(publish(exchange, accountOpened('A-1')));
});
afterEach(() => exchange.stop());

describe('the data of a person', () => {
  it('is erased once, however often it is asked for', async () => {
    const first = await done(exchange.call('POST', `${person}/erase`, { as: operator, body: erase }));
    expect(first.body).toEqual({ personId: 'P-000123', erased: true, keyIds: [expect.any(String)] });
    expect((await exchange.call('POST', `${person}/erase`, { as: operator, body: erase })).body).toEqual(
      first.body,
    );
    expect(await exchange.recorded('platform.personal-data-erased.v1')).toHaveLength(1);
  });

  it('may be under a law before the first of it comes', async () => {
    const unknown = '/v1/persons/P-000321';
    await done(exchange.call('POST', `${unknown}/restrict`, { as: operator, body: restrict }));
    const refused = await exchange.call('POST', `${unknown}/erase`, { as: operator, body: erase });
    expect(refused.body.code).toBe('E_PERSON_RESTRICTED');
  });

  it.each(['11010519491231002X', 'P-110105194912310021', '13800138000'])(
    'is never kept under %s, which is no opaque id',
    async (number) => {
      const path = `/v1/persons/${number}`;
      const refused = await exchange.call('POST', `${path}/restrict`, { as: operator, body: restrict });
      expectRefusal(refused);
      expect(refused).toMatchObject({
        status: 400,
        body: {
          code: 'E_INPUT_INVALID',
          problems: [
            { pointer: '/personId', rule: 'opaque-person', message: expect.stringContaining('P-000124') },
          ],
        },
      });
      const erased = await exchange.call('POST', `${path}/erase`, { as: operator, body: erase });
      expect(erased.body.code).toBe('E_PERSON_NOT_FOUND');
      const lifted = await exchange.call('POST', `${path}/lift-restriction`, {
        as: operator,
        body: { reason: '已审结' },
      });
      expect(lifted.body.code).toBe('E_PERSON_STATUS');
      expect(await exchange.recorded('platform.processing-restricted.v1')).toEqual([]);
    },
  );

  it('is kept while a law demands it', async () => {
    await done(exchange.call('POST', `${person}/restrict`, { as: operator, body: restrict }));
    const refused = await exchange.call('POST', `${person}/erase`, { as: operator, body: erase });
    expectRefusal(refused);
    expect(refused.body.code).toBe('E_PERSON_RESTRICTED');
    await done(
      exchange.call('POST', `${person}/lift-restriction`, { as: operator, body: { reason: '已审结' } }),
    );
    await done(exchange.call('POST', `${person}/erase`, { as: operator, body: erase }));
  });

  it.each<[string, string, Caller, object, number, string]>([
    ['erased by a department', `${person}/erase`, systemOf('utilities'), erase, 403, 'E_AUTH_ROLE'],
    ['erased by an auditor', `${person}/erase`, auditor, erase, 403, 'E_AUTH_ROLE'],
    [
      'erased without a basis',
      `${person}/erase`,
      operator,
      { ...erase, legalBasis: [] },
      400,
      'E_INPUT_INVALID',
    ],
    [
      'erased where nobody has the id',
      '/v1/persons/P-000321/erase',
      operator,
      erase,
      404,
      'E_PERSON_NOT_FOUND',
    ],
    ['erased by an id that is none', '/v1/persons/P%201/erase', operator, erase, 400, 'E_INPUT_INVALID'],
    [
      'restricted until no day',
      `${person}/restrict`,
      operator,
      { ...restrict, until: '2026-02-30' },
      400,
      'E_INPUT_INVALID',
    ],
    [
      'freed where it was not restricted',
      `${person}/lift-restriction`,
      operator,
      { reason: '…' },
      409,
      'E_PERSON_STATUS',
    ],
  ])('is not %s', async (_, path, as, body, status, code) => {
    const answer = await exchange.call('POST', path, { as, body });
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await exchange.recorded('platform.personal-data-erased.v1')).toEqual([]);
  });

  it('is erased, restricted, freed or kept, whatever is said', async () => {
    const known = fc.oneof(fc.constant('P-000123'), anyId);
    const erasing = anyBody(erase, { requestedBy: fc.constantFrom('court', 'x'), legalBasis: anyLegalBasis });
    const restricting = anyBody(restrict, { legalBasis: anyLegalBasis, reason: anyText, until: anyDay });
    const freeing = anyBody({ reason: '已审结' }, { reason: anyText });
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(erasing, restricting, freeing, known, async (first, second, third, id) => {
        const path = `/v1/persons/${encodeURIComponent(id)}`;
        statuses.add(await statusOfAny(exchange, `${path}/erase`, first, operator));
        statuses.add(await statusOfAny(exchange, `${path}/restrict`, second, operator));
        statuses.add(await statusOfAny(exchange, `${path}/lift-restriction`, third, operator));
      }),
    );
    expect(statuses).toContain(200);
  });
});
