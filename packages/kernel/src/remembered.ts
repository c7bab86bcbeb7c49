/** Texts that are longer are worked out anew each time: those that come again are short. */
const lengthMax = 256;

/**
 * The same pure function, with the answers of late remembered: for texts of which few come again and again, such as
 * types and sources of events. Memory stays flat whatever is asked: from `textsMax` on it begins anew.
 */
export function remembered<Answer>(
  answer: (text: string) => Answer,
  textsMax = 1_000,
): (text: string) => Answer {
  const known = new Map<string, { readonly answer: Answer }>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.answer;
    const fresh = { answer: answer(text) };
    if (text.length <= lengthMax) {
      if (known.size >= textsMax) known.clear();
      known.set(text, fresh);
    }
    return fresh.answer;
  };
}
