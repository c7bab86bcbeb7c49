import type { CloudEvent } from '@tongban/cloudevents';
import { limits, TongbanError } from '@tongban/kernel';
import { isRetryable, type RetryTerms, type Waiting, withRetries } from './backoff.ts';
import { clientErrors } from './errors.ts';
import { type EventBatch, eventBatches } from './event-batches.ts';
import { encoded } from './event-draft.ts';
import type { HttpCalls } from './http-calls.ts';
import { foreignAnswer, problemOfDocument } from './problem-of-answer.ts';

/** Where an event is recorded. Both outcomes are success: it is durable, once. */
export interface Publication {
  readonly id: string;
  readonly source: string;
  readonly outcome: 'appended' | 'already-appended';
  readonly stream: string;
  /** Whole numbers as text, because they may pass 2^53. */
  readonly revision: string;
  readonly position: string;
}

/** What became of one event of a batch. */
export type BatchOutcome =
  | (Publication & { readonly index: number })
  /**
   * `refused`: it is not recorded, and will not be as it is. `unconfirmed`: the client could not find out;
   * send the same event again to know.
   */
  | {
      readonly index: number;
      readonly id: string;
      readonly outcome: 'refused' | 'unconfirmed';
      readonly event: CloudEvent;
      readonly problem: TongbanError;
    };

export interface Publishing {
  /** Sends one event until it is recorded or refused. @throws TongbanError */
  send(event: CloudEvent): Promise<Publication>;
  /**
   * Sends events in their order, split at the limits. Never throws for a failure: each event has its outcome.
   */
  sendEach(events: readonly CloudEvent[]): Promise<readonly BatchOutcome[]>;
  /** Sends events of which all are recorded or none. @throws TongbanError */
  sendAll(events: readonly CloudEvent[]): Promise<readonly (Publication & { readonly index: number })[]>;
}

/**
 * Publishing over HTTP: every attempt sends the same bytes, so that a repeat is recognised and doubles
 * nothing.
 */
export function openPublishing(http: HttpCalls, terms: RetryTerms, waiting: Waiting): Publishing {
  const post = <Answer>(
    contentType: string,
    bytes: Uint8Array<ArrayBuffer>,
    atomic = false,
  ): Promise<Answer> =>
    http.json<Answer>({
      method: 'POST',
      path: '/v1/events',
      ...(atomic ? { query: { atomic: 'true' } } : {}),
      body: { contentType, bytes },
      signal: waiting.signal,
    });
  const postBatch = async (batch: EventBatch, atomic: boolean): Promise<readonly SentResult[]> => {
    const answer = await post<{ results?: unknown }>(
      'application/cloudevents-batch+json',
      batch.bytes,
      atomic,
    );
    return checkedResults(answer, batch.indexes.length);
  };

  return {
    send(event) {
      const bytes = encoded(event);
      return withRetries(
        async () => checkedPublication(await post('application/cloudevents+json', bytes), event),
        terms,
        waiting,
      );
    },
    async sendEach(events) {
      const outcomes: BatchOutcome[] = [];
      const texts: (readonly [number, Uint8Array])[] = [];
      events.forEach((event, index) => {
        try {
          texts.push([index, encoded(event)]);
        } catch (error) {
          outcomes[index] = withoutPlace('refused', index, event, error);
        }
      });
      for (const batch of eventBatches(texts, batchLimits)) {
        const failure = await settle(
          batch,
          events,
          outcomes,
          (part) => postBatch(part, false),
          terms,
          waiting,
        );
        if (failure === undefined) continue;
        // What comes later must not overtake what may still be missing.
        events.forEach((event, index) => {
          outcomes[index] ??= withoutPlace('unconfirmed', index, event, failure);
        });
        break;
      }
      return outcomes;
    },
    async sendAll(events) {
      const batches = eventBatches(
        events.map((event, index) => [index, encoded(event)] as const),
        batchLimits,
      );
      const [batch] = batches;
      if (batch === undefined) return [];
      if (batches.length > 1) throw beyondOneBatch(events.length);
      const results = await withRetries(() => postBatch(batch, true), terms, waiting);
      return results.map((result, index) => ({
        ...checkedPublication(result, events[index] as CloudEvent),
        index,
      }));
    },
  };
}

