import type { Clock, Language, Localized } from '@tongban/kernel';
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
  readonly summary: Localized;
  /** What follows the name: `<file>`. */
  readonly argument?: Localized;
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
  /** What it does, with its range and its default. */
  readonly say: Localized;
}

/** Options that several commands have. */
export const urlOption: CommandOption = {
  type: 'string',
  say: {
    zh: '平台地址（默认为 TONGBAN_URL，未设则为 http://127.0.0.1:8080）',
    en: 'address of the platform (default: TONGBAN_URL, else http://127.0.0.1:8080)',
  },
};
export const configOption: CommandOption = {
  type: 'string',
  say: {
    zh: 'YAML 配置文件（默认无）；环境变量和选项优先于它',
    en: 'YAML file with settings (default: none); the environment and options override it',
  },
};

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
