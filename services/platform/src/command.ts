import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Clock, Language } from '@tongban/kernel';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';

export type OptionTable = NonNullable<ParseArgsConfig['options']>;

/** What a command gets: parsed options, the words beside them, and where to write. */
export interface Invocation {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
  readonly output: Output;
  readonly language: Language;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborts on Ctrl-C. */
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
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly say: string }>>;
  run(invocation: Invocation): Promise<ExitCode>;
}

export type Parsed =
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly options: Invocation['options'];
      readonly words: readonly string[];
    }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly text: string };

/** Reads a command line strictly: an unknown option or a word too many is an error that says what there is. */
export function parseCommandLine(commands: readonly Command[], args: readonly string[]): Parsed {
  const command = [...commands]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => name.split(' ').every((word, at) => args[at] === word));
  if (!command) {
    const help = args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '');
    if (help) return { kind: 'help', text: overview(commands) };
    return {
      kind: 'wrong',
      text: `There is no command "${args.slice(0, 2).join(' ')}".\n\n${overview(commands)}`,
    };
  }
  const rest = args.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', text: usageOf(command) };
  const options: OptionTable = { json: { type: 'boolean' }, lang: { type: 'string' } };
  for (const [name, { type }] of Object.entries(command.options)) options[name] = { type };
  try {
    const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true, strict: true });
    const [least, most] = command.words ?? [0, 0];
    if (positionals.length < least || positionals.length > most) {
      return {
        kind: 'wrong',
        text: `${command.name} takes ${command.argument ?? 'no further words'}.\n\n${usageOf(command)}`,
      };
    }
    return { kind: 'run', command, options: values as Invocation['options'], words: positionals };
  } catch (error) {
    return { kind: 'wrong', text: `${(error as Error).message}\n\n${usageOf(command)}` };
  }
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name, argument }) => name.length + (argument?.length ?? 0) + 1));
  const rows = commands.map(
    ({ name, argument, summary }) => `  ${`${name} ${argument ?? ''}`.padEnd(width + 2)}${summary}`,
  );
  return `tongban <command> [options]     通办命令行\n\n${rows.join('\n')}\n\n  Every command takes --json, --lang zh|en and --help.`;
}

function usageOf({ name, argument, summary, options }: Command): string {
  const rows = Object.entries(options).map(
    ([option, { type, say }]) => `  --${option}${type === 'string' ? ' <value>' : ''}`.padEnd(24) + say,
  );
  return [
    `tongban ${name}${argument ? ` ${argument}` : ''} [options]`,
    `  ${summary}`,
    '',
    ...rows,
    '  --json                machine-readable output',
    '  --lang zh|en          language of messages',
  ].join('\n');
}

/** The number of an option, or an explanation. */
export function integerOption(
  options: Invocation['options'],
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  const text = options[name];
  if (text === undefined) return bounds.otherwise;
  const value = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= bounds.min && value <= bounds.max)) {
    throw new UsageError(`--${name} is a whole number from ${bounds.min} to ${bounds.max}, not "${text}"`);
  }
  return value;
}

/** The command line is wrong in a way that only the command can see. Exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode: ExitCode = exitCodes.usage;
}
