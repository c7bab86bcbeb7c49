/** One thing that arrived: which, of which sequence, and its number in that. */
export interface Arrival {
  readonly id: string;
  readonly sequence: string;
  /** From 0, dense. */
  readonly revision: number;
}

/** What was counted, to be compared with nothing lost, doubled or out of order. */
export interface Counted {
  readonly arrived: number;
  readonly lost: number;
  readonly doubled: number;
  /** Arrivals with a lower revision than one before them of their sequence. */
  readonly outOfOrder: number;
}

export function tally(arrivals: readonly Arrival[], expected: ReadonlySet<string>): Counted {
  const seen = new Set<string>();
  const latest = new Map<string, number>();
  let outOfOrder = 0;
  for (const { id, sequence, revision } of arrivals) {
    seen.add(id);
    const before = latest.get(sequence) ?? -1;
    if (revision < before) outOfOrder += 1;
    latest.set(sequence, Math.max(before, revision));
  }
  return {
    arrived: seen.size,
    lost: expected.difference(seen).size,
    doubled: arrivals.length - seen.size,
    outOfOrder,
  };
}
