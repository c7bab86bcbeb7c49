import type { EventStore, Position, RecordedEvent } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { liveProjection } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import type { Complaint } from '../domain/complaint.ts';
import { type MadeCorrection, openCorrectedEvents } from '../domain/corrected-events.ts';
import type { SharingEvent } from '../domain/domain-event.ts';
import { openGrantRegister } from '../domain/grant-register.ts';
import type { Incident } from '../domain/incident.ts';
import type { CorrectionView } from './correction-view.ts';
import type { GrantView } from './grant-view.ts';
import type { NoticeView } from './notice-view.ts';

/** All that is looked up of the sharing process, folded by one follower of the store: each more would cost every event. */
export interface SharingViews extends ServicePart {
  readonly grants: GrantView;
  readonly corrections: CorrectionView;
  readonly incidents: NoticeView;
  readonly complaints: NoticeView;
  /** By the complaints that they answer. */
  readonly complaintAnswers: NoticeView;
  readonly exports: NoticeView;
}

export function openSharingViews(options: {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
}): SharingViews {
  const { store } = options;
  const projection = liveProjection({
    ...options,
    name: 'sharing',
    filter: { typePrefixes: ['sharing.'] },
    initialState: nothing,
    evolve: (state, recorded) => {
      take(state, recorded);
      return state;
    },
  });
  const view = <Part extends keyof Folded>(
    part: Part,
  ): { upTo(position: Position): Promise<Folded[Part]>; current(): Promise<Folded[Part]> } => {
    const upTo = async (position: Position) => (await projection.caughtUpTo(position))[part];
    return { upTo, current: async () => upTo(await store.head()) };
  };
  return {
    name: projection.name,
    status: () => projection.status(),
    stop: () => projection.stop(),
    grants: view('grants'),
    corrections: view('corrections'),
    incidents: view('incidents'),
    complaints: view('complaints'),
    complaintAnswers: view('complaintAnswers'),
    exports: view('exports'),
  };
}

type Folded = ReturnType<typeof nothing>;

function nothing() {
  return {
    grants: openGrantRegister(),
    corrections: openCorrectedEvents(),
    incidents: new Map<string, RecordedEvent>(),
    complaints: new Map<string, RecordedEvent>(),
    complaintAnswers: new Map<string, RecordedEvent>(),
    exports: new Map<string, RecordedEvent>(),
  };
}

function take(state: Folded, recorded: RecordedEvent): void {
  const { id, type, event, position } = recorded;
  switch (type) {
    case 'sharing.datum-corrected.v1':
      state.corrections.add(event.data as unknown as MadeCorrection, position);
      break;
    case 'sharing.incident-reported.v1':
      state.incidents.set((event.data as unknown as Incident).incidentId, recorded);
      break;
    case 'sharing.subject-complaint-filed.v1':
      state.complaints.set((event.data as unknown as Complaint).complaintId, recorded);
      break;
    case 'sharing.subject-complaint-answered.v1':
      state.complaintAnswers.set(event.subject, recorded);
      break;
    case 'sharing.usage-record-exported.v1':
      state.exports.set(id, recorded);
      break;
    default:
      state.grants.apply({ type, subject: event.subject, data: event.data } as unknown as SharingEvent);
  }
}