const batchLimits = { eventsMax: limits.batchEventsMax, bytesMax: limits.bodyBytesMax };

type SentResult = Readonly<Record<string, unknown>>;

/**
 * Sends one batch until each of its events has an outcome; those turned away only for now are sent again.
 * Answers the failure after which it gave up on the rest.
 */
async function settle(
  batch: EventBatch,
  events: readonly CloudEvent[],
  outcomes: BatchOutcome[],
  post: (batch: EventBatch) => Promise<readonly SentResult[]>,
  terms: RetryTerms,
  waiting: Waiting,
): Promise<TongbanError | undefined> {
  let open: EventBatch | undefined = batch;
  const attempt = async (): Promise<void> => {
    if (open === undefined) return;
    const results = await post(open);
    const again: number[] = [];
    let last: TongbanError | undefined;
    open.indexes.forEach((index, at) => {
      const outcome = outcomeOf(results[at] ?? {}, index, events[index] as CloudEvent);
      if ('problem' in outcome && isRetryable(outcome.problem)) {
        again.push(index);
        last = outcome.problem;
      } else {
        outcomes[index] = outcome;
      }
    });
    [open] = eventBatches(
      again.map((index) => [index, encoded(events[index] as CloudEvent)] as const),
      batchLimits,
    );
    if (last !== undefined) throw last;
  };
  try {
    await withRetries(attempt, terms, waiting);
    return undefined;
  } catch (error) {
    if (error instanceof TongbanError) return error;
    throw error;
  }
}

function withoutPlace(
  outcome: 'refused' | 'unconfirmed',
  index: number,
  event: CloudEvent,
  problem: unknown,
): BatchOutcome {
  if (!(problem instanceof TongbanError)) throw problem;
  return { index, id: event.id, outcome, event, problem };
}

function outcomeOf(result: SentResult, index: number, event: CloudEvent): BatchOutcome {
  if (result.outcome !== 'refused') return { ...checkedPublication(result, event), index };
  const { status } = (result.problem ?? {}) as { status?: unknown };
  const problem = problemOfDocument(result.problem, {
    status: typeof status === 'number' ? status : 422,
    address: '/v1/events',
  });
  return withoutPlace('refused', index, event, problem);
}

/** An answer is believed only where it speaks of the event that was sent. */
function checkedPublication(answer: unknown, event: CloudEvent): Publication {
  const { id, source, outcome, stream, revision, position } = (answer ?? {}) as Partial<Publication>;
  const success = outcome === 'appended' || outcome === 'already-appended';
  if (
    !success ||
    id !== event.id ||
    typeof position !== 'string' ||
    !stream ||
    typeof revision !== 'string'
  ) {
    throw foreignAnswer({ status: 200, address: '/v1/events', text: JSON.stringify(answer) });
  }
  return { id, source: source ?? event.source, outcome, stream, revision, position };
}

function checkedResults({ results }: { results?: unknown }, count: number): readonly SentResult[] {
  if (Array.isArray(results) && results.length === count) return results as readonly SentResult[];
  throw foreignAnswer({ status: 200, address: '/v1/events', text: JSON.stringify(results) });
}

function beyondOneBatch(events: number): Error {
  return clientErrors.error('E_CLIENT_BATCH', {
    detail: {
      zh: `${events} 个事件超出一次请求的上限（${batchLimits.eventsMax} 个、${batchLimits.bytesMax} 字节），无法作为一个整体；请减少事件，或不用 atomic`,
      en: `${events} events do not fit into one request (${batchLimits.eventsMax} events, ${batchLimits.bytesMax} bytes) and cannot be atomic; send fewer, or without atomic`,
    },
    facts: { events },
  });
}
