/** What a view that rests does so for each event of a transaction: from 2,000 events a second on to its full length. */
const restMsEach = 0.5;

/**
 * Milliseconds that a view rests after a transaction: the longer, the more events it had, so that under load many share
 * one. Whoever is behind by more than it has just passed has no time to rest.
 *
 * @param pauseMsMax what the view asks for
 * @param events handled in the transaction
 * @param passed positions from the one before the transaction to the one behind it
 * @param behind positions from there to the end of the store; in some stores positions count bytes
 */
export function restMs(pauseMsMax: number, events: number, passed: number, behind: number): number {
  return behind > passed ? 0 : Math.min(pauseMsMax, events * restMsEach);
}
