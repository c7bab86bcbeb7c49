import type { Writable } from 'node:stream';
import { clientErrors } from '@tongban/client';
import { problemDocument } from '@tongban/http';
import { type Language, TongbanError } from '@tongban/kernel';
import { cliErrors } from './cli-errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Says on standard error what went wrong and what to do next, and answers the exit code. */
export function explain(
  failure: unknown,
  to: { readonly json: boolean; readonly error: Writable; readonly language: Language },
): ExitCode {
  const { error, language, json } = to;
  if (!(failure instanceof TongbanError)) {
    error.write(`${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}\n`);
    return exitCodes.internal;
  }
  if (json) error.write(`${JSON.stringify(problemDocument(failure, { language }))}\n`);
  else {
    error.write(`${failure.title[language]} (${failure.code})\n  ${failure.detail[language]}\n`);
    for (const { pointer, message } of failure.problems) {
      error.write(`  ${pointer || '/'}  ${message[language]}\n`);
    }
  }
  const isOurs = clientErrors.is(failure) || cliErrors.is(failure);
  return isOurs && failure.status >= 500 ? exitCodes.unreachable : exitCodes.refused;
}
