import type { DataOf } from './domain-event.ts';

/** One recorded read, as far as asking who read what goes. */
export type ReadRecord = Pick<
  DataOf<'sharing.data-read.v1'>,
  'department' | 'channel' | 'grants' | 'afterPosition' | 'lastPosition'
>;

/** A department that was handed an event, the way of the latest such read, and the grants it was read under. */
export interface PastReader {
  readonly department: string;
  readonly channel: ReadRecord['channel'];
  readonly grantIds: readonly string[];
}

/**
 * Who was handed the event at a position. A page carries every event of its span that its grants cover, so that the
 * span and a grant of the event's type suffice: nobody who read it is missed.
 *
 * @param reads in the order in which they were recorded.
 * @param isOfType whether a grant is for the event's type.
 * @returns by department, sorted.
 */
export function readersOf(
  reads: Iterable<ReadRecord>,
  position: string,
  isOfType: (grantId: string) => boolean,
): readonly PastReader[] {
  const found = new Map<string, { channel: ReadRecord['channel']; readonly grantIds: Set<string> }>();
  for (const { department, channel, grants, afterPosition, lastPosition } of reads) {
    if (!isAfter(position, afterPosition) || isAfter(position, lastPosition)) continue;
    for (const { grantId, count } of grants) {
      if (count === 0 || !isOfType(grantId)) continue;
      const reader = found.get(department) ?? { channel, grantIds: new Set() };
      reader.channel = channel;
      reader.grantIds.add(grantId);
      found.set(department, reader);
    }
  }
  return [...found]
    .map(([department, { channel, grantIds }]) => ({ department, channel, grantIds: [...grantIds].sort() }))
    .sort((one, other) => (one.department < other.department ? -1 : 1));
}

/** Positions are decimal texts without leading zeros: the longer is the later, equal lengths compare as texts. */
function isAfter(one: string, other: string): boolean {
  return one.length === other.length ? one > other : one.length > other.length;
}
