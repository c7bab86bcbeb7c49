import type { CloudEvent } from '@tongban/cloudevents';
import type { InboxPage } from '@tongban/event-bus';
import type { Position } from '@tongban/event-store';
import { decodeJson } from '@tongban/kernel';
import { positionOfCursor } from '../feeds/feed-cursor.ts';
import type { OutgoingItem } from '../feeds/feed-item.ts';
import type { FeedReader } from '../feeds/feed-reader.ts';

/** Events of one page of an inbox. */
const pageMax = 500;

/** The feed of a department as its inbox has it: every page is recorded as read before it is written there. */
export async function* inboxPages(
  reader: FeedReader,
  department: string,
  start: Position,
  signal: AbortSignal,
): AsyncGenerator<InboxPage> {
  for (let after = start; !signal.aborted; ) {
    const reading = { department, system: 'kafka', channel: 'topic', after, limit: pageMax } as const;
    const { items, next } = await reader.readOrWait(reading, signal);
    if (signal.aborted) return;
    after = positionOfCursor(next);
    yield { items: items.map(inboxItem), next: after };
  }
}

function inboxItem(item: OutgoingItem): InboxPage['items'][number] {
  const { position, stream, revision, recordedAt, seen } = item;
  const { text, grants, withheld, erased } = seen;
  const event = decodeJson(Buffer.from(text).toString()) as CloudEvent;
  return {
    ...{ position, stream, revision, recordedAt, event, withheld, erased },
    grants: grants.map(({ grantId }) => grantId),
  };
}
