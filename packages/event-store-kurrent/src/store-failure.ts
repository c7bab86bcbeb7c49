import { ErrorType, isCommandError } from '@eventstore/db-client';
import { storeErrors } from '@tongban/event-store';
import { TongbanError } from '@tongban/kernel';

/** Seconds after which a server that was gone may be back; the election of another leader takes about as long. */
const retryAfterSeconds = 5;
/** gRPC's INVALID_ARGUMENT: the client has no type of its own for it. */
const invalidArgument = 3;

/** The error by which users hear of a refusal or failure of the server, or of the way there. */
export function storeFailure(cause: unknown): TongbanError {
  if (cause instanceof TongbanError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const type = isError(cause) && isCommandError(cause) ? cause.type : 'connection';
  if (type === ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED || codeOf(cause) === invalidArgument) {
    return storeErrors.error('E_STORE_ARGUMENT', {
      detail: {
        zh: `事件库服务器拒绝了请求（${reason}）。一次追加的数据量或读取位置超出其允许范围。`,
        en: `The server refused the request (${reason}): too many bytes in one append, or no such position.`,
      },
      facts: { type },
      cause,
    });
  }
  return storeErrors.error('E_STORE_UNAVAILABLE', {
    detail: {
      zh: `事件库服务器未完成请求（${reason}）。请稍后原样重试。`,
      en: `The event store's server did not complete the request (${reason}). Repeat it unchanged later.`,
    },
    facts: { type },
    retryAfterSeconds,
    cause,
  });
}

/** Whether the error is the server's word that a stream is not at the expected revision. */
export function isWrongRevision(error: unknown): boolean {
  return isError(error) && isCommandError(error) && error.type === ErrorType.WRONG_EXPECTED_VERSION;
}

/** Whether the error is the server's word that there is no such stream. */
export function isMissingStream(error: unknown): boolean {
  return isError(error) && isCommandError(error) && error.type === ErrorType.STREAM_NOT_FOUND;
}

function isError(value: unknown): value is Error {
  return value instanceof Error;
}

function codeOf(error: unknown): unknown {
  return isError(error) && 'code' in error ? error.code : undefined;
}
