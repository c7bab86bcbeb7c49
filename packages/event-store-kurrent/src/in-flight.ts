/** Does something with every item, at most so many at the same time; answers in the order of the items. */
export async function inFlight<Item, Answer>(
  atOnceMax: number,
  items: readonly Item[],
  act: (item: Item, at: number) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      answers[at] = await act(items[at] as Item, at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, work));
  return answers;
}
