import { parseArgs } from 'node:util';
import type { Localized, TongbanError } from '@tongban/kernel';
import { usageError } from './cli-errors.ts';
import type { Command, CommandOption, Invocation } from './command.ts';
import { nearestName } from './nearest-name.ts';

export type Parsed =
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly options: Invocation['options'];
      readonly words: readonly string[];
    }
  | { readonly kind: 'help'; readonly text: string }
  /** With what there is to choose from instead. */
  | { readonly kind: 'wrong'; readonly error: TongbanError; readonly help: string };

/** Reads a command line strictly: an unknown option or a word too many is an error that says what there is. */
export function parseCommandLine(commands: readonly Command[], args: readonly string[]): Parsed {
  if (args[0] === 'help') return helpOn(commands, args.slice(1));
  const command = commandOf(commands, args);
  if (!command) {
    if (args.length === 0 || isHelp(args[0])) return { kind: 'help', text: overview(commands) };
    return noSuchCommand(commands, args);
  }
  const rest = args.slice(command.name.split(' ').length);
  if (rest.some(isHelp)) return { kind: 'help', text: usageOf(command) };
  const table = { ...command.options, ...everyCommand };
  const { tokens } = parseArgs({ args: rest, options: table, strict: false, tokens: true });
  const options: Record<string, string | boolean> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const defect = optionDefect(command, table, token);
    if (defect) return { kind: 'wrong', error: usageError(defect), help: usageOf(command) };
    options[token.name] = token.value ?? true;
  }
  const defect = wordsDefect(command, words);
  if (defect) return { kind: 'wrong', error: usageError(defect), help: usageOf(command) };
  return { kind: 'run', command, options, words };
}

const everyCommand: Readonly<Record<string, CommandOption>> = {
  json: { type: 'boolean', say: 'machine-readable output' },
  lang: { type: 'string', say: 'language of messages: zh or en' },
};

/** The longest name that the words begin with: `contracts check` before a `contracts` that might be. */
function commandOf(commands: readonly Command[], args: readonly string[]): Command | undefined {
  return [...commands]
    .sort((one, other) => other.name.length - one.name.length)
    .find(({ name }) => name.split(' ').every((word, at) => args[at] === word));
}

function helpOn(commands: readonly Command[], words: readonly string[]): Parsed {
  const command = commandOf(commands, words);
  if (command) return { kind: 'help', text: usageOf(command) };
  const named = words.filter((word, at) => !word.startsWith('-') && words[at - 1] !== '--lang');
  return named.length === 0 ? { kind: 'help', text: overview(commands) } : noSuchCommand(commands, named);
}

function noSuchCommand(commands: readonly Command[], args: readonly string[]): Parsed {
  const names = commands.map(({ name }) => name);
  const [first = '', second = ''] = args;
  const family = names.filter((name) => name.startsWith(`${first} `)).map((name) => name.split(' ')[1]);
  const help = overview(commands);
  if (family.length > 0 && (second === '' || second.startsWith('-'))) {
    const all = family.join(', ');
    const detail = { zh: `${first} 之后须为：${all}`, en: `${first} is followed by one of: ${all}` };
    return { kind: 'wrong', error: usageError(detail), help };
  }
  const typed = family.length > 0 ? `${first} ${second}` : first;
  const nearest = nearestName(`${first} ${second}`, names) ?? nearestName(first, names);
  const detail = {
    zh: `没有命令“${typed}”${nearest ? `，是否指“${nearest}”？` : ''}`,
    en: `There is no command "${typed}"${nearest ? `. Did you mean "${nearest}"?` : ''}`,
  };
  return { kind: 'wrong', error: usageError(detail), help };
}

interface OptionToken {
  readonly name: string;
  /** As it was typed: `--limit`, `-l`. */
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function optionDefect(
  { name }: Command,
  table: Readonly<Record<string, CommandOption>>,
  { name: option, rawName, value, inlineValue }: OptionToken,
): Localized | undefined {
  const known = Object.hasOwn(table, option) && rawName.startsWith('--') ? table[option] : undefined;
  if (!known) {
    const nearest = nearestName(option, Object.keys(table));
    return {
      zh: `${name} 没有选项 ${rawName}${nearest ? `，是否指 --${nearest}？` : ''}`,
      en: `${name} has no option ${rawName}${nearest ? `. Did you mean --${nearest}?` : ''}`,
    };
  }
  if (known.type === 'boolean') {
    return value === undefined
      ? undefined
      : { zh: `--${option} 不带值`, en: `--${option} takes no value, and was given "${value}"` };
  }
  // `--as --json` is a forgotten value, not a department of that name.
  const isForgotten = value === undefined || (inlineValue !== true && /^-./.test(value));
  return isForgotten
    ? { zh: `--${option} 须带一个值：${known.say}`, en: `--${option} needs a value: ${known.say}` }
    : undefined;
}

function wordsDefect({ name, argument, words }: Command, given: readonly string[]): Localized | undefined {
  const [least, most] = words ?? [0, 0];
  if (given.length >= least && given.length <= most) return undefined;
  const list = given.map((word) => `"${word}"`).join(' ');
  return {
    zh: `${name} 之后须为${argument ? ` ${argument}` : '选项'}${list ? `，而不是 ${list}` : ''}`,
    en: `${name} takes ${argument ?? 'no further words'}${list ? `, not ${list}` : ''}`,
  };
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h';
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name, argument }) => name.length + (argument?.length ?? 0) + 1));
  const rows = commands.map(
    ({ name, argument, summary }) => `  ${`${name} ${argument ?? ''}`.padEnd(width + 2)}${summary}`,
  );
  return `tongban <command> [options]     通办命令行\n\n${rows.join('\n')}\n\n  Every command takes --json, --lang zh|en and --help.`;
}

function usageOf({ name, argument, summary, options }: Command): string {
  const rows = Object.entries({ ...options, ...everyCommand }).map(
    ([option, { type, say }]) => `  --${option}${type === 'string' ? ' <value>' : ''}`.padEnd(24) + say,
  );
  return [`tongban ${name}${argument ? ` ${argument}` : ''} [options]`, `  ${summary}`, '', ...rows].join(
    '\n',
  );
}
