import type { Position, RecordedEvent } from '@tongban/event-store';

/** The notices of one type by their ids, which are those of what they are about, in the order in which they were recorded. */
export interface NoticeView {
  upTo(position: Position): Promise<ReadonlyMap<string, RecordedEvent>>;
  current(): Promise<ReadonlyMap<string, RecordedEvent>>;
}
