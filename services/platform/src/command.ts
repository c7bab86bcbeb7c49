import type { Clock, Language } from '@tongban/kernel';
import { usageError } from './cli-errors.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

/** What a command gets: parsed options, the words beside them, and where to write. */
export interface Invocation {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
  readonly output: Output;
  readonly language: Language;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborts on Ctrl-C, and when nobody reads the output any more. */
  readonly signal: AbortSignal;
}

/** One command of `tongban`: its words, its options and what it does. */
export interface Command {
  /** `publish`, or `contracts check`. */
  readonly name: string;
  readonly summary: string;
  /** What follows the name: `<file>`. */
  readonly argument?: string;
  /** Words it takes: least and most. Default none. */
  readonly words?: readonly [least: number, most: number];
  readonly options: Readonly<Record<string, CommandOption>>;
  /**
   * Imports here, and not above, what is large and what no other command needs: every command would wait for it.
   *
   * @throws E_CLI_USAGE where the command line is wrong in a way that only the command can see
   */
  run(invocation: Invocation): Promise<ExitCode>;
}

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly say: string;
}

/** The number of an option. @throws E_CLI_USAGE */
export function integerOption(
  options: Invocation['options'],
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  const text = options[name];
  if (text === undefined) return bounds.otherwise;
  const { min, max } = bounds;
  const value = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw usageError({
    zh: `--${name} 须为 ${min} 至 ${max} 的整数，而不是“${text}”`,
    en: `--${name} is a whole number from ${min} to ${max}, not "${text}"`,
  });
}
