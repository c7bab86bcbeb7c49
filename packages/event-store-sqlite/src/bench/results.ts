import type { Measured } from './workloads.ts';

/** One line of the table. */
export interface Row {
  readonly work: string;
  readonly goal: string;
  readonly ours: Measured;
  readonly limit?: Measured;
  /** Absent where no peer has such work or none is installed. */
  readonly peer?: Measured;
  /** How the bench knows that answers waited for the disk. */
  readonly durability?: string;
}

/** The median of the rates and of the 99th percentiles, each for itself. */
export function median(measured: readonly Measured[]): Measured {
  const latencies = measured.flatMap(({ p99Ms }) => (p99Ms === undefined ? [] : [p99Ms]));
  const rate = middle(measured.map((one) => one.rate));
  return latencies.length > 0 ? { rate, p99Ms: middle(latencies) } : { rate };
}

export function printTable(rows: readonly Row[], peersAreInstalled: boolean): void {
  const rate = (measured: Measured | undefined): string =>
    measured === undefined ? '' : Math.round(measured.rate).toLocaleString('en');
  console.table(
    Object.fromEntries(
      rows.map(({ work, goal, ours, limit, peer, durability }) => [
        work,
        {
          'events/s': rate(ours),
          'p99 ms': ours.p99Ms?.toFixed(2) ?? '',
          limit: rate(limit),
          'of limit': limit ? (ours.rate / limit.rate).toFixed(2) : '',
          'emmett-sqlite': peersAreInstalled ? rate(peer) : 'not installed',
          'times peer': peer ? (ours.rate / peer.rate).toFixed(1) : '',
          goal,
          durable: durability ?? '',
        },
      ]),
    ),
  );
}

function middle(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
