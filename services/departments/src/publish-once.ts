import { type Publication, TongbanProblem } from '@tongban/client';

/**
 * Publishes an event whose id follows from what it tells. Where the platform has one of that id with other content,
 * the same was told before, on another day or under a key that was lost since: what was told first stands.
 * Answers the id.
 */
export async function publishOnce(publish: () => Promise<Pick<Publication, 'id'>>): Promise<string> {
  try {
    return (await publish()).id;
  } catch (error) {
    if (!(error instanceof TongbanProblem && error.code === 'E_EVENT_ID_REUSED')) throw error;
    return String(error.facts.id);
  }
}
