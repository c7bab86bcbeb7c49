import type { EventKind } from './sample-events.ts';

/** Where the work goes to. */
export interface Target {
  readonly port: number;
  readonly token: string;
}

/** As many requests as the server answers: each connection sends the next when it has its answer. */
export interface ClosedLoop {
  readonly work: 'closed-loop';
  readonly target: Target;
  readonly kind: EventKind;
  readonly batch: number;
  /** Whether members are in the order in which somebody wrote them, not in the canonical one, as the client has them. */
  readonly isUnsorted?: boolean;
  readonly seconds: number;
  readonly connections: number;
  /** For signed events: the key, and how many to sign beforehand. */
  readonly signing?: { readonly keyId: string; readonly pem: string; readonly count: number };
}

/** Single events at a fixed rate, whether or not the server keeps up; latency counts from when each was due. */
export interface OpenLoop {
  readonly work: 'open-loop';
  readonly target: Target;
  readonly perSecond: number;
  readonly seconds: number;
  readonly connections: number;
}

/** Publishes at a fixed rate and follows the feed of another department: latency from due to received. */
export interface Following {
  readonly work: 'following';
  readonly target: Target;
  readonly reader: { readonly token: string; readonly channel: 'long-poll' | 'stream' };
  readonly perSecond: number;
  readonly seconds: number;
}

/** Reads a feed from its beginning to its end, page by page. */
export interface CatchUp {
  readonly work: 'catch-up';
  readonly target: Target;
  readonly limit: number;
}

export type Work = ClosedLoop | OpenLoop | Following | CatchUp;

export interface Measured {
  /** Events published, or received. */
  readonly events: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the generator, as a share of one core: near 1 it is itself what is measured. */
  readonly generatorShare: number;
}

/** The figures of a run: events, the time they took, and the latencies in milliseconds that were seen. */
export function measuredOf(
  events: number,
  elapsedMs: number,
  latencies: number[],
): Omit<Measured, 'generatorShare'> {
  latencies.sort((one, other) => one - other);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return { events, perSecond: (events * 1_000) / elapsedMs, p50Ms: at(0.5), p99Ms: at(0.99) };
}
