import { z } from 'zod';

/** What each act on a grant takes, beside who acts and when. The domain judges what it means. */

const text = (max: number): z.ZodString => z.string().min(1).max(max);
const day = z.iso.date();
const fields = z
  .array(text(256))
  .min(1)
  .max(200)
  .describe('JSON Pointers into data; * is every element of an array');
const misuse = z.enum(['misuse', 'scope-exceeded', 'security-incident', 'rectification']);
const workingDays = z.int().min(1).max(10);

/** A request for access (政务数据共享条例 art. 20). */
export const accessRequestBody = z.strictObject({
  type: text(128).describe('The event type that is asked for'),
  purpose: z.strictObject({ code: text(64), text: text(1_000) }),
  scenario: text(200),
  basis: text(64).describe('`order-809`; courts and others bring their own: see GET /v1/sharing/rules'),
  legalBasis: z
    .array(z.strictObject({ source: text(200), article: text(100) }))
    .min(1)
    .max(20),
  fields,
  necessity: z
    .array(z.strictObject({ pointer: text(256), reason: text(1_000) }))
    .max(200)
    .default([]),
  from: day,
  to: day,
  way: z.enum(['pull', 'stream', 'webhook', 'topic']).default('pull'),
  storageRegion: text(8).default('CN'),
  signedOffBy: z.strictObject({ officer: text(256), on: day }).describe('The head of the requesting unit'),
});

/** The acts on a grant by name: `POST /v1/grants/{grantId}/{act}`. */
export const grantActs = {
  'list-missing': z.strictObject({ missing: z.array(text(500)).min(1).max(50) }),
  supplement: z.strictObject({ supplements: z.array(text(500)).min(1).max(50) }),
  'extend-reply': z.strictObject({ workingDays, consentId: text(64), reason: text(1_000) }),
  agree: z.strictObject({
    fields: fields.optional(),
    from: day.optional(),
    to: day.optional(),
    conditions: text(1_000).optional(),
    disposal: text(1_000).describe('What is to become of the data when its purpose has ended'),
  }),
  refuse: z.strictObject({
    reasonCode: z.enum([
      'papers-not-supplemented',
      'outside-duty',
      'conditions-not-met',
      'scope-too-wide',
      'purpose-unclear',
      'security',
    ]),
    reason: text(1_000),
  }),
  provision: z.strictObject({}),
  suspend: z.strictObject({ reasonCode: misuse, reason: text(1_000) }),
  restore: z.strictObject({ rectification: text(1_000) }),
  terminate: z.strictObject({ reasonCode: misuse, reason: text(1_000) }),
  'end-purpose': z.strictObject({ reason: text(1_000) }),
  dispose: z.strictObject({
    method: z.enum(['deleted', 'returned', 'anonymised', 'archived']),
    certificate: z.strictObject({ id: text(64), hash: z.string().regex(/^sha256-[0-9a-f]{64}$/) }),
  }),
  'consent-onward': z.strictObject({ to: text(64), fields, purpose: text(1_000), consentId: text(64) }),
  'report-excess': z.strictObject({
    exceeded: z.enum(['fields', 'purpose', 'period', 'third-party', 'volume']),
    finding: text(1_000),
  }),
  dispute: z.strictObject({ ground: text(1_000) }),
  coordinate: z.strictObject({
    level: z.enum(['same-level-authority', 'common-superior']),
    outcome: z.enum(['share', 'no-share', 'unsettled']),
    opinion: text(1_000),
  }),
  'decide-dispute': z.strictObject({
    outcome: z.enum(['share', 'no-share']),
    decisionNo: text(64),
    decision: text(1_000),
  }),
};

export type GrantActName = keyof typeof grantActs;

const localized = z.strictObject({ zh: text(500), en: text(500) });

export const directoryItemBody = z.strictObject({
  type: text(110),
  title: localized,
  provider: text(64),
  format: z.literal('cloudevents-json').default('cloudevents-json'),
  updateFrequency: z
    .enum(['real-time', 'daily', 'weekly', 'monthly', 'yearly', 'irregular'])
    .default('real-time'),
  sharingClass: z.enum(['unconditional', 'conditional', 'not-shared']),
  sharingWays: z
    .array(z.enum(['pull', 'stream', 'webhook', 'topic']))
    .min(1)
    .max(4)
    .default(['pull', 'stream', 'webhook', 'topic']),
  conditions: localized.optional(),
  citation: z
    .strictObject({
      kind: z.enum(['law', 'administrative-regulation', 'state-council-decision']),
      source: text(200),
      article: text(100),
    })
    .optional(),
  grade: z.enum(['general', 'important', 'core']).default('general'),
  fields: z
    .array(z.strictObject({ pointer: text(256), personal: z.boolean() }))
    .min(1)
    .max(200),
});

/** The acts on a directory entry by name: `POST /v1/directory/{type}/{act}`. */
export const directoryActs = {
  'request-addition': z.strictObject({ provider: text(64), need: text(1_000) }),
  'notify-change': z.strictObject({ cause: z.enum(['law', 'duty']), reason: text(1_000), changedOn: day }),
  'extend-update': z.strictObject({ workingDays, consentId: text(64), reason: text(1_000) }),
  submit: z.strictObject({
    item: directoryItemBody,
    signedOffBy: z.strictObject({ officer: text(256), on: day }),
    secrecyReview: z.strictObject({ id: text(64), on: day }),
    impactReview: z.strictObject({ id: text(64), on: day }),
  }),
  publish: z.strictObject({}),
  return: z.strictObject({ reasons: z.array(text(500)).min(1).max(50) }),
  withdraw: z.strictObject({ reason: text(1_000) }),
};

export type DirectoryActName = keyof typeof directoryActs;
