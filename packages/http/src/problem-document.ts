import type { Language, Localized, Problem, TongbanError } from '@tongban/kernel';

/** One defect of an input, as it is sent: `message` in the language of the answer, `messages` in both. */
export interface SentProblem {
  readonly pointer: string;
  readonly rule: string;
  readonly expected?: unknown;
  readonly message: string;
  readonly messages: Localized;
}

/**
 * A failure as RFC 9457 problem details. `title` and `detail` are in the language of the answer, `titles` and
 * `details` in both. The facts of the error are members beside these.
 */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The address that failed. */
  readonly instance?: string;
  readonly code: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  readonly requestId?: string;
  readonly titles: Localized;
  readonly details: Localized;
  /** Every defect of the input; absent where there are no places to name. */
  readonly problems?: readonly SentProblem[];
  readonly [fact: string]: unknown;
}

export interface ProblemOptions {
  readonly language: Language;
  readonly instance?: string;
  readonly requestId?: string;
}

/** Where the problem types are explained. */
export const problemTypeBase = 'https://tongban.example/problems/';

/** The problem document of an error: the same over HTTP, for one event of a batch, and on a rejects topic. */
export function problemDocument(error: TongbanError, options: ProblemOptions): ProblemDocument {
  const { language, instance, requestId } = options;
  return {
    ...error.facts,
    type: problemTypeBase + error.code,
    title: error.title[language],
    status: error.status,
    detail: error.detail[language],
    ...(instance === undefined ? {} : { instance }),
    code: error.code,
    retryable: error.retryable,
    ...(requestId === undefined ? {} : { requestId }),
    titles: error.title,
    details: error.detail,
    ...(error.problems.length === 0 ? {} : { problems: sentProblems(error.problems, language) }),
  };
}

/** Defects as they are sent. */
export function sentProblems(problems: readonly Problem[], language: Language): readonly SentProblem[] {
  return problems.map(({ pointer, rule, expected, message }) => ({
    pointer,
    rule,
    ...(expected === undefined ? {} : { expected }),
    message: message[language],
    messages: message,
  }));
}
