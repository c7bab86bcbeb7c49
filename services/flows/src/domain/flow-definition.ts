import type { Json, Localized } from '@tongban/kernel';

/** A step that a kind of flow expects. Data: a new regulation is a new definition with its own dates of validity. */
export interface ExpectedStep {
  /** The event that fulfils the step. Its owner is the department that is waited for. */
  readonly type: string;
  /** The event whose arrival starts the waiting. */
  readonly after: string;
  /** The step is expected only where the starting event's data says so. */
  readonly when?: { readonly pointer: string; readonly equals: Json };
  /** Working days allowed, the starting day excluded. */
  readonly limitWorkingDays?: number;
}

/** What a kind of flow consists of, and the rule that says so. */
export interface FlowDefinition {
  readonly id: string;
  readonly title: Localized;
  /** A flow is of this kind when its first event is of this type. */
  readonly startsWith: string;
  readonly source: { readonly source: string; readonly article: string; readonly confidence: string };
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
