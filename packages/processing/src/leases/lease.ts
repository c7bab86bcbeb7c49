/** The right to do alone what one process at a time must do: relaying, sequencing. */
export interface Lease {
  readonly name: string;
  /** Who has it: a process, under a name of its own. */
  readonly holder: string;
  /**
   * The fencing token: it goes up whenever the lease goes to another holder. What is written under a lease names its
   * token, so that a holder who was thought dead and wakes up writes nothing any more.
   */
  readonly token: number;
  /** Until when it holds unless it is renewed, epoch milliseconds. */
  readonly untilMs: number;
}

export interface WantedLease {
  readonly name: string;
  readonly holder: string;
  readonly nowMs: number;
  /** How long it holds from now. */
  readonly ttlMs: number;
}

/** The lease as its holder has it from now on; undefined where somebody else has it and it has not run out. */
export function takeLease(current: Lease | undefined, wanted: WantedLease): Lease | undefined {
  const { name, holder, nowMs, ttlMs } = wanted;
  const taken = { name, holder, untilMs: nowMs + ttlMs };
  if (current === undefined) return { ...taken, token: 1 };
  if (current.holder === holder) return { ...taken, token: current.token };
  return current.untilMs <= nowMs ? { ...taken, token: current.token + 1 } : undefined;
}
