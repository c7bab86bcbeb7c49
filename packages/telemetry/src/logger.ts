/**
 * What a line is about, for programs: ids, counts, durations. Secrets and personal fields are removed by
 * name.
 */
export type Facts = Readonly<Record<string, unknown>>;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * The log of a service. Facts first, then one sentence that is the same every time, so that lines can be
 * counted.
 * An `Error` among the facts is written with its stack and its causes.
 */
export interface Logger {
  debug(facts: Facts, message: string): void;
  info(facts: Facts, message: string): void;
  warn(facts: Facts, message: string): void;
  error(facts: Facts, message: string): void;
  /** A logger that adds these facts to each of its lines. */
  child(facts: Facts): Logger;
}

/** Where lines go: `process.stdout`, a file stream, or an array in a test. */
export interface LogDestination {
  write(line: string): void;
}

/** Says nothing. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger,
};
