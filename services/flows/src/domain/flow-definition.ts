import { localDateOf } from '@tongban/calendar';
import { type Json, type JsonObject, type Localized, pointerPath } from '@tongban/kernel';

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
  /** Its own, also among definitions of one kind that follow each other in time. */
  readonly id: string;
  readonly title: Localized;
  /**
   * A flow is of this kind from its first event of this type on: one that comes before, of whomever, does not change what
   * the case is.
   */
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

/** The definition that an event begins, by its type and the day on which it was recorded. */
export function definitionBegunBy(
  definitions: readonly FlowDefinition[],
  { type, recordedAt }: { readonly type: string; readonly recordedAt: number },
): FlowDefinition | undefined {
  if (!definitions.some(({ startsWith }) => startsWith === type)) return undefined;
  return definitionFor(definitions, type, localDateOf(recordedAt));
}

/** Every type of event that a definition speaks of. */
export function typesOf({ startsWith, steps }: FlowDefinition): readonly string[] {
  const all = [startsWith, ...steps.flatMap(({ type, or = [], after }) => [type, ...or, after])];
  return [...new Set(all)];
}

/** The owner of a type, which publishes its events: of that of a step, the department that is waited for. */
export function departmentOf({ type }: { readonly type: string }): string {
  return type.slice(0, type.indexOf('.'));
}

/** Whether a step is expected after an event with this data, which is of the type that the step comes after. */
export function isExpectedAfter({ when }: ExpectedStep, data: JsonObject): boolean {
  return when === undefined || valueAt(data, when.pointer) === when.equals;
}

/** Whether an event asks a department for a step of a definition. */
export function asks(
  { steps }: FlowDefinition,
  department: string,
  { type, data }: { readonly type: string; readonly data: JsonObject },
): boolean {
  return steps.some(
    (step) => step.after === type && departmentOf(step) === department && isExpectedAfter(step, data),
  );
}

function valueAt(data: JsonObject, pointer: string): Json | undefined {
  let value: Json | undefined = data;
  for (const step of pointerPath(pointer)) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Readonly<Record<string, Json>>)[step];
  }
  return value;
}
