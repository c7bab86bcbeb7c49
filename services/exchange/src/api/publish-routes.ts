import type { IncomingHttpHeaders } from 'node:http';
import { type DecodedEvent, decodeHttp, type HttpHeaders } from '@tongban/cloudevents';
import type { AppendOutcome } from '@tongban/event-store';
import {
  type App,
  answerDirectly,
  describeRoute,
  identityOf,
  preferredLanguage,
  problemDocument,
  readBytes,
  requires,
  validated,
} from '@tongban/http';
import { z } from 'zod';
import type { Sender } from '../publishing/admission.ts';
import type { Published, Publisher } from '../publishing/publisher.ts';
import { publicationBody, publicationResponses } from './event-answers.ts';

/**
 * `POST /v1/events`: one event or a batch, structured or binary CloudEvents. The hot path of the platform: its query
 * is the only thing that is checked by a schema.
 */
export function mountPublishRoutes(app: App, publisher: Publisher): void {
  const answer = answering(publisher);
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
      const { status, body } = await answer({
        headers: c.env?.incoming ? new NodeHeaders(c.env.incoming.headers) : c.req.raw.headers,
        body: await readBytes(c),
        sender: identityOf(c),
        atomic: c.req.valid('query').atomic === 'true',
      });
      return c.json(body, status);
    },
  );
  answerDirectly(app, {
    method: 'POST',
    path: '/v1/events',
    roles: ['department'],
    answer: ({ headers, body, identity }) =>
      answer({ headers: new NodeHeaders(headers), body, sender: identity, atomic: false }),
  });
}

interface Publication {
  readonly headers: HttpHeaders;
  readonly body: Uint8Array;
  readonly sender: Sender;
  /** Whether a batch is all or nothing. */
  readonly atomic: boolean;
}

interface Answer {
  readonly status: 200 | 201 | 207;
  readonly body: object;
}

function answering(publisher: Publisher): (publication: Publication) => Promise<Answer> {
  return (publication) => {
    const decoded = decodeHttp(publication.headers, publication.body);
    if (!decoded.ok) throw decoded.failure;
    return decoded.value.mode === 'batch'
      ? publishBatch(publisher, decoded.value.events, publication)
      : publishOne(publisher, decoded.value.event, publication);
  };
}

function publishOne(publisher: Publisher, event: DecodedEvent, { sender }: Publication): Promise<Answer> {
  const name = nameOf(event);
  return publisher.publish(event, sender).then((outcome) => ({
    status: outcome.outcome === 'appended' ? 201 : 200,
    body: sentOutcome(name, outcome),
  }));
}

async function publishBatch(
  publisher: Publisher,
  events: readonly DecodedEvent[],
  { headers, sender, atomic }: Publication,
): Promise<Answer> {
  // Only the names are wanted later: thousands of events that wait for the disk need not be kept twice.
  const names = events.map(nameOf);
  if (atomic) {
    const outcomes = await publisher.publishAll(events, sender);
    const results = outcomes.map((outcome, index) => ({ index, ...sentOutcome(names[index], outcome) }));
    return { status: 200, body: { results } };
  }
  const language = preferredLanguage(headers.get('accept-language') ?? undefined);
  const published = await publisher.publishEach(events, sender);
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
  return { status: published.every(({ ok }) => ok) ? 200 : 207, body: { results } };
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

/** Node's parsed headers as they are: building `Headers` costs more than all the rest of the decoding. */
class NodeHeaders implements HttpHeaders {
  readonly #parsed: IncomingHttpHeaders;

  constructor(parsed: IncomingHttpHeaders) {
    this.#parsed = parsed;
  }

  get(name: string): string | undefined {
    const value = this.#parsed[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  *[Symbol.iterator](): Iterator<readonly [string, string]> {
    for (const name in this.#parsed) yield [name, this.get(name) ?? ''];
  }
}
