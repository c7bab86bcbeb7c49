import { type CloudEvent, sourceParts } from '@tongban/cloudevents';
import type { EventDataByType } from '@tongban/contracts/generated';
import { type Clock, type IdSource, type RandomBytes, uuidV7 } from '@tongban/kernel';
import { defaultRetryTerms, type RetryTerms, type Waiting, withRetries } from './backoff.ts';
import { type ClientLogger, quietLogger } from './client-logger.ts';
import { clientErrors } from './errors.ts';
import { draftedEvent, type EventDraft, type Signer } from './event-draft.ts';
import type { FeedPage } from './feed-item.ts';
import { type FeedQuery, feedPage } from './feed-source.ts';
import { openHttpCalls } from './http-calls.ts';
import { type PlatformCalls, platformCalls } from './platform-calls.ts';
import { type BatchOutcome, openPublishing, type Publication } from './publishing.ts';
import { subscribe } from './subscribe.ts';
import type { DataOf, EventType, SubscribeOptions } from './subscribe-options.ts';
import { wakingClock } from './waking-clock.ts';

export interface ClientOptions {
  /** Where the platform is, for example `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  readonly department: string;
  /** The department system that speaks: it names the source of the events. */
  readonly system: string;
  /**
   * An access token, or where to get one. A function is asked at every request, and keeps the token while it
   * is good.
   */
  readonly token: string | (() => Promise<string>);
  /** Signs every event, where given. */
  readonly signer?: Signer;
  /** How patiently requests are tried again. Default: 10 attempts, about a minute. */
  readonly retry?: Partial<RetryTerms>;
  /** Ends everything that is under way, when it aborts. */
  readonly signal?: AbortSignal;
  readonly logger?: ClientLogger;
  readonly clock?: Clock;
  readonly ids?: IdSource;
  readonly random?: RandomBytes;
  readonly fetch?: typeof globalThis.fetch;
}

/** A draft of a batch, which says its type. */
export type TypedDraft<Events extends object> = {
  [Type in EventType<Events>]: EventDraft<DataOf<Events, Type>> & { readonly type: Type };
}[EventType<Events>];

export interface BatchOptions {
  /** All are recorded, or none. */
  readonly atomic?: boolean;
}

/**
 * The platform as a department system sees it. Every failure is a `TongbanProblem` with code, status,
 * problems and whether to try again. `Events` maps event types to their data; departments with contracts of
 * their own add theirs.
 */
export interface Client<Events extends object = EventDataByType> extends PlatformCalls {
  /** `/departments/<department>/<system>`. */
  readonly source: string;
  /** Publishes one event: resolves when it is durable, once, however often it had to be sent. */
  publish<Type extends EventType<Events>>(
    type: Type,
    draft: EventDraft<DataOf<Events, Type>>,
  ): Promise<Publication>;
  /**
   * Publishes many, in order. Each has its own outcome, which the caller must look at; `atomic` throws
   * instead.
   */
  publishBatch(
    drafts: readonly TypedDraft<Events>[],
    options?: BatchOptions,
  ): Promise<readonly BatchOutcome[]>;
  /**
   * The whole event, signed, without sending it: keep it beside your own data, then `send` it, as often as
   * needed.
   */
  prepare<Type extends EventType<Events>>(
    type: Type,
    draft: EventDraft<DataOf<Events, Type>>,
  ): Promise<CloudEvent>;
  /** Sends a prepared event, as `publish` does. Sending it again is safe. */
  send(event: CloudEvent): Promise<Publication>;
  /** Sends prepared events, as `publishBatch` does. */
  sendBatch(events: readonly CloudEvent[], options?: BatchOptions): Promise<readonly BatchOutcome[]>;
  /**
   * Receives until the signal aborts, and for ever reconnects. Resolves at the end; rejects where it cannot
   * go on.
   */
  subscribe<Type extends EventType<Events>>(options: SubscribeOptions<Events, Type>): Promise<void>;
  /** One page of the feed. */
  feed(query?: FeedQuery): Promise<FeedPage>;
  /** Up to where this system has acknowledged, and where the feed ends. */
  position(): Promise<{ readonly acknowledged: string | null; readonly head: string }>;
}

/** @throws E_CLIENT_OPTIONS where the address or the names cannot be right */
export function createClient<Events extends object = EventDataByType>(
  options: ClientOptions,
): Client<Events> {
  const { department, system, token, signer, signal, logger = quietLogger, clock = wakingClock } = options;
  const random = options.random ?? ((target) => crypto.getRandomValues(target as Uint8Array<ArrayBuffer>));
  const ids = options.ids ?? uuidV7({ now: clock.now, random });
  const baseUrl = checkedBaseUrl(options.baseUrl);
  const source = checkedSource(department, system);
  const terms = { ...defaultRetryTerms, ...options.retry };
  const waiting: Waiting = { clock, random, signal };
  const http = openHttpCalls({ baseUrl, token, clock, fetch: options.fetch ?? globalThis.fetch });
  const publishing = openPublishing(http, terms, waiting);

  const prepare = (type: string, draft: EventDraft): Promise<CloudEvent> =>
    draftedEvent(type, draft, { source, ids, clock, signer });
  const sendBatch = (events: readonly CloudEvent[], { atomic = false }: BatchOptions = {}) =>
    atomic ? publishing.sendAll(events) : publishing.sendEach(events);

  return {
    ...platformCalls((call) => withRetries(() => http.json({ ...call, signal }), terms, waiting), ids),
    source,
    prepare,
    send: publishing.send,
    sendBatch,
    publish: async (type, draft) => publishing.send(await prepare(type, draft)),
    publishBatch: async (drafts, batch) =>
      sendBatch(
        await Promise.all(drafts.map(({ type, ...draft }) => prepare(type, draft as EventDraft))),
        batch,
      ),
    feed: (query = {}) => withRetries(() => feedPage(http, query, signal), terms, waiting),
    position: () =>
      withRetries(() => http.json({ method: 'GET', path: '/v1/feed/position', signal }), terms, waiting),
    subscribe: (subscription) => {
      const ended = signal ? AbortSignal.any([signal, subscription.signal]) : subscription.signal;
      return subscribe(subscription, {
        http,
        source,
        prepare,
        terms,
        waiting: { ...waiting, signal: ended },
        logger,
      });
    },
  };
}

function checkedBaseUrl(text: string): URL {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw clientErrors.error('E_CLIENT_OPTIONS', {
    detail: {
      zh: `baseUrl “${text}” 不是 http 或 https 地址，例如 http://127.0.0.1:8080`,
      en: `baseUrl "${text}" is no http or https address, for example http://127.0.0.1:8080`,
    },
  });
}

function checkedSource(department: string, system: string): string {
  const source = `/departments/${department}/${system}`;
  if (sourceParts(source)) return source;
  throw clientErrors.error('E_CLIENT_OPTIONS', {
    detail: {
      zh: `department “${department}”或 system “${system}”不合规：小写字母、数字和连字符，以字母开头`,
      en: `department "${department}" or system "${system}" is not well formed: small letters, digits and hyphens, a letter first`,
    },
  });
}
