import { type ErrorCode, type Problem, TongbanError } from '@tongban/kernel';
import { clientErrors } from './errors.ts';

/** Statuses after which the same request may succeed, whoever answered: RFC 9110, RFC 6585, RFC 8470. */
const retryableStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
const detailLengthMax = 300;

/** The error that a refused request or a refused event of a batch stands for. */
export function problemOfDocument(document: unknown, fallback: AnswerFacts): TongbanError {
  const { status } = fallback;
  if (!isProblemDocument(document)) return foreignAnswer(fallback);
  const {
    code,
    type: _type,
    title,
    titles,
    detail,
    details,
    status: _status,
    retryable,
    problems,
    ...facts
  } = document;
  const heading = titles ?? { zh: title, en: title };
  return new TongbanError(
    code,
    { status, title: heading, retryable: retryable === true || retryableStatuses.has(status) },
    {
      detail: details ?? (detail === undefined ? heading : { zh: detail, en: detail }),
      facts,
      problems: (problems ?? []).map(
        ({ pointer, rule, expected, message, messages }): Problem => ({
          pointer,
          rule,
          ...(expected === undefined ? {} : { expected }),
          message: messages ?? { zh: message, en: message },
        }),
      ),
      ...(fallback.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: fallback.retryAfterSeconds }),
    },
  );
}

export interface AnswerFacts {
  readonly status: number;
  /** The address that was asked, without its query. */
  readonly address: string;
  /** The beginning of what came, where it is not a problem document. */
  readonly text?: string;
  readonly retryAfterSeconds?: number;
}

/** Seconds that a `Retry-After` asks to wait: a number or an HTTP date (RFC 9110 §10.2.3). */
export function retryAfterSeconds(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const untilMs = /^[A-Z][a-z]{2}, \d{2} /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(untilMs) ? undefined : Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
}

/** A proxy's page, half an answer, another service: whatever does not speak as the platform does. */
export function foreignAnswer({ status, address, text, retryAfterSeconds }: AnswerFacts): TongbanError {
  const excerpt = text?.slice(0, detailLengthMax).trim();
  const { title } = clientErrors.rows.E_CLIENT_ANSWER;
  return new TongbanError(
    'E_CLIENT_ANSWER',
    { status, title, retryable: status < 400 || retryableStatuses.has(status) },
    {
      detail: {
        zh: `${address} 以 ${status} 作答，但内容不是平台的格式${excerpt ? `：${excerpt}` : ''}；请检查 baseUrl 和中间的代理`,
        en: `${address} answered ${status} with something that is not of the platform${excerpt ? `: ${excerpt}` : ''}; check baseUrl and the proxies on the way`,
      },
      facts: { address, httpStatus: status },
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
  );
}

interface ProblemDocument {
  readonly code: ErrorCode;
  readonly type?: string;
  readonly status?: number;
  readonly title: string;
  readonly titles?: { readonly zh: string; readonly en: string };
  readonly detail?: string;
  readonly details?: { readonly zh: string; readonly en: string };
  readonly retryable?: boolean;
  readonly problems?: readonly {
    readonly pointer: string;
    readonly rule: string;
    readonly expected?: unknown;
    readonly message: string;
    readonly messages?: { readonly zh: string; readonly en: string };
  }[];
  readonly [fact: string]: unknown;
}

function isProblemDocument(value: unknown): value is ProblemDocument {
  if (typeof value !== 'object' || value === null) return false;
  const { code, title, problems } = value as Record<string, unknown>;
  if (typeof code !== 'string' || !code.startsWith('E_') || typeof title !== 'string') return false;
  return problems === undefined || Array.isArray(problems);
}
