import { type RetryPolicy, retryPolicy } from '@tongban/processing';

/** How a webhook deals with a receiver that does not take an event. */
export interface WebhookPatience {
  /**
   * At once, while the whole webhook waits: few and quick. Then the sequence is parked, and others go on. The longest
   * delay is that between attempts while the receiver is down.
   */
  readonly atOnce: Pick<RetryPolicy, 'attempts' | 'delayMs' | 'delayMsMax'>;
  /** Later, for each parked sequence alone; after the last attempt it waits for somebody to redrive it. */
  readonly later: RetryPolicy;
  /** Different sequences that fail in a row before the receiver counts as down, and nothing more is parked. */
  readonly failingSequencesMax: number;
}

/**
 * A sequence holds the others up for 3 s (and its timeouts), is tried again after 5 s, 10 s, … up to an hour, 30 times
 * in about 21 hours. A receiver that is down is tried every five minutes for as long as it takes.
 */
export const webhookPatience: WebhookPatience = {
  atOnce: { attempts: 3, delayMs: 1_000, delayMsMax: 300_000 },
  later: retryPolicy({ attempts: 30, delayMs: 5_000, delayMsMax: 3_600_000 }),
  failingSequencesMax: 10,
};
