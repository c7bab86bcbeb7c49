import type { Json, Localized } from '@tongban/kernel';

/** The rule on which a flow or a step rests, and how sure we are of it; confidence D: a design of this platform. */
export interface RuleSource {
  readonly source: string;
  readonly article: string;
  readonly confidence: string;
}

/** A step that a kind of flow expects. Data: a new regulation is a new definition with its own dates of validity. */
export interface ExpectedStep {
  /** The event that fulfils the step. Its owner is the department that is waited for. */
  readonly type: string;
  /** Other types of the same owner that fulfil it as well, for instance by saying that there is nothing to tell. */
  readonly or?: readonly string[];
  /** The event whose arrival starts the waiting. */
  readonly after: string;
  /** The step is expected only after an event whose data says so. */
  readonly when?: { readonly pointer: string; readonly equals: Json };
  /** Working days allowed, the starting day excluded; 0: on the same day. */
  readonly limitWorkingDays?: number;
  /** Of the step and its limit, where it is not that of the whole flow. */
  readonly source?: RuleSource;
  readonly remark?: Localized;
}

/** What a kind of flow consists of, and the rule that says so. */
export interface FlowDefinition {
  readonly id: string;
  readonly title: Localized;
  /** A flow is of this kind when its first event is of this type. */
  readonly startsWith: string;
  readonly source: RuleSource;
  /** First day of validity, YYYY-MM-DD, and the last where it has ended. */
  readonly validFrom: string;
  readonly validTo?: string;
  readonly steps: readonly ExpectedStep[];
}

/** The definition in force on a day for flows that begin with this type, if there is one. */
export function definitionFor(
  definitions: readonly FlowDefinition[],
  firstType: string,
  day: string,
): FlowDefinition | undefined {
  return definitions.find(
    (definition) =>
      definition.startsWith === firstType &&
      definition.validFrom <= day &&
      (definition.validTo === undefined || day <= definition.validTo),
  );
}
