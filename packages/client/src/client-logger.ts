/** What the client needs of a log: facts first, then one sentence that is the same every time. */
export interface ClientLogger {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
}

/** Says nothing. */
export const quietLogger: ClientLogger = { info: () => {}, warn: () => {} };
