/** One holder at a time, in the order in which they came. */
export interface Turns {
  /** Resolves when it is the caller's turn, with what ends it; ending it twice does nothing. */
  take(): Promise<() => void>;
}

/** Does work in a turn of its own. */
export async function inTurn<Result>(turns: Turns, work: () => Promise<Result>): Promise<Result> {
  const end = await turns.take();
  try {
    return await work();
  } finally {
    end();
  }
}

export function takingTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const mine = Promise.withResolvers<void>();
      const before = last;
      last = mine.promise;
      await before;
      return mine.resolve;
    },
  };
}
