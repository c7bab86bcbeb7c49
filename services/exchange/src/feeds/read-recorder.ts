import type { Position } from '@tongban/event-store';
import type { PlatformJournal } from '../platform-journal.ts';
import type { FeedReading } from './feed-reader.ts';

/** A page that is about to be handed over. */
export interface PageRead extends FeedReading {
  /** The position up to which the page goes. */
  readonly last: Position;
  readonly grants: readonly { readonly grantId: string; readonly purpose: string; readonly count: number }[];
  readonly events: number;
  readonly responseHash: string;
  readonly time: string;
}

/**
 * Writes every read down before the data leaves (政务数据共享条例 art. 29): where this fails, nothing is handed over.
 * Notices of the sharing process to its own party are no reading of shared data.
 */
export interface ReadRecorder {
  record(read: PageRead): Promise<void>;
}

export function openReadRecorder(journal: PlatformJournal): ReadRecorder {
  return {
    async record(read) {
      if (read.grants.length === 0) return;
      await journal.record('sharing.data-read.v1', {
        subject: read.department,
        time: read.time,
        data: {
          department: read.department,
          system: read.system,
          channel: read.channel,
          grants: read.grants,
          afterPosition: String(read.after),
          lastPosition: String(read.last),
          eventCount: read.events,
          responseHash: read.responseHash,
        },
      });
    },
  };
}
