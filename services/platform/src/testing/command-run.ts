import { PassThrough } from 'node:stream';
import { systemClock } from '@tongban/kernel';
import type { ExitCode } from '../exit-codes.ts';
import { runCommandLine } from '../run-command-line.ts';

/** What came of a command line. */
export interface CommandRun {
  readonly exitCode: ExitCode;
  /** Standard output and standard error, as text. */
  readonly out: string;
  readonly error: string;
}

/** Runs a command line in this process, with nothing in its environment but what is given. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandRun> {
  const [out, error] = [collector(), collector()];
  const exitCode = await runCommandLine(args, {
    out: out.stream,
    error: error.stream,
    env,
    clock: systemClock,
  });
  return { exitCode, out: out.text(), error: error.text() };
}

function collector(): { readonly stream: PassThrough; readonly text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
