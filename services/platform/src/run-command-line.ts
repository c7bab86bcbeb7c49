import type { Writable } from 'node:stream';
import { onStopSignal } from '@tongban/engines/stop-signals';
import type { Clock, Language } from '@tongban/kernel';
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
  const language = languageOf(args, surroundings.env);
  const to = { json: args.includes('--json'), error, language: language ?? 'en' } as const;
  try {
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
  surroundings: Surroundings & { readonly language: Language | undefined; readonly signal: AbortSignal },
): Promise<ExitCode> {
  const { out, error, env, clock, language, signal } = surroundings;
  const parsed = parseCommandLine(commands, args, language ?? 'en');
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
    const exitCode = await explain(parsed.error, { json, error, language: language ?? 'en' });
    if (!json) error.write(`\n${parsed.help}\n`);
    return exitCode;
  }
  const { command, options, words } = parsed;
  if (language === undefined) {
    throw usageError({ zh: '--lang 须为 zh 或 en', en: '--lang is zh or en' });
  }
  const output = openOutput({ json: options.json === true, out, error, now: clock.now });
  return command.run({ options, words, output, env, clock, language, signal });
}

/** Of `--lang`, else of the surroundings; undefined where `--lang` names another. */
function languageOf(args: readonly string[], env: Surroundings['env']): Language | undefined {
  const at = args.findLastIndex((word) => word === '--lang' || word.startsWith('--lang='));
  if (at < 0) return (env.LC_ALL || env.LANG || '').startsWith('zh') ? 'zh' : 'en';
  const named = args[at] === '--lang' ? args[at + 1] : args[at]?.slice('--lang='.length);
  return named === 'zh' || named === 'en' ? named : undefined;
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
