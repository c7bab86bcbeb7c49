/** What a view that rests does so for each event of a transaction: from 2,000 events a second on to its full length. */
const restMsEach = 0.5;

/**
 * Milliseconds that a view rests after a transaction: the longer, the more events it had, so that under load many share
 * one. Whoever is behind by more than it has just handled has no time to rest.
 *
 * @param pauseMsMax what the view asks for
 * @param events handled in the transaction
 * @param behind events that wait already
 */
export function restMs(pauseMsMax: number, events: number, behind: number): number {
  return behind > events ? 0 : Math.min(pauseMsMax, events * restMsEach);
}
