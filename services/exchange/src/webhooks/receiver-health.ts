/** Tells a receiver that fails on one sequence from a receiver that fails. */
export interface ReceiverHealth {
  /**
   * True where many sequences in a row failed without one success between: then it is not the events, and nothing more
   * should be parked.
   */
  readonly isDown: boolean;
  failed(sequence: string): void;
  /** Answers whether it was down until now. */
  succeeded(): boolean;
}

/** @param sequencesMax Different sequences that may fail in a row before the receiver counts as down. */
export function receiverHealth(sequencesMax: number): ReceiverHealth {
  const failing = new Set<string>();
  return {
    get isDown() {
      return failing.size >= sequencesMax;
    },
    failed(sequence) {
      if (failing.size < sequencesMax) failing.add(sequence);
    },
    succeeded() {
      const wasDown = failing.size >= sequencesMax;
      failing.clear();
      return wasDown;
    },
  };
}
