import type { CloudEvent } from '@tongban/cloudevents';

/** What is published: without personal fields, the same signed, or with two personal fields. */
export type EventKind = 'plain' | 'signed' | 'personal';

/** Stands where each event gets an id of its own: as long as a UUID. */
export const idMark = '00000000-0000-0000-0000-000000000000';
/** Stands where each event names its case: a customs declaration, or a person, by a number. */
export const caseMarks: Readonly<Record<EventKind, string>> = {
  plain: '999999999999999999',
  signed: '999999999999999999',
  personal: '999999',
};
/** The department that publishes each kind, and the system. */
export const publishers: Readonly<
  Record<EventKind, { readonly department: string; readonly system: string }>
> = {
  plain: { department: 'customs', system: 'declarations' },
  signed: { department: 'customs', system: 'declarations' },
  personal: { department: 'tax', system: 'core' },
};

const duties = [
  'import-duty',
  'import-vat',
  'import-consumption-tax',
  'anti-dumping-duty',
  'countervailing-duty',
  'export-duty',
  'deferral-interest',
];

/** 1 KB without personal fields: an assessment with seven duties. */
const dutyAssessed: CloudEvent = {
  specversion: '1.0',
  id: idMark,
  source: '/departments/customs/declarations',
  type: 'customs.duty-assessed.v1',
  subject: '913101206312054832',
  time: '2026-05-06T10:00:00+08:00',
  datacontenttype: 'application/json',
  dataschema: 'https://contracts.tongban.example/customs/duty-assessed/1.0',
  correlationid: `declaration-${caseMarks.plain}`,
  data: {
    declarationNumber: caseMarks.plain,
    assessmentNumber: '223320251234567890-A01',
    reason: 'import',
    duties: duties.map((kind, at) => ({ kind, amountFen: 15_000_001 + at })),
    totalFen: 7 * 15_000_001 + 21,
    assessedOn: '2026-05-06',
    dueOn: '2026-05-21',
    authority: '上海外高桥港区海关',
  },
};

/** Half a KB with the name and the telephone of a person. */
const taxpayerRegistered: CloudEvent = {
  specversion: '1.0',
  id: idMark,
  source: '/departments/tax/core',
  type: 'tax.taxpayer-registered.v1',
  subject: '91310104MA1FR3K72B',
  time: '2026-03-02T10:02:31+08:00',
  datacontenttype: 'application/json',
  dataschema: 'https://contracts.tongban.example/tax/taxpayer-registered/1.0',
  correlationid: 'start-up-2026-000117',
  data: {
    name: '上海澄江精密仪器有限公司',
    taxpayerKind: 'general',
    taxTypes: ['value-added-tax', 'enterprise-income-tax', 'stamp-duty'],
    taxHandler: { personId: `P-${caseMarks.personal}`, name: '顾行之', phone: '13800000125' },
    registeredOn: '2026-03-02',
    authority: '国家税务总局上海市徐汇区税务局',
  },
};

export const sampleEvents: Readonly<Record<EventKind, CloudEvent>> = {
  plain: dutyAssessed,
  signed: dutyAssessed,
  personal: taxpayerRegistered,
};

/** What the readers of the bench are granted of `customs.duty-assessed.v1`: several fields, not all. */
export const grantedFields: readonly string[] = [
  '/declarationNumber',
  '/assessmentNumber',
  '/duties/*/kind',
  '/duties/*/amountFen',
  '/totalFen',
  '/dueOn',
];
