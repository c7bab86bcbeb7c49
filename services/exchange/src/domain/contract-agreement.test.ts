import { fileURLToPath } from 'node:url';
import { chinaHolidays } from '@tongban/calendar';
import { loadContracts, validateEvent } from '@tongban/contracts';
import type { JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { sharingRules } from '../rules/sharing-rules.ts';
import { complaintDecider } from './complaint.ts';
import { registrationDecider } from './contract-registrations.ts';
import { correctionDecider } from './correction.ts';
import { keyDecider, type NewKey } from './department-keys.ts';
import { directoryDecider } from './directory-decider.ts';
import type { DomainEvent } from './domain-event.ts';
import type { GrantCommand } from './grant-command.ts';
import { incidentDecider } from './incident.ts';
import { personDecider } from './person.ts';
import { sourceDecider } from './source-department.ts';
import {
  agreed,
  contractOf,
  decided,
  disputed,
  extended,
  given,
  grants,
  listed,
  meterItem,
  meterType,
  on,
  operator,
  overdue,
  provisioned,
  refused,
  requested,
  supplemented,
  suspended,
  tax,
  unsettled,
  utilities,
} from './testing/samples.ts';
import { permitUsageExport } from './usage-export.ts';
import { webhookDecider } from './webhook-endpoints.ts';

const hash = `sha256-${'ab'.repeat(32)}`;
const legalBasis = [{ source: '中华人民共和国个人信息保护法', article: '第四十七条' }];

const restored: GrantCommand = { kind: 'restore', actor: utilities, on, rectification: '已整改' };
const served: readonly GrantCommand[] = [
  {
    kind: 'consent-onward',
    actor: utilities,
    on,
    to: 'customs',
    departments: ['customs', 'tax'],
    fields: ['/meterNo'],
    purpose: '核查',
    consentId: 'C-1',
  },
  { kind: 'report-excess', actor: operator, on, exceeded: 'volume', finding: '批量读取' },
];

const grantHistories: readonly (readonly GrantCommand[])[] = [
  [requested, listed, supplemented, extended, agreed, provisioned, suspended, restored, ...served],
  [requested, overdue, disputed, unsettled, decided, provisioned, suspended].concat([
    { kind: 'terminate', actor: operator, on, reasonCode: 'misuse', reason: '未整改' },
    { kind: 'dispose', actor: tax, on, method: 'deleted', certificate: { id: 'DC-1', hash } },
  ]),
  [requested, refused],
  [requested, agreed, provisioned, { kind: 'end-purpose', actor: tax, on, reason: '完成' }],
];

const signedOffBy = { officer: 'U-1', on };
const submit = {
  kind: 'submit',
  actor: utilities,
  on,
  type: meterItem.type,
  item: meterItem,
  contract: contractOf(meterItem),
  signedOffBy,
  secrecyReview: { id: '密审8号', on },
  impactReview: { id: 'I-1', on },
} as const;
const publish = { kind: 'publish', actor: operator, on } as const;
const about = {
  provider: 'utilities',
  type: meterType,
  wrong: { source: '/departments/utilities/water', id: 'e-1', position: '57' },
};
const correction = { on, correctionId: 'CR-1', about, fields: ['/meterNo'], readers: ['tax'] } as const;
const department = 'tax';
const webhook = { actor: tax, department, webhookId: 'wh-1' } as const;
const key = (keyId: string): NewKey => ({
  keyId,
  algorithm: 'ed25519',
  publicKey: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
  validFrom: '2025-11-01T00:00:00+08:00',
});

const events: readonly DomainEvent[] = [
  ...grantHistories.flatMap((commands) => given(grants, commands).events),
  ...given(directoryDecider(sharingRules, chinaHolidays), [
    {
      ...{ kind: 'request-addition', actor: tax, on, type: meterType, provider: 'utilities', need: '核实' },
      departments: ['utilities'],
    },
    submit,
    { kind: 'return', actor: operator, on, reasons: ['条件不明确'] },
    submit,
    publish,
    { kind: 'notify-change', actor: utilities, on, cause: 'law', reason: '修订', changedOn: on },
    { kind: 'extend-update', actor: operator, on, workingDays: 5, consentId: 'C-1', reason: '改造' },
    submit,
    publish,
    { kind: 'withdraw', actor: operator, on, reason: '职责划出' },
  ]).events,
  ...given(sourceDecider, [
    {
      ...{ kind: 'name-source', actor: operator, on, datum: 'enterprise.address' },
      ...{ department, departments: [department] },
    },
  ]).events,
  ...given(correctionDecider, [
    { ...correction, kind: 'raise', actor: tax, finding: '不符' },
    {
      ...correction,
      kind: 'correct',
      actor: utilities,
      right: { source: '/departments/utilities/water', id: 'e-2' },
      reason: '录入错误',
    },
    { kind: 'deliver', actor: operator, on, department, channel: 'pull' },
  ]).events,
  ...given(keyDecider, [
    { actor: tax, department, now: '2025-10-01T00:00:00Z', kind: 'register', key: key('k1') },
    {
      actor: tax,
      department,
      now: '2025-10-01T00:00:00Z',
      kind: 'rotate',
      key: key('k2'),
      replaces: 'k1',
    },
  ]).events,
  ...given(registrationDecider, [
    {
      kind: 'register',
      actor: tax,
      contract: 'tax.clearance-issued',
      version: '1.0',
      schema: '{}',
      terms: '{}',
      hash,
      baseline: new Map(),
      checkedAfter: new Set<string>(),
    },
  ]).events,
  ...given(webhookDecider, [
    { ...webhook, kind: 'register', url: 'https://tax.example.gov.cn/tongban', types: [meterType] },
    {
      ...webhook,
      actor: operator,
      kind: 'park',
      sequence: 's',
      position: '57',
      attempts: 8,
      failure: 'HTTP 503',
    },
    { ...webhook, kind: 'resume', sequence: 's' },
    { ...webhook, kind: 'remove', reason: '迁移' },
  ]).events,
  ...given(personDecider, [
    { kind: 'restrict', actor: operator, personId: 'P-1', legalBasis, reason: '审理中', until: '2026-01-01' },
    { kind: 'lift-restriction', actor: operator, personId: 'P-1', reason: '终结' },
    { kind: 'erase', actor: operator, personId: 'P-1', requestedBy: 'person', legalBasis, keyIds: ['k-1'] },
  ]).events,
  ...given(incidentDecider, [
    {
      kind: 'report',
      actor: tax,
      nowMs: Date.parse('2025-10-01T00:00:00Z'),
      provided: new Set([meterType]),
      departments: [department],
      incident: {
        incidentId: 'IN-1',
        department,
        kind: 'leak',
        finding: '终端遗失',
        detectedAt: '2025-10-01T00:00:00Z',
        eventTypes: [meterType],
        personalData: false,
        measures: '已吊销令牌',
      },
    },
  ]).events,
  ...given(complaintDecider, [
    {
      kind: 'file',
      actor: operator,
      on,
      departments: [department],
      complaint: {
        complaintId: 'CP-1',
        personId: 'P-1',
        department,
        eventTypes: [],
        text: '信息有误',
        receivedOn: on,
      },
    },
    { kind: 'answer', actor: operator, on, outcome: 'not-founded', text: '核查无误' },
  ]).events,
  permitUsageExport(
    utilities,
    { department, from: on, to: on, reason: '检查' },
    { providers: new Set(['utilities']), departments: [department], on },
  )({ records: 1, hash }),
];

/** What reactions and readers record themselves, without a decision. */
const recordedElsewhere = [
  'sharing.data-read.v1',
  'sharing.deadline-set.v1',
  'sharing.deadline-moved.v1',
  'sharing.deadline-met.v1',
  'sharing.deadline-breached.v1',
  'sharing.deadline-cancelled.v1',
  'platform.processor-paused.v1',
  'platform.processor-resumed.v1',
  'platform.sequence-redriven.v1',
  'platform.event-skipped.v1',
  'platform.personal-data-read.v1',
];

const catalogue = loadContracts(fileURLToPath(new URL('../../../../contracts', import.meta.url)));
const own = catalogue.all().filter(({ owner }) => owner === 'sharing' || owner === 'platform');

describe('what is decided', () => {
  it('keeps to its contract', () => {
    for (const { type, subject, data } of events) {
      const contract = catalogue.get(type);
      expect(contract, type).toBeDefined();
      if (!contract) continue;
      const event = { dataschema: contract.latest.dataschema, subject, data: data as unknown as JsonObject };
      expect(validateEvent(contract, event), type).toEqual([]);
    }
  });

  it('is every event of the contracts that a decision makes', () => {
    const types = new Set<string>([...events.map(({ type }) => type), ...recordedElsewhere]);
    expect(own.map(({ type }) => type).filter((type) => !types.has(type))).toEqual([]);
    expect(types.size).toBe(own.length);
  });
});

describe('the contracts of the sharing process', () => {
  it('keep usage records for three years or more (政务数据共享条例 art. 29)', () => {
    for (const { terms } of own) expect(terms.retention.years, terms.name).toBeGreaterThanOrEqual(3);
  });

  it('have the subject as the key of their streams', () => {
    for (const { terms } of own) expect(terms.sequence.key, terms.name).toBe('subject');
  });
});
