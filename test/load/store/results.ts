import type { Measured } from './workloads.ts';

/** What a peer came to in one work. */
export interface PeerFigures {
  readonly name: string;
  readonly figures: Measured;
  readonly durability: string;
}

/** One line of the table. */
export interface Row {
  readonly work: string;
  readonly goal: string;
  readonly ours: Measured;
  readonly limit?: Measured;
  /** Those that were measured in this work. */
  readonly peers?: readonly PeerFigures[];
  /** How the bench knows that answers waited for the disk. */
  readonly durability?: string;
}

/** The median of the rates and of the 99th percentiles, each for itself. */
export function median(measured: readonly Measured[]): Measured {
  const latencies = measured.flatMap(({ p99Ms }) => (p99Ms === undefined ? [] : [p99Ms]));
  const rate = middle(measured.map((one) => one.rate));
  return latencies.length > 0 ? { rate, p99Ms: middle(latencies) } : { rate };
}

/** Ours beside the limit and the best peer, then the peers. */
export function printTables(rows: readonly Row[]): void {
  console.table(
    Object.fromEntries(
      rows.map(({ work, goal, ours, limit, peers = [], durability }) => {
        const [best] = peers.toSorted((one, other) => other.figures.rate - one.figures.rate);
        return [
          work,
          {
            'events/s': rate(ours),
            'p99 ms': milliseconds(ours),
            limit: rate(limit),
            'of limit': limit ? (ours.rate / limit.rate).toFixed(2) : '',
            'best peer': best ? `${best.name} ${rate(best.figures)}` : '',
            'times it': best ? (ours.rate / best.figures.rate).toFixed(1) : '',
            goal,
            durable: durability ?? '',
          },
        ];
      }),
    ),
  );
  // Where two works are compared with the same measurements, they are told once.
  const compared = rows.filter(
    ({ peers = [] }, at) => peers.length > 0 && rows.findIndex((row) => row.peers === peers) === at,
  );
  if (compared.length === 0) return;
  const names = [...new Set(compared.flatMap(({ peers = [] }) => peers.map(({ name }) => name)))];
  console.table(
    Object.fromEntries(
      names.map((name) => {
        const of = ({ peers = [] }: Row): PeerFigures | undefined => peers.find((peer) => peer.name === name);
        const figures = compared.map((row) => [row.work, rate(of(row)?.figures)]);
        const durable = compared.map(of).find((peer) => peer !== undefined)?.durability;
        return [name, { ...Object.fromEntries(figures), durable }];
      }),
    ),
  );
}

function rate(measured: Measured | undefined): string {
  return measured === undefined ? '' : Math.round(measured.rate).toLocaleString('en');
}

function milliseconds({ p99Ms }: Measured): string {
  return p99Ms?.toFixed(2) ?? '';
}

function middle(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
