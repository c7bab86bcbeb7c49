import type { Writable } from 'node:stream';
import { clientErrors } from '@tongban/client';
import { type Language, TongbanError } from '@tongban/kernel';
import { cliErrors } from './cli-errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Says on standard error what went wrong and what to do next, and answers the exit code. */
export async function explain(
  failure: unknown,
  to: { readonly json: boolean; readonly error: Writable; readonly language: Language },
): Promise<ExitCode> {
  const { error, language, json } = to;
  if (!(failure instanceof TongbanError)) {
    error.write(`${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}\n`);
    return exitCodes.internal;
  }
  const text = json ? await documentText(failure, language) : lines(failure, language);
  error.write(`${text}\n`);
  return exitCodeOf(failure);
}

async function documentText(failure: TongbanError, language: Language): Promise<string> {
  const { problemDocument } = await import('@tongban/http');
  return JSON.stringify(problemDocument(failure, { language }));
}

/** A detail that only repeats the title is left out. */
function lines(failure: TongbanError, language: Language): string {
  const { code, title, detail, problems } = failure;
  const idAt = idsOfBatch(failure);
  const said = detail[language];
  return [
    `${title[language]} (${code})`,
    ...(said === title[language] ? [] : said.split('\n').map((line) => `  ${line}`)),
    ...problems.map(({ pointer, message }) =>
      ['', pointer || '/', ...idAt(pointer), message[language]].join('  '),
    ),
  ].join('\n');
}

/** Of a batch that was refused as a whole: the id of the event with whose index a pointer begins, where it has one. */
function idsOfBatch({ code, facts }: TongbanError): (pointer: string) => readonly string[] {
  if (code !== 'E_BATCH_REFUSED' || !Array.isArray(facts.refused)) return () => [];
  const refused: readonly { readonly index: number; readonly id?: string | null }[] = facts.refused;
  const ids = new Map(refused.map(({ index, id }) => [String(index), id]));
  return (pointer) => [ids.get(pointer.split('/')[1] ?? '') ?? []].flat();
}

function exitCodeOf(failure: TongbanError): ExitCode {
  if (failure.code === 'E_CLI_USAGE') return exitCodes.usage;
  // Why a service did not start says more than that it did not.
  if (failure.code === 'E_SERVICE_START' && failure.cause instanceof TongbanError) {
    return exitCodeOf(failure.cause);
  }
  return unreachable.some((table) => table(failure)) ? exitCodes.unreachable : exitCodes.refused;
}

const unreachableCodes: ReadonlySet<string> = new Set([
  'E_CONFIG_FILE',
  'E_CONTRACTS_UNREADABLE',
  'E_FOLDER_UNUSABLE',
  'E_HTTP_PORT_IN_USE',
  'E_HTTP_PORT_FORBIDDEN',
  'E_IDENTITY_KEYS',
]);

/** Of the errors of the command line, those that refuse what was there. */
const refusedCodes: ReadonlySet<string> = new Set(['E_CLI_NO_TOKEN', 'E_CLI_NO_CONTRACTS']);

const unreachable: readonly ((failure: TongbanError) => boolean)[] = [
  ({ code }) => unreachableCodes.has(code),
  (failure) => clientErrors.is(failure) && failure.status >= 500,
  (failure) => cliErrors.is(failure) && !refusedCodes.has(failure.code),
  ({ code, status }) => /^E_(?:STORE|VIEWS|BUS)_/.test(code) && status >= 502,
];
