import type { CloudEvent } from '@tongban/cloudevents';
import { openAcknowledging } from './acknowledging.ts';
import type { RetryTerms, Waiting } from './backoff.ts';
import type { ClientLogger } from './client-logger.ts';
import { deliver, type Handler } from './delivery.ts';
import { derivedId } from './derived-id.ts';
import type { EventDraft } from './event-draft.ts';
import type { FeedCursor, FeedItem } from './feed-item.ts';
import { polledFeed, streamedFeed } from './feed-source.ts';
import { handlerChoice } from './handler-choice.ts';
import type { HttpCalls } from './http-calls.ts';
import { openPublishing } from './publishing.ts';
import type {
  EventType,
  HandlerContext,
  ReceivedCorrection,
  ReceivedEvent,
  SubscribeOptions,
} from './subscribe-options.ts';
import { runSubscription } from './subscription.ts';

/** What a subscription needs of its client. */
export interface Subscriber {
  readonly http: HttpCalls;
  readonly source: string;
  readonly prepare: (type: string, draft: EventDraft) => Promise<CloudEvent>;
  readonly terms: RetryTerms;
  /** Its signal ends the subscription and what its handler publishes. */
  readonly waiting: Waiting & { readonly signal: AbortSignal };
  readonly logger: ClientLogger;
}

const handlerTerms: RetryTerms = { attempts: 5, delayMs: 200, delayMsMax: 30_000, retryAfterMsMax: 0 };
/** Short, because the end of a subscription waits for its last acknowledgement. */
const acknowledgeTimeoutMs = 2_000;

/** Puts a subscription together and runs it. */
export function subscribe<Events extends object, Type extends EventType<Events>>(
  options: SubscribeOptions<Events, Type>,
  subscriber: Subscriber,
): Promise<void> {
  const { types, transport = 'sse', cursorStore, handle, handleCorrection, onPoison, onCaughtUp } = options;
  const { http, terms, waiting, logger } = subscriber;
  const contextOf = handlerContexts<Events>(subscriber);
  const handlerOf = handlerChoice<Handler>({
    types,
    handle: (item, attempt) => handle(item.event as ReceivedEvent<Events, never>, contextOf(item, attempt)),
    handleCorrection:
      handleCorrection &&
      ((item, attempt) => handleCorrection(item.event as ReceivedCorrection, contextOf(item, attempt))),
    onUnheard: ({ cursor, event }) =>
      logger.warn(
        { cursor, id: event.id },
        'a correction of what is received was passed over: give handleCorrection',
      ),
  });
  const delivery = {
    onPoison,
    terms: { ...handlerTerms, ...options.handlerRetry },
    waiting,
    logger,
  };
  return runSubscription({
    source: transport === 'sse' ? streamedFeed(http, waiting.clock) : polledFeed(http),
    cursorStore,
    handlerOf,
    deliver: (item, handle) => deliver(item, { ...delivery, handle }),
    acknowledging: openAcknowledging(
      (cursor) => acknowledge(http, cursor),
      (error) => {
        // Whoever stops with the platform finds it gone, and tells it when both are back.
        const level = waiting.signal.aborted ? 'info' : 'warn';
        logger[level]({ error }, 'the platform could not be told how far the feed is handled');
      },
    ),
    onCaughtUp,
    reconnect: terms,
    waiting,
    logger,
  });
}

function handlerContexts<Events extends object>(
  subscriber: Subscriber,
): (item: FeedItem, attempt: number) => HandlerContext<Events> {
  const { http, source, prepare, terms, waiting } = subscriber;
  const publishing = openPublishing(http, terms, waiting);
  return ({ event, ...facts }, attempt) => ({
    ...facts,
    attempt,
    signal: waiting.signal,
    async publish(type, { name = '', ...draft }) {
      const id = await derivedId(event, { source, type, name });
      return publishing.send(await prepare(type, { time: facts.recordedAt, ...draft, id, causedBy: event }));
    },
  });
}

async function acknowledge(http: HttpCalls, cursor: FeedCursor): Promise<void> {
  const body = {
    contentType: 'application/json',
    bytes: new TextEncoder().encode(JSON.stringify({ cursor })),
  };
  await http.json({ method: 'POST', path: '/v1/feed/ack', body, timeoutMs: acknowledgeTimeoutMs });
}
