import { formedText } from '@tongban/http';
import { z } from 'zod';
import { day, department, eventType, fieldPointer, fieldPointers, legalBasis, text } from './input-shapes.ts';

/** What each act on a grant takes, beside who acts and when. The domain judges what it means. */

const misuse = z.enum(['misuse', 'scope-exceeded', 'security-incident', 'rectification']);
const sha256 = formedText(/^sha256-[0-9a-f]{64}$/, {
  zh: 'sha256- 后接 64 位小写十六进制数字',
  en: 'sha256- and 64 hex digits in lower case',
  example: `sha256-${'0a'.repeat(32)}`,
});
const workingDays = z.int().min(1).max(10);

/** A request for access (政务数据共享条例 art. 20). */
export const accessRequestBody = z.strictObject({
  type: eventType.describe('The event type that is asked for'),
  purpose: z.strictObject({ code: text(64), text: text(1_000) }),
  scenario: text(200),
  basis: text(64).describe('`order-809`; courts and others bring their own: see GET /v1/sharing/rules'),
  legalBasis,
  fields: fieldPointers,
  necessity: z
    .array(z.strictObject({ pointer: fieldPointer, reason: text(1_000) }))
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
    fields: fieldPointers.optional(),
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
    certificate: z.strictObject({ id: text(64), hash: sha256 }),
  }),
  'consent-onward': z.strictObject({
    to: department,
    fields: fieldPointers,
    purpose: text(1_000),
    consentId: text(64),
  }),
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
