import type { JsonObject } from '@tongban/kernel';
import {
  definitionBegunBy,
  departmentOf,
  type FlowDefinition,
  isExpectedAfter,
  typesOf,
} from './flow-definition.ts';

/** One event of a flow, as far as it decides who sees what. */
export interface PartEvent {
  readonly flow: string;
  readonly type: string;
  /** Its publisher: the owner of its type. */
  readonly department: string;
  readonly recordedAt: number;
  readonly position: number;
  readonly subject: string;
  readonly data: JsonObject;
}

/**
 * What a department sees of a case. Its own events, always; and where it takes part by a definition, because it began the
 * case or is asked for a step, the events that the definition speaks of. To publish under the number of a case, which may
 * be guessed, opens nothing that others do there.
 */
export interface FlowPart {
  readonly flow: string;
  readonly department: string;
  /** Ids of the definitions by which it takes part, in order; none where it has only published. */
  readonly kinds: readonly string[];
  /** The event by which it came to the case: its own, or the one that asks it for a step. */
  readonly first: Pick<PartEvent, 'type' | 'subject' | 'recordedAt'>;
  /** The latest event that it sees. */
  readonly last: Pick<PartEvent, 'position' | 'recordedAt'>;
}

/**
 * The parts that events change, in the order in which they came.
 *
 * @param known the parts of these flows so far: those of every flow in which an event of a definition's type happens.
 * @param events in position order.
 */
export function partsAfter(
  known: readonly FlowPart[],
  events: readonly PartEvent[],
  definitions: readonly FlowDefinition[],
): readonly FlowPart[] {
  const typesOfKind = new Map(definitions.map((definition) => [definition.id, new Set(typesOf(definition))]));
  const flows = new Map<string, Map<string, FlowPart>>();
  const partsOf = (flow: string): Map<string, FlowPart> => {
    const parts = flows.get(flow) ?? new Map<string, FlowPart>();
    flows.set(flow, parts);
    return parts;
  };
  for (const part of known) partsOf(part.flow).set(part.department, part);
  const changed = new Set<FlowPart>();
  const put = (part: FlowPart, before: FlowPart | undefined): void => {
    if (before) changed.delete(before);
    changed.add(part);
    partsOf(part.flow).set(part.department, part);
  };

  for (const event of events) {
    const parts = partsOf(event.flow);
    for (const { department, kind } of joining(event, parts.values(), definitions)) {
      const before = parts.get(department);
      if (before?.kinds.includes(kind)) continue;
      const kinds = [...(before?.kinds ?? []), kind].sort();
      const { flow } = event;
      put({ flow, department, kinds, first: before?.first ?? event, last: event }, before);
    }
    const own = parts.get(event.department);
    const { flow, department } = event;
    if (own === undefined) put({ flow, department, kinds: [], first: event, last: event }, undefined);
    for (const part of parts.values()) {
      const sees =
        part.department === event.department ||
        part.kinds.some((kind) => typesOfKind.get(kind)?.has(event.type));
      if (sees && part.last !== event) put({ ...part, last: event }, part);
    }
  }
  return [...changed];
}

/** Who takes part from an event on, and by which definition: whoever begins a case, and whoever is asked for a step of it. */
function joining(
  event: PartEvent,
  parts: Iterable<FlowPart>,
  definitions: readonly FlowDefinition[],
): readonly { readonly department: string; readonly kind: string }[] {
  const begun = definitionBegunBy(definitions, event);
  const kinds = new Set<string>(begun && [begun.id]);
  for (const part of parts) for (const kind of part.kinds) kinds.add(kind);
  // Most events are of no case that a definition speaks of.
  if (kinds.size === 0) return [];
  const asked = definitions
    .filter(({ id }) => kinds.has(id))
    .flatMap(({ id, steps }) =>
      steps
        .filter((step) => step.after === event.type && isExpectedAfter(step, event.data))
        .map((step) => ({ department: departmentOf(step), kind: id })),
    );
  return begun ? [{ department: event.department, kind: begun.id }, ...asked] : asked;
}
