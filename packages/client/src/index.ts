export { TongbanError as TongbanProblem } from '@tongban/kernel';
export type { RetryTerms } from './backoff.ts';
export type { ClientLogger } from './client-logger.ts';
export {
  type BatchOptions,
  type Client,
  type ClientOptions,
  createClient,
  type TypedDraft,
} from './create-client.ts';
export { type CursorStore, inMemoryCursorStore } from './cursor-store.ts';
export type { PoisonDecision, PoisonedEvent } from './delivery.ts';
export { clientErrors } from './errors.ts';
export type { Cause, EventDraft, Signer } from './event-draft.ts';
export type { FeedCursor, FeedItem, FeedPage, Received } from './feed-item.ts';
export type { FeedQuery } from './feed-source.ts';
export { fileCursorStore } from './file-cursor-store.ts';
export type { BatchOutcome, Publication } from './publishing.ts';
export type {
  DataOf,
  EventType,
  HandlerContext,
  ReceivedCorrection,
  ReceivedEvent,
  SubscribeOptions,
} from './subscribe-options.ts';
