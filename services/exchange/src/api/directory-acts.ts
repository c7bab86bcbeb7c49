import { ownIssue } from '@tongban/http';
import { z } from 'zod';
import { day, department, eventType, fieldPointer, text, thingId } from './input-shapes.ts';

/** What each act on an entry of the directory takes, beside who acts and when. The domain judges what it means. */

const workingDays = z.int().min(1).max(10);
const localized = z.strictObject({ zh: text(500), en: text(500) });

export const directoryItem = z.strictObject({
  type: eventType,
  title: localized,
  provider: department,
  format: z.literal('cloudevents-json').default('cloudevents-json'),
  updateFrequency: z
    .enum(['real-time', 'daily', 'weekly', 'monthly', 'yearly', 'irregular'])
    .default('real-time'),
  sharingClass: z.enum(['unconditional', 'conditional', 'not-shared']),
  sharingWays: z
    .array(z.enum(['pull', 'stream', 'webhook', 'topic']))
    .min(1)
    .max(4)
    .check(({ value, issues }) => {
      if (new Set(value).size === value.length) return;
      const message = { zh: '每种方式只列一次。', en: 'Each way is listed once.' };
      issues.push(ownIssue(value, { rule: 'uniqueItems', message }));
    })
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
    .array(z.strictObject({ pointer: fieldPointer, personal: z.boolean(), datum: thingId.optional() }))
    .min(1)
    .max(200),
});

/** What has to be done with an item before it is submitted. */
export const reviews = {
  signedOffBy: z.strictObject({ officer: text(256), on: day }),
  secrecyReview: z.strictObject({ id: text(64), on: day }),
  impactReview: z.strictObject({ id: text(64), on: day }),
};

/** The acts on a directory entry by name: `POST /v1/directory/{type}/{act}`. */
export const directoryActs = {
  'request-addition': z.strictObject({ provider: department, need: text(1_000) }),
  'notify-change': z.strictObject({ cause: z.enum(['law', 'duty']), reason: text(1_000), changedOn: day }),
  'extend-update': z.strictObject({ workingDays, consentId: text(64), reason: text(1_000) }),
  submit: z.strictObject({
    item: directoryItem,
    ...reviews,
  }),
  publish: z.strictObject({}),
  return: z.strictObject({ reasons: z.array(text(500)).min(1).max(20) }),
  withdraw: z.strictObject({ reason: text(1_000) }),
};

export type DirectoryActName = keyof typeof directoryActs;
