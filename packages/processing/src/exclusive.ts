/** Runs pieces of work one after the other, in the order in which they were asked for. */
export type Exclusive = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function exclusive(): Exclusive {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
