import type { Localized } from './localized.ts';

/** One defect of an input: where it is, which rule it breaks, what was expected. All defects are reported at once. */
export interface Problem {
  /** JSON Pointer (RFC 6901) into the input; '' is the whole of it. */
  readonly pointer: string;
  /** Short name of the rule that was broken: `required`, `uscc-check-digit`, `duplicate-key` … */
  readonly rule: string;
  /** What would have been right, as a JSON value that a program can use. */
  readonly expected?: unknown;
  readonly message: Localized;
}
