/**
 * What a source gives, in lists as long as what came while the last one was being worked on: one at a time when there
 * is little, up to `itemsMax` when there is much. Ends when the source ends; what was gathered by then is still given.
 */
export async function* gathered<Item>(
  source: AsyncIterable<readonly Item[]>,
  itemsMax: number,
): AsyncGenerator<readonly Item[], void, undefined> {
  const waiting: Item[] = [];
  let isEnded = false;
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => {};
  let taken = (): void => {};
  const pull = async (): Promise<void> => {
    for await (const items of source) {
      for (const item of items) waiting.push(item);
      wake();
      while (waiting.length >= itemsMax && !isEnded) {
        await new Promise<void>((resolve) => {
          taken = resolve;
        });
      }
      if (isEnded) return;
    }
  };
  void pull()
    .catch((error: unknown) => {
      failure = { error };
    })
    .finally(() => {
      isEnded = true;
      wake();
    });
  try {
    for (;;) {
      if (waiting.length > 0) {
        const items = waiting.splice(0, itemsMax);
        taken();
        yield items;
      } else if (failure !== undefined) {
        throw failure.error;
      } else if (isEnded) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    isEnded = true;
    taken();
  }
}
