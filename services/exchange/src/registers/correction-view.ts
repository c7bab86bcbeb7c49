import type { EventSource, Position } from '@tongban/event-store';
import type { Clock } from '@tongban/kernel';
import { liveProjection } from '@tongban/processing';
import type { ServicePart } from '@tongban/service';
import type { Logger } from '@tongban/telemetry';
import {
  type CorrectedEvents,
  type MadeCorrection,
  openCorrectedEvents,
} from '../domain/corrected-events.ts';

/** The events that were corrected, as everything recorded so far says. */
export interface CorrectionView extends ServicePart {
  upTo(position: Position): Promise<CorrectedEvents>;
}

export function openCorrectionView(options: {
  readonly store: EventSource;
  readonly clock: Clock;
  readonly logger: Logger;
}): CorrectionView {
  const projection = liveProjection<CorrectedEvents>({
    ...options,
    name: 'corrected-events',
    filter: { types: ['sharing.datum-corrected.v1'] },
    initialState: openCorrectedEvents,
    evolve(corrected, { event }) {
      corrected.add(event.data as unknown as MadeCorrection);
      return corrected;
    },
  });
  return {
    name: projection.name,
    status: () => projection.status(),
    stop: () => projection.stop(),
    upTo: (position) => projection.caughtUpTo(position),
  };
}
