import { describe, expect, it } from 'vitest';
import { type RegisterContract, registrationDecider } from './contract-registrations.ts';
import { type PersonCommand, personDecider } from './person.ts';
import { customs, given, operator, tax } from './testing/samples.ts';
import { type WebhookCommand, webhookDecider } from './webhook-endpoints.ts';
import { webhookUrlProblem } from './webhook-url.ts';

describe('registered contracts', () => {
  const register = (version: string, hash = 'h', more: Partial<RegisterContract> = {}): RegisterContract => ({
    kind: 'register',
    actor: tax,
    contract: 'tax.clearance-issued',
    version,
    schema: '{}',
    terms: '{}',
    hash,
    baseline: new Map([['1.0', 'h10']]),
    checkedAfter: new Set(['1.0', '1.1', '2.0']),
    ...more,
  });

  it('follow one another and the baseline', () => {
    const { refusal, events } = given(registrationDecider, [register('1.1'), register('2.0')]);
    expect(events.map(({ data }) => data.type)).toEqual([
      'tax.clearance-issued.v1',
      'tax.clearance-issued.v2',
    ]);
    for (const version of ['1.2', '2.2', '4.0'])
      expect(refusal(register(version))).toBe('E_REGISTRATION_ORDER');
    expect(refusal(register('2.1'))).toBeUndefined();
    expect(
      given(registrationDecider, []).refusal(register('1.0', 'h', { baseline: new Map() })),
    ).toBeUndefined();
  });

  it('never change; the same again changes nothing', () => {
    const { refusal, when } = given(registrationDecider, [register('1.1')]);
    expect(when(register('1.1'))).toEqual([]);
    expect(when(register('1.0', 'h10'))).toEqual([]);
    expect(refusal(register('1.1', 'other'))).toBe('E_REGISTRATION_RELEASED');
    expect(refusal(register('1.0', 'other'))).toBe('E_REGISTRATION_RELEASED');
  });

  it('are not the same again with other terms or another upcaster', () => {
    const first = { terms: '{"a":1}', upcaster: '[]' };
    const { refusal, when } = given(registrationDecider, [register('1.1'), register('2.0', 'h', first)]);
    expect(when(register('2.0', 'h', first))).toEqual([]);
    expect(when(register('2.0', 'h', { terms: first.terms }))).toEqual([]);
    expect(refusal(register('2.0', 'h', { ...first, terms: '{}' }))).toBe('E_REGISTRATION_RELEASED');
    expect(refusal(register('2.0', 'h', { ...first, upcaster: '[1]' }))).toBe('E_REGISTRATION_RELEASED');
    expect(when(register('1.1', 'h', { terms: first.terms }))).toEqual([]);
  });

  it('come after what they were compared with, and nothing else', () => {
    const { refusal } = given(registrationDecider, [register('1.1')]);
    const checkedAfter = new Set(['1.0']);
    expect(refusal(register('2.0', 'h', { checkedAfter }))).toBe('E_REGISTRATION_ORDER');
    expect(refusal(register('1.1', 'h', { checkedAfter }))).toBeUndefined();
  });

  it('are their owner’s', () => {
    for (const actor of [customs, operator]) {
      expect(given(registrationDecider, []).refusal(register('1.1', 'h', { actor }))).toBe(
        'E_REGISTRATION_NOT_OWNER',
      );
    }
  });
});

