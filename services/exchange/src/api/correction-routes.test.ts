import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyBody, anyId, anyPointers, anyText, expectRefusal, statusOfAny } from '../testing/any-body.ts';
import { auditor, type Caller, type RunningExchange, systemOf } from '../testing/running-exchange.ts';
import { accountOpened, done, publish, runSharingExchange, utilities } from '../testing/sharing-steps.ts';

const tax = systemOf('tax');
const source = '/departments/utilities/billing';
const wrong = { source, id: 'A-1' };
const right = { source, id: 'A-2' };
const raised = { wrong, fields: ['/service'], finding: '服务类型不符' };
const corrected = { wrong, right, fields: ['/service'], reason: '录入错误' };

let exchange: RunningExchange;
beforeAll(async () => {
  ({ exchange } = await runSharingExchange());
  for (const id of ['A-1', 'A-2', 'A-3']) await publish(exchange, accountOpened(id));
  await done(exchange.call('GET', '/v1/feed'));
});
afterAll(() => exchange.stop());

const raise = async (): Promise<string> =>
  (await done(exchange.call('POST', '/v1/corrections', { body: raised }))).body.correctionId;

describe('a correction', () => {
  it('is raised by a reader and upheld or made by the provider', async () => {
    const { status, body } = await exchange.call('POST', '/v1/corrections', { body: raised });
    expect([status, body]).toMatchObject([201, { status: 'raised', raisedBy: 'tax', about: { wrong } }]);
    const path = `/v1/corrections/${body.correctionId}`;
    const upheld = await exchange.call('POST', `${path}/uphold`, {
      as: utilities,
      body: { reason: '复核无误' },
    });
    expect(upheld.body).toMatchObject({ status: 'upheld', raisedBy: 'tax' });
    const made = await exchange.call('POST', `/v1/corrections/${await raise()}/correct`, {
      as: utilities,
      body: corrected,
    });
    expect(made.body).toMatchObject({ status: 'corrected', untold: ['tax'] });
  });

  it.each<[string, string, Caller, object, number, string]>([
    [
      'raised of an event that there is not',
      '',
      tax,
      { ...raised, wrong: { source, id: 'A-0' } },
      404,
      'E_EVENT_NOT_FOUND',
    ],
    ['raised by who did not read it', '', systemOf('customs'), raised, 404, 'E_EVENT_NOT_FOUND'],
    ['made by who did not read it', '/C-1/correct', systemOf('customs'), corrected, 404, 'E_EVENT_NOT_FOUND'],
    ['raised by who published it', '', utilities, raised, 403, 'E_CORRECTION_NOT_A_READER'],
    ['raised by an auditor', '', auditor, raised, 403, 'E_AUTH_ROLE'],
    ['raised without a finding', '', tax, { ...raised, finding: ' ' }, 400, 'E_INPUT_INVALID'],
    ['raised of no field', '', tax, { ...raised, fields: [] }, 400, 'E_INPUT_INVALID'],
    ['raised of what is no field', '', tax, { ...raised, fields: ['service'] }, 400, 'E_INPUT_INVALID'],
    ['made by a reader', '/C-1/correct', tax, corrected, 403, 'E_CORRECTION_NOT_PROVIDER'],
    [
      'made by an event that there is not',
      '/C-1/correct',
      utilities,
      { ...corrected, right: { source, id: 'A-0' } },
      404,
      'E_EVENT_NOT_FOUND',
    ],
    [
      'made by the wrong event itself',
      '/C-1/correct',
      utilities,
      { ...corrected, right: wrong },
      422,
      'E_CORRECTION_INVALID',
    ],
    ['made under an id that is none', '/C%201/correct', utilities, corrected, 400, 'E_INPUT_INVALID'],
    [
      'upheld where none was raised',
      '/C-1/uphold',
      utilities,
      { reason: '…' },
      404,
      'E_CORRECTION_NOT_FOUND',
    ],
  ])('is refused: %s', async (_, path, as, body, status, code) => {
    const answer = await exchange.call('POST', `/v1/corrections${path}`, { as, body });
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('tells nobody whether there is an event that it did not receive', async () => {
    const refusalOf = async (path: string, body: object, as: Caller) => {
      const answer = await exchange.call('POST', `/v1/corrections${path}`, { as, body });
      const { requestId: _, instance: __, ...problem } = answer.body;
      return JSON.stringify([answer.status, problem]).replaceAll('A-0', 'A-2');
    };
    const customs = systemOf('customs');
    const of = (id: string) => ({ source, id });
    for (const [path, body, as] of [
      ['', (id: string) => ({ ...raised, wrong: of(id) }), customs],
      ['/C-1/correct', (id: string) => ({ ...corrected, wrong: of(id), right: of('A-1') }), customs],
      ['/C-1/correct', (id: string) => ({ ...corrected, right: of(id) }), tax],
    ] as const) {
      expect(await refusalOf(path, body('A-2'), as)).toBe(await refusalOf(path, body('A-0'), as));
    }
  });

  it('answers for the event that was raised, once', async () => {
    const path = `/v1/corrections/${await raise()}/correct`;
    const other = { ...corrected, wrong: { source, id: 'A-3' } };
    const answer = await exchange.call('POST', path, { as: utilities, body: other });
    expect(answer.body).toMatchObject({ code: 'E_CORRECTION_INVALID', problems: [{ pointer: '/wrong' }] });
    await done(exchange.call('POST', path, { as: utilities, body: corrected }));
    const again = await exchange.call('POST', path, { as: utilities, body: corrected });
    expect([again.status, again.body.code]).toEqual([409, 'E_CORRECTION_ANSWERED']);
  });

  it('is raised, made, upheld or refused, whatever is said', async () => {
    const anyRef = fc.record({
      source: fc.oneof(anyText, fc.constant(source)),
      id: fc.oneof(anyText, fc.constantFrom('A-1', 'A-2')),
    });
    const raising = anyBody(raised, { wrong: anyRef, fields: anyPointers, finding: anyText });
    const making = anyBody(corrected, { wrong: anyRef, right: anyRef, fields: anyPointers, reason: anyText });
    const upholding = anyBody({ reason: '无误' }, { reason: anyText });
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(raising, making, upholding, anyId, async (first, second, third, id) => {
        const path = `/v1/corrections/${encodeURIComponent(id)}`;
        statuses.add(await statusOfAny(exchange, '/v1/corrections', first, tax));
        statuses.add(await statusOfAny(exchange, `${path}/correct`, second, utilities));
        statuses.add(await statusOfAny(exchange, `${path}/uphold`, third, utilities));
      }),
    );
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201]));
  });
});
