import { parseArgs } from 'node:util';
import type { Language, Localized, TongbanError } from '@tongban/kernel';
import { usageError } from './cli-errors.ts';
import type { Command, CommandOption, Invocation } from './command.ts';
import { nearestName } from './nearest-name.ts';
import { padded, widthOf } from './table.ts';

export type Parsed =
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly options: Invocation['options'];
      readonly words: readonly string[];
    }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  /** With what there is to choose from instead. */
  | { readonly kind: 'wrong'; readonly error: TongbanError; readonly help: string };

/** Reads a command line strictly: an unknown option or a word too many is an error that says what there is. */
export function parseCommandLine(
  commands: readonly Command[],
  args: readonly string[],
  language: Language,
): Parsed {
  if (args[0] === '--version' || args[0] === '-V') return { kind: 'version' };
  if (args[0] === 'help') return helpOn(commands, args.slice(1), language);
  const command = commandOf(commands, args);
  if (!command) {
    if (args.length === 0 || isHelp(args[0])) return { kind: 'help', text: overview(commands, language) };
    if (args.slice(1).some(isHelp)) return helpOn(commands, args.slice(0, 1), language);
    return noSuchCommand(commands, args, language);
  }
  const rest = args.slice(command.name.split(' ').length);
  if (rest.some(isHelp)) return { kind: 'help', text: usageOf(command, language) };
  const table = { ...command.options, ...everyCommand };
  const { tokens } = parseArgs({ args: rest, options: table, strict: false, tokens: true });
  const options: Record<string, string | boolean> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const defect = optionDefect(command, table, token);
    if (defect) return { kind: 'wrong', error: usageError(defect), help: usageOf(command, language) };
    options[token.name] = token.value ?? true;
  }
  const defect = wordsDefect(command, words);
  if (defect) return { kind: 'wrong', error: usageError(defect), help: usageOf(command, language) };
  return { kind: 'run', command, options, words };
}

const everyCommand: Readonly<Record<string, CommandOption>> = {
  json: {
    type: 'boolean',
    say: {
      zh: '供程序读取的 JSON 输出（默认为供人阅读的文字）',
      en: 'machine-readable output, JSON (default: for people)',
    },
  },
  lang: {
    type: 'string',
    say: {
      zh: '文字的语言：zh 或 en（默认由 LC_ALL 或 LANG 而定，否则为 en）',
      en: 'language: zh or en (default: zh where LC_ALL or LANG begins with it, else en)',
    },
  },
};

/** The longest name that the words begin with: `contracts check` before a `contracts` that might be. */
function commandOf(commands: readonly Command[], args: readonly string[]): Command | undefined {
  return [...commands]
    .sort((one, other) => other.name.length - one.name.length)
    .find(({ name }) => name.split(' ').every((word, at) => args[at] === word));
}

function helpOn(commands: readonly Command[], words: readonly string[], language: Language): Parsed {
  const command = commandOf(commands, words);
  if (command) return { kind: 'help', text: usageOf(command, language) };
  const named = words.filter((word, at) => !word.startsWith('-') && words[at - 1] !== '--lang');
  const some = named.length === 1 ? familyOf(commands, named[0]) : [];
  if (named.length === 0 || some.length > 0) {
    return { kind: 'help', text: overview(some.length > 0 ? some : commands, language) };
  }
  return noSuchCommand(commands, named, language);
}

/** The commands of two words that begin with this one: `contracts list`, `contracts show`, … */
function familyOf(commands: readonly Command[], first: string | undefined): readonly Command[] {
  return commands.filter(({ name }) => name.startsWith(`${first} `));
}

function noSuchCommand(commands: readonly Command[], args: readonly string[], language: Language): Parsed {
  const names = commands.map(({ name }) => name);
  const [first = '', second = ''] = args;
  const family = familyOf(commands, first);
  const help = overview(family.length > 0 ? family : commands, language);
  if (family.length > 0 && (second === '' || second.startsWith('-'))) {
    const all = family.map(({ name }) => name.split(' ')[1]).join(', ');
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
    ? { zh: `--${option} 须带一个值：${known.say.zh}`, en: `--${option} needs a value: ${known.say.en}` }
    : undefined;
}

function wordsDefect({ name, argument, words }: Command, given: readonly string[]): Localized | undefined {
  const [least, most] = words ?? [0, 0];
  if (given.length >= least && given.length <= most) return undefined;
  const list = given.map((word) => `"${word}"`).join(' ');
  return {
    zh: `${name} 之后须为${argument ? ` ${argument.zh}` : '选项'}${list ? `，而不是 ${list}` : ''}`,
    en: `${name} takes ${argument?.en ?? 'no further words'}${list ? `, not ${list}` : ''}`,
  };
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h';
}

function overview(commands: readonly Command[], language: Language): string {
  const rows = commands.map(
    ({ name, argument, summary }) => [`  ${name} ${argument?.[language] ?? ''}`, summary[language]] as const,
  );
  const width = Math.max(...rows.map(([named]) => widthOf(named))) + 3;
  const list = rows.map(([named, summary]) => padded(named, width) + summary).join('\n');
  return language === 'zh'
    ? `tongban <命令> [选项]     通办命令行\n\n${list}\n\n  各命令均可带 --json、--lang zh|en 和 --help。tongban --version 显示版本。`
    : `tongban <command> [options]     the command line of Tongban\n\n${list}\n\n  Every command takes --json, --lang zh|en and --help. tongban --version prints the version.`;
}

function usageOf({ name, argument, summary, options }: Command, language: Language): string {
  const [value, some] = language === 'zh' ? ['<值>', '[选项]'] : ['<value>', '[options]'];
  const rows = Object.entries({ ...options, ...everyCommand }).map(
    ([option, { type, say }]) =>
      padded(`  --${option}${type === 'string' ? ` ${value}` : ''}`, 24) + say[language],
  );
  const head = `tongban ${name}${argument ? ` ${argument[language]}` : ''} ${some}`;
  return [head, `  ${summary[language]}`, '', ...rows].join('\n');
}
