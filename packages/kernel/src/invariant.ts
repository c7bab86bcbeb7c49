/** Broken arithmetic of our own: never caused by input, never caught, stays on in production. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Asserts what must hold if the code is right. Input is checked by other means. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
