import { envelopeSchema } from '@tongban/contracts';
import { resolver } from '@tongban/http';
import { z } from 'zod';

/** What answers about events look like, for the OpenAPI document. Nothing is checked with it on the way out. */

const cursor = z.string().describe('`<department>:<position>`: reading goes on after it');
const number = z.string().regex(/^\d+$/);

const place = {
  stream: z.string().describe('The history of one thing'),
  revision: number.describe("The event's number in it, from 0"),
};

const publication = z.object({
  id: z.string(),
  source: z.string(),
  outcome: z.enum(['appended', 'already-appended']),
  ...place,
  position: number.describe('Its number in the whole store, from 1'),
});

const refused = z.object({
  index: z.int(),
  id: z.unknown().describe('As it came; null where there was none'),
  source: z.unknown(),
  outcome: z.literal('refused'),
  problem: z.looseObject({ code: z.string(), status: z.int() }).describe('Problem details'),
});

const batch = z.object({
  results: z.array(z.union([publication.extend({ index: z.int() }), refused])),
});

const feedItem = z.object({
  cursor,
  ...place,
  recordedAt: z.string().describe('RFC 3339'),
  event: z
    .looseObject({ id: z.string(), source: z.string(), type: z.string() })
    .describe('A CloudEvent with the granted fields in `data`'),
  grants: z.array(z.string()).describe('Under which it is received; empty for a notice'),
  withheld: z.array(z.string()).describe('Pointers of fields that are offered and not granted'),
  erased: z.array(z.string()).describe('Pointers of personal fields whose person was erased'),
});

const feedPage = z.object({ events: z.array(feedItem), next: cursor, atEnd: z.boolean() });

const json = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema: resolver(schema) } },
});

export const publicationResponses = {
  200: json('Recorded before; or the outcomes of a batch, all accepted.', z.union([publication, batch])),
  201: json('Recorded now.', publication),
  207: json('A batch of which some events were refused.', batch),
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

export const eventResponses = { 200: json('The event.', feedItem) };
export const feedResponses = { 200: json('A page; it may be empty before the end.', feedPage) };
export const acknowledgedResponses = { 200: json('Where it now stands.', z.object({ cursor })) };
export const positionResponses = {
  200: json('Both as cursors.', z.object({ acknowledged: cursor.nullable(), head: cursor })),
};
