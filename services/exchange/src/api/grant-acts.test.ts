import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anyBody,
  anyDay,
  anyDepartment,
  anyId,
  anyPointers,
  anyText,
  anyWorkingDays,
  expectRefusal,
  statusOfAny,
} from '../testing/any-body.ts';
import {
  type Caller,
  operator,
  type RunningExchange,
  runExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import {
  accountItem,
  accountType,
  act,
  done,
  grantAccounts,
  listAccounts,
  requestGrant,
  submission,
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

const misuse = { reasonCode: 'misuse', reason: '超范围使用' };

/** Each makes a grant that is in a state, and answers its id. */
const inState: Readonly<Record<string, () => Promise<string>>> = {
  requested: () => requestGrant(exchange),
  active: () => grantAccounts(exchange),
  suspended: () => from(grantAccounts(exchange), 'suspend', misuse),
  ended: () => from(grantAccounts(exchange), 'end-purpose', { reason: '完成' }, tax),
  incomplete: () => from(requestGrant(exchange), 'list-missing', { missing: ['签批件'] }),
  refused: () => from(requestGrant(exchange), 'refuse', { reasonCode: 'security', reason: '安全' }),
  agreed: () => from(requestGrant(exchange), 'agree', { disposal: '删除' }),
  disputed: () => from(inState.refused?.(), 'dispute', { ground: '必需' }, tax),
  unsettled: () =>
    from(
      inState.disputed?.(),
      'coordinate',
      { level: 'same-level-authority', outcome: 'unsettled', opinion: '待定' },
      operator,
    ),
};

async function from(
  made: Promise<string> | undefined,
  name: string,
  body: object,
  as: Caller = utilities,
): Promise<string> {
  const grantId = (await made) ?? '';
  await act(exchange, grantId, name, body, as);
  return grantId;
}

describe('what became 不予共享 after it was asked for', () => {
  let other: RunningExchange;
  beforeAll(async () => {
    other = await runExchange();
    await listAccounts(other);
  });
  afterAll(() => other.stop());

  it('is agreed to, opened and settled no longer, and is refused', async () => {
    const [asked, agreed, disputed] = await Promise.all([1, 2, 3].map(() => requestGrant(other)));
    await act(other, agreed ?? '', 'agree', { disposal: '删除' });
    await act(other, disputed ?? '', 'refuse', { reasonCode: 'security', reason: '安全' });
    await act(other, disputed ?? '', 'dispute', { ground: '必需' }, tax);
    const { conditions: _, ...open } = accountItem;
    const citation = { kind: 'law', source: '保守国家秘密法', article: '第二条' };
    const item = { ...open, sharingClass: 'not-shared', citation };
    const path = `/v1/directory/${accountType}`;
    await done(other.call('POST', `${path}/submit`, { as: utilities, body: { ...submission, item } }));
    await done(other.call('POST', `${path}/publish`, { as: operator, body: {} }));
    const settlement = { level: 'same-level-authority', outcome: 'share', opinion: '应共享' };
    const tried: readonly (readonly [string | undefined, string, Caller, object])[] = [
      [asked, 'agree', utilities, { disposal: '删除' }],
      [agreed, 'provision', utilities, {}],
      [agreed, 'provision', operator, {}],
      [disputed, 'coordinate', operator, settlement],
    ];
    for (const [grantId, name, as, body] of tried) {
      const answer = await other.call('POST', `/v1/grants/${grantId}/${name}`, { as, body });
      expectRefusal(answer);
      expect([answer.status, answer.body.code]).toEqual([403, 'E_GRANT_NOT_SHARED']);
      expect(answer.body.detail).toContain('保守国家秘密法第二条');
    }
    await act(other, asked ?? '', 'refuse', { reasonCode: 'security', reason: '依法不予共享' });
  });
});

describe('an act on a grant', () => {
  it.each<[string, string, Caller, object, number, string]>([
    ['agree', 'requested', customs, { disposal: '删除' }, 403, 'E_GRANT_NOT_PROVIDER'],
    ['agree', 'requested', utilities, { disposal: ' ' }, 400, 'E_INPUT_INVALID'],
    ['agree', 'requested', utilities, { disposal: '删除', fields: ['/service'] }, 422, 'E_GRANT_TERMS_WIDER'],
    ['agree', 'active', utilities, { disposal: '删除' }, 409, 'E_GRANT_STATUS'],
    ['suspend', 'active', tax, misuse, 403, 'E_GRANT_NOT_PROVIDER'],
    ['suspend', 'active', utilities, { reasonCode: 'dislike', reason: '…' }, 400, 'E_INPUT_INVALID'],
    ['restore', 'active', utilities, { rectification: '已整改' }, 409, 'E_GRANT_STATUS'],
    ['terminate', 'suspended', utilities, misuse, 403, 'E_GRANT_PROVIDER_MAY_NOT_END'],
    ['end-purpose', 'active', utilities, { reason: '完成' }, 403, 'E_GRANT_NOT_REQUESTER'],
    ['dispute', 'requested', tax, { ground: '必需' }, 409, 'E_GRANT_NOT_DISPUTABLE'],
    [
      'decide-dispute',
      'unsettled',
      utilities,
      { outcome: 'share', decisionNo: 'D', decision: '…' },
      403,
      'E_GRANT_NOT_AUTHORITY',
    ],
  ])('is refused: %s of one that is %s', async (name, state, as, body, status, code) => {
    const grantId = (await inState[state]?.()) ?? '';
    const answer = await exchange.call('POST', `/v1/grants/${grantId}/${name}`, { as, body });
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each<[string, string, object]>([
    ['the provider', 'utilities', { rule: 'third-department' }],
    ['the requester', 'tax', { rule: 'third-department' }],
    ['nobody', 'nobody', { rule: 'known-department', expected: expect.arrayContaining(['customs', 'tax']) }],
  ])('passes nothing on to %s', async (_, to, problem) => {
    const body = { to, fields: ['/contact/name'], purpose: '核实', consentId: 'C-1' };
    const path = `/v1/grants/${await inState.active?.()}/consent-onward`;
    const answer = await exchange.call('POST', path, { as: utilities, body });
    expectRefusal(answer);
    expect([answer.status, answer.body]).toMatchObject([
      422,
      { code: 'E_GRANT_ONWARD', problems: [{ pointer: '/to', ...problem }] },
    ]);
  });

  it('says by when what is missing may be supplied, and refuses for it only afterwards', async () => {
    const grantId = (await inState.incomplete?.()) ?? '';
    // The clock of the exchange says 2026-03-02, a Monday.
    expect((await exchange.call('GET', `/v1/grants/${grantId}`)).body).toMatchObject({
      status: 'incomplete',
      supplementBy: '2026-03-16',
    });
    const [{ event } = {}] = (await exchange.recorded('sharing.request-incomplete-listed.v1')).slice(-1);
    expect(event?.data).toMatchObject({ grantId, supplementBy: '2026-03-16' });
    const body = { reasonCode: 'papers-not-supplemented', reason: '材料不全' };
    const answer = await exchange.call('POST', `/v1/grants/${grantId}/refuse`, { as: utilities, body });
    expectRefusal(answer);
    expect([answer.status, answer.body]).toMatchObject([
      409,
      { code: 'E_GRANT_REFUSAL', supplementBy: '2026-03-16' },
    ]);
    await act(exchange, grantId, 'supplement', { supplements: ['签批件'] }, tax);
    expect((await exchange.call('GET', `/v1/grants/${grantId}`)).body.supplementBy).toBeNull();
  });

  it.each<[string, string, object, boolean]>([
    ['agree', 'requested', { disposal: '删除' }, false],
    ['provision', 'agreed', {}, true],
    ['suspend', 'active', misuse, true],
    ['restore', 'suspended', { rectification: '已整改' }, true],
    ['report-excess', 'active', { exceeded: 'volume', finding: '超量' }, true],
    ['end-purpose', 'active', { reason: '完成' }, true],
    ['dispute', 'refused', { ground: '必需' }, false],
  ])('says who may: %s of one that is %s', async (name, state, body, mayAuthority) => {
    const grantId = (await inState[state]?.()) ?? '';
    const { body: refused } = await exchange.call('POST', `/v1/grants/${grantId}/${name}`, {
      as: customs,
      body,
    });
    expect(refused.code).toMatch(/^E_GRANT_NOT_(PROVIDER|REQUESTER)$/);
    const { zh, en } = refused.details;
    expect(en).toMatch(/^Only the (provider utilities|requester tax) /);
    expect([zh.includes('主管部门'), en.includes('authority')]).toEqual([mayAuthority, mayAuthority]);
    const byAuthority = await exchange.call('POST', `/v1/grants/${grantId}/${name}`, { as: operator, body });
    expect(byAuthority.status).toBe(mayAuthority ? 200 : 403);
  });

  it('is refused where there is no such grant, whatever its id', async () => {
    await fc.assert(
      fc.asyncProperty(anyId, async (id) => {
        const path = `/v1/grants/${encodeURIComponent(id)}/provision`;
        expect(await statusOfAny(exchange, path, {}, utilities)).toBeGreaterThanOrEqual(400);
      }),
    );
  });

  const certificate = { id: 'C-1', hash: `sha256-${'0'.repeat(64)}` };
  const missing = fc.array(anyText, { maxLength: 3 });
  const misused = anyBody(misuse, {
    reasonCode: fc.constantFrom('misuse', 'rectification'),
    reason: anyText,
  });
  const texts = (right: Readonly<Record<string, string>>): fc.Arbitrary<object> =>
    anyBody(right, Object.fromEntries(Object.keys(right).map((name) => [name, anyText])));
  const acts: readonly (readonly [act: string, state: string, as: Caller, body: fc.Arbitrary<object>])[] = [
    ['list-missing', 'requested', utilities, anyBody({ missing: ['签批件'] }, { missing })],
    ['supplement', 'incomplete', tax, anyBody({ supplements: ['签批件'] }, { supplements: missing })],
    [
      'extend-reply',
      'requested',
      utilities,
      anyBody(
        { workingDays: 5, consentId: 'C', reason: '会商' },
        { workingDays: anyWorkingDays, consentId: anyText, reason: anyText },
      ),
    ],
    [
      'agree',
      'requested',
      utilities,
      anyBody(
        { disposal: '删除' },
        { fields: anyPointers, from: anyDay, to: anyDay, conditions: anyText, disposal: anyText },
      ),
    ],
    [
      'refuse',
      'requested',
      utilities,
      anyBody({ reasonCode: 'security', reason: '安全' }, { reason: anyText }),
    ],
    ['provision', 'agreed', utilities, fc.constant({})],
    ['suspend', 'active', utilities, misused],
    ['restore', 'suspended', utilities, texts({ rectification: '已整改' })],
    ['terminate', 'suspended', operator, misused],
    ['end-purpose', 'active', tax, texts({ reason: '完成' })],
    [
      'dispose',
      'ended',
      tax,
      anyBody({ method: 'deleted', certificate }, { certificate: fc.record({ id: anyText, hash: anyText }) }),
    ],
    [
      'consent-onward',
      'active',
      utilities,
      anyBody(
        { to: 'customs', fields: ['/contact/name'], purpose: '核实', consentId: 'C-1' },
        { to: anyDepartment, fields: anyPointers, purpose: anyText, consentId: anyText },
      ),
    ],
    [
      'report-excess',
      'active',
      utilities,
      anyBody({ exceeded: 'fields', finding: '超出' }, { finding: anyText }),
    ],
    ['dispute', 'refused', tax, texts({ ground: '必需' })],
    [
      'coordinate',
      'disputed',
      operator,
      anyBody({ level: 'same-level-authority', outcome: 'unsettled', opinion: '待定' }, { opinion: anyText }),
    ],
    [
      'decide-dispute',
      'unsettled',
      operator,
      anyBody(
        { outcome: 'share', decisionNo: 'D-1', decision: '共享' },
        { decisionNo: anyText, decision: anyText },
      ),
    ],
  ];

  it.each(acts)('is done or refused, whatever it says: %s', async (name, state, as, body) => {
    const found = fc.oneof(
      { weight: 3, arbitrary: fc.constant(state) },
      { weight: 1, arbitrary: fc.constantFrom(...Object.keys(inState)) },
    );
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(body, found, async (sent, before) => {
        const grantId = (await inState[before]?.()) ?? '';
        statuses.add(await statusOfAny(exchange, `/v1/grants/${grantId}/${name}`, sent, as));
      }),
      { numRuns: 100 },
    );
    expect(statuses).toContain(200);
  });
});
