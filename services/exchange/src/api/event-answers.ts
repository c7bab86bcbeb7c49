import { envelopeSchema } from '@tongban/contracts';
import { jsonAnswer, named, problemAnswer } from '@tongban/http';
import { z } from 'zod';
import { cursor, dateTime, number } from './answer-shapes.ts';

/** What answers about events look like. They are not made by these: publishing and reading are too hot for it. */

const place = {
  stream: z.string().describe('The history of one thing'),
  revision: number.describe("The event's number in it, from 0"),
};

const publication = named(
  'Publication',
  '发布结果 / The outcome of a publication',
  z.object({
    id: z.string(),
    source: z.string(),
    outcome: z.enum(['appended', 'already-appended']),
    ...place,
    position: number.describe('Its number in the whole store, from 1'),
  }),
);

const refused = named(
  'RefusedEvent',
  '未被接受的事件 / An event of a batch that was refused',
  z.object({
    index: z.int(),
    id: z.unknown().describe('As it came; null where there was none'),
    source: z.unknown(),
    outcome: z.literal('refused'),
    problem: problemAnswer,
  }),
);

const batch = named(
  'PublishedBatch',
  '批量发布结果 / The outcomes of a batch',
  z.object({
    results: z.array(z.union([publication.extend({ index: z.int() }), refused])),
  }),
);

const event = named(
  'Event',
  '事件 / Event',
  z.unknown().meta({ ...envelopeSchema, description: 'A CloudEvent with the granted fields in `data`' }),
);

const feedItem = named(
  'FeedItem',
  '收到的事件 / An event as a department receives it',
  z.object({
    cursor,
    ...place,
    recordedAt: dateTime,
    event,
    grants: z.array(z.string()).describe('Under which it is received; empty for a notice'),
    withheld: z.array(z.string()).describe('Pointers of fields that are offered and not granted'),
    erased: z.array(z.string()).describe('Pointers of personal fields whose person was erased'),
  }),
);

const feedPage = named(
  'FeedPage',
  '一页事件 / A page of a feed',
  z.object({ events: z.array(feedItem), next: cursor, atEnd: z.boolean() }),
);

export const publicationResponses = {
  200: jsonAnswer(
    'Recorded before; or the outcomes of a batch, all accepted.',
    z.union([publication, batch]),
  ),
  201: jsonAnswer('Recorded now.', publication),
  207: jsonAnswer('A batch of which some events were refused.', batch),
};

/** The three ways to send: structured, batch, and binary with the attributes as `ce-` headers. */
export const publicationBody = {
  required: true,
  content: {
    'application/cloudevents+json': { schema: envelopeSchema },
    'application/cloudevents-batch+json': { schema: { type: 'array' as const, items: envelopeSchema } },
    'application/json': { schema: { type: 'object' as const, description: '`data`, in binary mode' } },
  },
};

export const eventResponses = { 200: jsonAnswer('The event.', feedItem) };
export const feedResponses = { 200: jsonAnswer('A page; it may be empty before the end.', feedPage) };
export const acknowledgedResponses = { 200: jsonAnswer('Where it now stands.', z.object({ cursor })) };
export const positionResponses = {
  200: jsonAnswer('Both as cursors.', z.object({ acknowledged: cursor.nullable(), head: cursor })),
};
