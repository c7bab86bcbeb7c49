import type { Localized } from './localized.ts';
import type { Problem } from './problem.ts';

/** One row of a package's error table. Problem type, status, exit code and docs are derived from it. */
export interface ErrorRow {
  /** HTTP status of the refusal. */
  readonly status: number;
  readonly title: Localized;
  /** What to do next, told where no detail says it: as whole sentences. */
  readonly next?: Localized;
  /** True where the same request may succeed later without change. Default false. */
  readonly retryable?: boolean;
}

export type ErrorCode = `E_${string}`;

export interface ErrorInit {
  /** What happened this time, for people, without personal data. */
  readonly detail?: Localized;
  /** Facts of this occurrence, for programs: stream, expected, actual … JSON values only. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Every single defect, where there are several places to name. */
  readonly problems?: readonly Problem[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** A refusal or failure with a code that users can look up. The only error class that reaches users. */
export class TongbanError extends Error {
  override readonly name = 'TongbanError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly title: Localized;
  readonly detail: Localized;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, row: ErrorRow, init: ErrorInit = {}) {
    const detail = init.detail ?? detailOf(row);
    super(`${code}: ${detail.en}`, init.cause === undefined ? {} : { cause: init.cause });
    this.code = code;
    this.status = row.status;
    this.retryable = row.retryable ?? false;
    this.title = row.title;
    this.detail = detail;
    this.facts = init.facts ?? {};
    this.problems = init.problems ?? [];
    this.retryAfterSeconds = init.retryAfterSeconds;
  }
}

function detailOf({ title, next }: ErrorRow): Localized {
  return next ? { zh: `${title.zh}。${next.zh}`, en: `${title.en}. ${next.en}` } : title;
}

export interface ErrorTable<Code extends ErrorCode> {
  readonly rows: Readonly<Record<Code, ErrorRow>>;
  /** Makes the error of a row. Throwing it is the caller's line, so that control flow stays visible. */
  error(code: Code, init?: ErrorInit): TongbanError;
  /** Whether an unknown value is an error of this table, of this code where one is given. */
  is(value: unknown, code?: Code): value is TongbanError;
}

/** Declares the errors of a package in one table: `defineErrors({ E_STORE_REVISION_CONFLICT: { status: 409, … } })`. */
export function defineErrors<const Rows extends Record<ErrorCode, ErrorRow>>(
  rows: Rows,
): ErrorTable<keyof Rows & ErrorCode> {
  type Code = keyof Rows & ErrorCode;
  return {
    rows,
    error: (code: Code, init?: ErrorInit) => new TongbanError(code, rows[code] as ErrorRow, init),
    is: (value: unknown, code?: Code): value is TongbanError =>
      value instanceof TongbanError && (code === undefined ? value.code in rows : value.code === code),
  };
}
