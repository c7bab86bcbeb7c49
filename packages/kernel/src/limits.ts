/** Limits on everything that comes from outside. A service may set lower ones; none sets higher ones. */
export const limits: {
  readonly eventBytesMax: number;
  readonly bodyBytesMax: number;
  readonly batchEventsMax: number;
  readonly jsonDepthMax: number;
  readonly eventIdLengthMax: number;
  readonly pageEventsMax: number;
  readonly waitSecondsMax: number;
  readonly webhooksMax: number;
} = {
  /** A single event, as received, UTF-8. */
  eventBytesMax: 256 * 1024,
  /** A request body: a batch of events. */
  bodyBytesMax: 8 * 1024 * 1024,
  /** Events in one batch. */
  batchEventsMax: 1_000,
  /** Nested objects and arrays of one event. */
  jsonDepthMax: 32,
  /** Characters of an event id (CloudEvents asks only for non-empty). */
  eventIdLengthMax: 128,
  /** Events in one page of a feed or a history. */
  pageEventsMax: 1_000,
  /** A long poll, seconds. */
  waitSecondsMax: 30,
  /** Webhook endpoints a department. */
  webhooksMax: 20,
};
