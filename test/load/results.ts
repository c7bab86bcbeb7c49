/** One line of the table. */
export interface Row {
  readonly work: string;
  readonly goal: string;
  /** The figure that the goal speaks of, as it is shown. */
  readonly ours: string;
  /** Beside it: the limit, latencies, processor time. */
  readonly beside?: string;
  readonly holds: boolean;
}

export function median(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[figures.length >> 1] ?? Number.NaN;
}

/** `12,345/s` */
export function rate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')}/s`;
}

export function milliseconds(figure: number): string {
  return `${figure.toFixed(figure < 10 ? 2 : 0)} ms`;
}

export function printRows(rows: readonly Row[]): void {
  console.table(
    Object.fromEntries(
      rows.map(({ work, goal, ours, beside = '', holds }) => [
        work,
        { ours, goal, holds: holds ? 'yes' : 'no', beside },
      ]),
    ),
  );
}
