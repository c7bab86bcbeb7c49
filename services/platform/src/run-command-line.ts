import type { Writable } from 'node:stream';
import { onStopSignal } from '@tongban/engines/stop-signals';
import type { Clock, Language, TongbanError } from '@tongban/kernel';
import manifest from '../package.json' with { type: 'json' };
import { cliErrors, usageError } from './cli-errors.ts';
import type { Command } from './command.ts';
import { contractsCheck, contractsList } from './commands/contracts.ts';
import { contractsShow } from './commands/contracts-show.ts';
import { doctor } from './commands/doctor.ts';
import { feed } from './commands/feed.ts';
import { flowsList, flowsShow } from './commands/flows.ts';
import { kafkaApply } from './commands/kafka.ts';
import { publish } from './commands/publish.ts';
import { start } from './commands/start.ts';
import { token } from './commands/token.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { explain } from './explain-failure.ts';
import { openOutput } from './output.ts';
import { parseCommandLine } from './parse-command-line.ts';

export const commands: readonly Command[] = [
  start,
  token,
  publish,
  feed,
  contractsList,
  contractsShow,
  contractsCheck,
  flowsList,
  flowsShow,
  kafkaApply,
  doctor,
];

export interface Surroundings {
  readonly out: Writable;
  readonly error: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** Runs one command line and answers its exit code. Never throws: what goes wrong is explained on standard error. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { out, error } = surroundings;
  const stopped = new AbortController();
  // Whoever reads may leave early, as `| head -1` does: then the command comes to its end, and that is no failure.
  out.on('error', () => stopped.abort());
  error.on('error', () => {});
  const release = onStopSignal(surroundings.clock, () => stopped.abort());
  const asked = languageAskedFor(args);
  const language = isLanguage(asked) ? asked : languageOf(surroundings.env);
  const to = { json: args.includes('--json'), error, language };
  try {
    if (asked !== undefined && !isLanguage(asked)) throw noSuchLanguage(asked);
    const exitCode = await run(args, { ...surroundings, language, signal: stopped.signal });
    await assertWritten(out);
    return exitCode;
  } catch (failure) {
    return await explain(failure, to);
  } finally {
    release();
    await Promise.all([taken(out), taken(error)]);
  }
}

async function run(
  args: readonly string[],
  surroundings: Surroundings & { readonly language: Language; readonly signal: AbortSignal },
): Promise<ExitCode> {
  const { out, error, env, clock, language, signal } = surroundings;
  const parsed = parseCommandLine(commands, args, language);
  if (parsed.kind === 'help') {
    out.write(`${parsed.text}\n`);
    return exitCodes.ok;
  }
  if (parsed.kind === 'version') {
    out.write(`tongban ${manifest.version}\n`);
    return exitCodes.ok;
  }
  if (parsed.kind === 'wrong') {
    const json = args.includes('--json');
    const exitCode = await explain(parsed.error, { json, error, language });
    if (!json) error.write(`\n${parsed.help}\n`);
    return exitCode;
  }
  const { command, options, words } = parsed;
  const output = openOutput({ json: options.json === true, out, error, now: clock.now });
  return command.run({ options, words, output, env, clock, language, signal });
}

/** What follows the last `--lang`, also where that is no language; empty where nothing does. Undefined without one. */
function languageAskedFor(args: readonly string[]): string | undefined {
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const at = options.findLastIndex((word) => word === '--lang' || word.startsWith('--lang='));
  if (at < 0) return undefined;
  return options[at] === '--lang' ? (options[at + 1] ?? '') : options[at]?.slice('--lang='.length);
}

function isLanguage(word: string | undefined): word is Language {
  return word === 'zh' || word === 'en';
}

/** A locale is a hint: where it names another language, English is as good as any. */
function languageOf({ LC_ALL, LANG }: Surroundings['env']): Language {
  return (LC_ALL || LANG || '').startsWith('zh') ? 'zh' : 'en';
}

function noSuchLanguage(asked: string): TongbanError {
  return usageError({
    zh: `--lang 须为 zh 或 en，而不是“${asked}”`,
    en: `--lang is zh or en, not "${asked}"`,
  });
}

/** Waits until everything has been taken, or cannot be: the answer says why. */
async function taken(stream: Writable): Promise<NodeJS.ErrnoException | null | undefined> {
  const failure = await new Promise<Error | null | undefined>((resolve) => stream.write('', resolve));
  return stream.errored ?? failure;
}

/** @throws E_CLI_OUTPUT where the result cannot be written, unless nobody wants it */
async function assertWritten(out: Writable): Promise<void> {
  const cause = await taken(out);
  if (!cause || cause.code === 'EPIPE') return;
  throw cliErrors.error('E_CLI_OUTPUT', {
    detail: {
      zh: `标准输出无法写入：${cause.message}`,
      en: `Standard output cannot be written: ${cause.message}`,
    },
    cause,
  });
}
