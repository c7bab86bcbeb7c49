export interface WaitForOptions {
  /** What is waited for, for the failure: `the feed has three events`. */
  readonly describe: string;
  /** Default 10 s: a bound for what never happens, not a measure of speed. */
  readonly timeoutMs?: number;
}

const pollMs = 5;

/**
 * Waits until the condition answers something truthy, and answers that. A condition that throws is not met
 * yet.
 * @throws Error that says what was waited for, what it answered last and what it threw
 */
export async function waitFor<Value>(
  condition: () => Value | Promise<Value>,
  { describe, timeoutMs = 10_000 }: WaitForOptions,
): Promise<Exclude<Value, false | 0 | '' | null | undefined>> {
  const startMs = performance.now();
  for (;;) {
    const last = await answerOf(condition);
    if ('value' in last && last.value) return last.value as Exclude<Value, false | 0 | '' | null | undefined>;
    if (performance.now() - startMs >= timeoutMs) {
      const seen = 'value' in last ? `it was ${String(last.value)}` : `it threw ${String(last.error)}`;
      throw new Error(
        `waited ${timeoutMs} ms until ${describe}: ${seen}`,
        'error' in last ? { cause: last.error } : {},
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function answerOf<Value>(
  condition: () => Value | Promise<Value>,
): Promise<{ readonly value: Value } | { readonly error: unknown }> {
  try {
    return { value: await condition() };
  } catch (error) {
    return { error };
  }
}
