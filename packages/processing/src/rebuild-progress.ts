import type { Position } from '@tongban/event-store';

/** How far a rebuild is. */
export interface RebuildProgress {
  readonly position: Position;
  /** The last position when this was said. */
  readonly head: Position;
  /** Events handled by this run, and positions passed a second by it. */
  readonly events: number;
  readonly positionsPerSecond: number;
  /** Estimated; undefined as long as nothing was measured. */
  readonly secondsLeft: number | undefined;
}

/** The progress after having come from `start` to `position` in `elapsedMs`. */
export function rebuildProgress(at: {
  readonly start: Position;
  readonly position: Position;
  readonly head: Position;
  readonly events: number;
  readonly elapsedMs: number;
}): RebuildProgress {
  const { start, position, head, events, elapsedMs } = at;
  const positionsPerSecond = elapsedMs > 0 ? ((position - start) * 1000) / elapsedMs : 0;
  const left = Math.max(0, head - position);
  const secondsLeft = left === 0 ? 0 : positionsPerSecond > 0 ? left / positionsPerSecond : undefined;
  return { position, head, events, positionsPerSecond, secondsLeft };
}
