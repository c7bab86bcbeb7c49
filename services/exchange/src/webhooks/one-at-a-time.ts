/** Runs pieces of work one after the other, in the order in which they were asked for. */
export interface OneAtATime {
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when everything asked for so far is over, well or not. */
  rest(): Promise<void>;
}

export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const result = last.then(work);
      last = result.catch(() => undefined);
      return result;
    },
    async rest() {
      await last;
    },
  };
}
