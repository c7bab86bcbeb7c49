import type { Language, Problem, TongbanError } from '@tongban/kernel';
import { z } from 'zod';
import { type Answered, localizedText, named } from './answers.ts';

/** One defect of an input, as it is sent: `message` in the language of the answer, `messages` in both. */
const sentProblem = z.object({
  pointer: z.string().describe('JSON Pointer into the input'),
  rule: z.string(),
  expected: z.unknown().optional(),
  message: z.string(),
  messages: localizedText,
});

/**
 * A failure as RFC 9457 problem details. `title` and `detail` are in the language of the answer, `titles` and
 * `details` in both. The facts of the error are members beside these.
 */
export const problemAnswer = named(
  'Problem',
  '问题详情 / Problem details (RFC 9457)',
  z.looseObject({
    type: z.string().describe('URI of the kind of problem'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string().optional().describe('The address that failed'),
    code: z.string().describe('E_…: stable, for programs'),
    retryable: z.boolean().describe('whether the same request may succeed later'),
    requestId: z.string().optional(),
    titles: localizedText,
    details: localizedText,
    problems: z
      .array(sentProblem)
      .optional()
      .describe('Every defect of the input; absent where there are no places to name'),
  }),
);

export type SentProblem = Answered<typeof sentProblem>;
export type ProblemDocument = Answered<typeof problemAnswer>;

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
