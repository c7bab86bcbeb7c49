import { type DecodedEvent, type DecodedRequest, decodeHttp, type HttpHeaders } from '@tongban/cloudevents';
import type { AppendOutcome } from '@tongban/event-store';
import {
  type App,
  type AppContext,
  describeRoute,
  headerOf,
  identityOf,
  preferredLanguage,
  problemDocument,
  readBytes,
  requires,
  validated,
} from '@tongban/http';
import { z } from 'zod';
import type { Published, Publisher } from '../publishing/publisher.ts';
import { publicationBody, publicationResponses } from './event-answers.ts';

/**
 * `POST /v1/events`: one event or a batch, structured or binary CloudEvents. The hot path of the platform: its query
 * is the only thing that is checked by a schema.
 */
export function mountPublishRoutes(app: App, publisher: Publisher): void {
  app.post(
    '/v1/events',
    requires('department'),
    describeRoute({
      tags: ['publish'],
      summary: 'Publish one event or a batch 发布事件',
      description:
        'CloudEvents 1.0: structured (`application/cloudevents+json`), batch (`application/cloudevents-batch+json`) or ' +
        'binary (`ce-` headers). Answered when the event is durable: 201 for what is new, 200 for what was there ' +
        'already. A batch answers for each event; with `atomic=true` all are accepted or none.',
      requestBody: publicationBody,
      responses: publicationResponses,
    }),
    validated('query', z.object({ atomic: z.enum(['true', 'false']).optional() })),
    async (c) => {
      const decoded = decodeHttp(headersOf(c), await readBytes(c));
      if (!decoded.ok) throw decoded.failure;
      const { department, system } = identityOf(c);
      const sender = { department, system };
      return decoded.value.mode === 'batch'
        ? publishBatch(c, publisher, decoded.value, sender, c.req.valid('query').atomic === 'true')
        : publishOne(c, publisher, decoded.value, sender);
    },
  );
}

type Sender = Parameters<Publisher['publish']>[1];

async function publishOne(
  c: AppContext,
  publisher: Publisher,
  decoded: Exclude<DecodedRequest, { mode: 'batch' }>,
  sender: Sender,
): Promise<Response> {
  const name = nameOf(decoded.event);
  const outcome = await publisher.publish(decoded.event, sender);
  return c.json(sentOutcome(name, outcome), outcome.outcome === 'appended' ? 201 : 200);
}

async function publishBatch(
  c: AppContext,
  publisher: Publisher,
  decoded: Extract<DecodedRequest, { mode: 'batch' }>,
  sender: Sender,
  atomic: boolean,
): Promise<Response> {
  // Only the names are wanted later: thousands of events that wait for the disk need not be kept twice.
  const names = decoded.events.map(nameOf);
  if (atomic) {
    const outcomes = await publisher.publishAll(decoded.events, sender);
    return c.json({
      results: outcomes.map((outcome, index) => ({ index, ...sentOutcome(names[index], outcome) })),
    });
  }
  const language = preferredLanguage(headerOf(c, 'accept-language'));
  const published = await publisher.publishEach(decoded.events, sender);
  const results = published.map((one: Published, index) =>
    one.ok
      ? { index, ...sentOutcome(names[index], one.value) }
      : {
          index,
          id: names[index]?.id ?? null,
          source: names[index]?.source ?? null,
          outcome: 'refused',
          problem: problemDocument(one.failure, { language }),
        },
  );
  return c.json({ results }, published.every(({ ok }) => ok) ? 200 : 207);
}

/** By what a sender knows an event. */
interface EventName {
  readonly id: unknown;
  readonly source: unknown;
}

function nameOf({ raw }: DecodedEvent): EventName {
  return { id: raw?.id, source: raw?.source };
}

function sentOutcome(
  name: EventName | undefined,
  { outcome, stream, revision, position }: AppendOutcome,
): Record<string, unknown> {
  return {
    id: name?.id,
    source: name?.source,
    outcome,
    stream,
    revision: String(revision),
    position: String(position),
  };
}

/** Node's parsed headers where there are some: building `Headers` costs more than all the rest of the decoding. */
function headersOf(c: AppContext): HttpHeaders {
  const parsed = c.env?.incoming?.headers;
  if (!parsed) return c.req.raw.headers;
  const text = (value: string | string[] | undefined): string | undefined =>
    Array.isArray(value) ? value.join(', ') : value;
  return {
    get: (name) => text(parsed[name]),
    *[Symbol.iterator]() {
      for (const name in parsed) yield [name, text(parsed[name]) ?? ''] as const;
    },
  };
}
