import type { Position } from '@tongban/event-store';
import type { CorrectedEvents } from '../domain/corrected-events.ts';

/** The events that were corrected, as everything recorded so far says. */
export interface CorrectionView {
  upTo(position: Position): Promise<CorrectedEvents>;
}
