import type { Writable } from 'node:stream';
import type { Clock, Language } from '@tongban/kernel';
import { type Command, parseCommandLine, UsageError } from './command.ts';
import { contractsCheck, contractsList, contractsShow } from './commands/contracts.ts';
import { doctor } from './commands/doctor.ts';
import { feed } from './commands/feed.ts';
import { flowsList, flowsShow } from './commands/flows.ts';
import { publish } from './commands/publish.ts';
import { start } from './commands/start.ts';
import { token } from './commands/token.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { explain } from './explain-failure.ts';
import { openOutput } from './output.ts';

const stopSignals = ['SIGINT', 'SIGTERM'] as const;

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
  const { out, error, env, clock } = surroundings;
  const parsed = parseCommandLine(commands, args);
  if (parsed.kind === 'help') {
    out.write(`${parsed.text}\n`);
    return exitCodes.ok;
  }
  if (parsed.kind === 'wrong') {
    error.write(`${parsed.text}\n`);
    return exitCodes.usage;
  }
  const { command, options, words } = parsed;
  const output = openOutput({ json: options.json === true, out, error, now: clock.now });
  const language = languageOf(options.lang, env);
  if (language === undefined) {
    error.write(`--lang is zh or en, not "${String(options.lang)}"\n`);
    return exitCodes.usage;
  }
  const interrupted = new AbortController();
  // Only the first signal is ours: a second one ends the process at once, as the system does by default.
  const interrupt = (): void => interrupted.abort();
  for (const signal of stopSignals) process.once(signal, interrupt);
  try {
    return await command.run({
      options,
      words,
      output,
      env,
      clock,
      language,
      signal: interrupted.signal,
    });
  } catch (failure) {
    if (failure instanceof UsageError) {
      error.write(`${failure.message}\n`);
      return failure.exitCode;
    }
    return explain(failure, { json: output.json, error, language });
  } finally {
    for (const signal of stopSignals) process.off(signal, interrupt);
  }
}

function languageOf(option: unknown, env: Surroundings['env']): Language | undefined {
  if (option === 'zh' || option === 'en') return option;
  if (option !== undefined) return undefined;
  return (env.LC_ALL ?? env.LANG ?? '').startsWith('zh') ? 'zh' : 'en';
}
