import type { EventStore, Position, RecordedEvent } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { liveProjection } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';

/** The notices of one type by their ids, which are those of what they are about, in the order in which they were recorded. */
export interface NoticeView extends ServicePart {
  upTo(position: Position): Promise<ReadonlyMap<string, RecordedEvent>>;
  current(): Promise<ReadonlyMap<string, RecordedEvent>>;
}

export function openNoticeView(options: {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly name: string;
  readonly type:
    | 'sharing.incident-reported.v1'
    | 'sharing.subject-complaint-filed.v1'
    | 'sharing.usage-record-exported.v1';
}): NoticeView {
  const { store, type } = options;
  const projection = liveProjection<Map<string, RecordedEvent>>({
    ...options,
    filter: { types: [type] },
    initialState: () => new Map(),
    evolve: (notices, recorded) => notices.set(recorded.id, recorded),
  });
  return {
    name: projection.name,
    status: () => projection.status(),
    stop: () => projection.stop(),
    upTo: (position) => projection.caughtUpTo(position),
    current: async () => projection.caughtUpTo(await store.head()),
  };
}