describe('webhooks', () => {
  const webhookId = 'wh-1';
  const own = { actor: tax, department: 'tax', webhookId };
  const register: WebhookCommand = { ...own, kind: 'register', url: 'https://tax.example.gov.cn/tongban' };
  const park: WebhookCommand = {
    ...own,
    actor: operator,
    kind: 'park',
    sequence: 's',
    position: '57',
    attempts: 8,
    failure: 'HTTP 503',
  };
  const resume: WebhookCommand = { ...own, kind: 'resume', sequence: 's' };
  const remove: WebhookCommand = { ...own, kind: 'remove', reason: '迁移' };

  it('are parked by sequence at the first failure and go on from there', () => {
    const parked = given(webhookDecider, [register, park, { ...park, position: '60' } as WebhookCommand]);
    expect(parked.state.inUse.get(webhookId)?.parked).toEqual(new Map([['s', '57']]));
    expect(parked.when(resume)[0]?.data).toMatchObject({ position: '57' });
    expect(given(webhookDecider, [register, park, resume]).refusal(resume)).toBe('E_ENDPOINT_STATUS');
  });

  it('have ids that are never used again, and a limit', () => {
    expect(given(webhookDecider, [register]).refusal(register)).toBe('E_ENDPOINT_TAKEN');
    expect(given(webhookDecider, [register, remove]).refusal(register)).toBe('E_ENDPOINT_TAKEN');
    expect(given(webhookDecider, []).refusal(remove)).toBe('E_ENDPOINT_NOT_FOUND');
    const many = Array.from({ length: 20 }, (_, at) => ({ ...register, webhookId: `w${at}` }));
    expect(given(webhookDecider, many).refusal(register)).toBe('E_ENDPOINT_LIMIT');
    expect(
      given(webhookDecider, [...many, { ...remove, webhookId: 'w3' }]).refusal(register),
    ).toBeUndefined();
  });

  it('are the department’s own', () => {
    expect(given(webhookDecider, []).refusal({ ...register, actor: customs })).toBe('E_ENDPOINT_NOT_OWNER');
    expect(given(webhookDecider, [register]).refusal({ ...park, actor: tax })).toBe('E_ENDPOINT_NOT_OWNER');
    expect(given(webhookDecider, [register, park]).refusal({ ...resume, actor: operator })).toBeUndefined();
  });

  it.each([
    'http://127.0.0.1:8080/x',
    'https://例子.测试/推送?a=1',
    'https://[2001:db8::1]/x',
    'http://host',
  ])('may have the address %s as a text', (url) => expect(webhookUrlProblem(url)).toBeUndefined());

  it.each([
    ['ftp://host/x', 'url'],
    ['javascript:alert(1)', 'url'],
    ['https:/host', 'url'],
    ['https:///host', 'url'],
    ['https://ho st/', 'url'],
    ['https:\\\\host', 'url'],
    ['HTTPS://host', 'scheme'],
    ['http://host:0/', 'port'],
    ['http://host:00/', 'port'],
    ['', 'url'],
    ['https://u:p@host/', 'no-credentials'],
    ['https://@host/', 'no-credentials'],
    ['https://host/#x', 'no-fragment'],
    ['https://host/#', 'no-fragment'],
    [`https://host/${'x'.repeat(2_000)}`, 'maxLength'],
  ])('may not have the address %s', (url, rule) => {
    expect(webhookUrlProblem(url)?.rule).toBe(rule);
    expect(given(webhookDecider, []).refusal({ ...register, url } as WebhookCommand)).toBe('E_ENDPOINT_URL');
  });
});

describe('a person', () => {
  const legalBasis = [{ source: '个人信息保护法', article: '第四十七条' }];
  const personId = 'P-1';
  const erase = (...keyIds: readonly string[]): PersonCommand => ({
    kind: 'erase',
    actor: operator,
    personId,
    requestedBy: 'person',
    legalBasis,
    keyIds,
  });
  const restrict: PersonCommand = {
    kind: 'restrict',
    actor: operator,
    personId,
    legalBasis,
    reason: '案件审理中',
  };
  const lift: PersonCommand = { kind: 'lift-restriction', actor: operator, personId, reason: '案件终结' };

  it('is erased once for each key', () => {
    const { state, when } = given(personDecider, [erase('k1')]);
    expect([...state.erasedKeyIds]).toEqual(['k1']);
    expect(when(erase('k1'))).toEqual([]);
    expect(when(erase('k1', 'k2'))[0]?.data).toMatchObject({ keyIds: ['k2'] });
  });

  it('is not erased where nothing is known of the person, and no event says so', () => {
    expect(given(personDecider, []).refusal(erase())).toBe('E_PERSON_NOT_FOUND');
    expect(given(personDecider, [restrict]).refusal(erase())).toBe('E_PERSON_RESTRICTED');
    expect(given(personDecider, [erase('k1')]).when(erase())).toEqual([]);
  });

  it('is not erased while the law wants the data kept', () => {
    expect(given(personDecider, [restrict]).refusal(erase('k1'))).toBe('E_PERSON_RESTRICTED');
    expect(given(personDecider, [restrict]).refusal(restrict)).toBe('E_PERSON_STATUS');
    expect(given(personDecider, [restrict, lift]).refusal(erase('k1'))).toBeUndefined();
    expect(given(personDecider, []).refusal(lift)).toBe('E_PERSON_STATUS');
  });

  it('is erased by an operator on a legal basis', () => {
    expect(given(personDecider, []).refusal({ ...erase('k1'), actor: tax })).toBe('E_PERSON_NOT_AUTHORITY');
    expect(given(personDecider, []).refusal({ ...erase('k1'), legalBasis: [] } as PersonCommand)).toBe(
      'E_PERSON_BASIS_MISSING',
    );
  });
});
