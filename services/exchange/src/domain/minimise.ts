import { pointerPath } from '@tongban/kernel';
import { covers, type FieldPointer, mergeFields } from './field-pointer.ts';

/** Which fields of an event's data a reader gets, prepared once for many events. */
export interface FieldSet {
  readonly granted: readonly FieldPointer[];
  /** Published fields that are not granted, or not the whole of them. */
  readonly withheld: readonly FieldPointer[];
  readonly tree: FieldTree;
}

/** What is kept at one level: members by name, or the elements of an array. `true` keeps the whole value. */
export interface FieldTree {
  readonly members: readonly (readonly [name: string, below: FieldTree | true])[];
  readonly elements: FieldTree | true | undefined;
}

interface Signable {
  readonly data: object;
  readonly sigalg?: unknown;
  readonly sigkeyid?: unknown;
  readonly sig?: unknown;
}

export interface Minimised<Event> {
  readonly event: Event;
  /**
   * Published fields the reader has no right to: the same list for every event of the type. Which of them this event
   * carries is not told, since that an optional field is present may itself be what the reader must not know.
   */
  readonly withheld: readonly FieldPointer[];
}

/**
 * Prepares a set of fields.
 *
 * @param granted what the reader may have: of several grants, the union.
 * @param published what the directory item offers; without it nothing is named as withheld.
 */
export function compileFields(
  granted: readonly FieldPointer[],
  published: readonly FieldPointer[] = granted,
): FieldSet {
  const fields = mergeFields(granted);
  return {
    granted: fields,
    withheld: mergeFields(published).filter((field) => !fields.some((given) => covers(given, field))),
    tree: treeOf(fields.map(pointerPath)),
  };
}

/**
 * The event with the granted fields of its data and nothing else. A signature covers the whole event, so it goes as
 * soon as a reader is not granted everything or something was left out: what is handed over cannot be verified by
 * it. The envelope stays as it is.
 */
export function minimise<Event extends Signable>(event: Event, fields: FieldSet): Minimised<Event> {
  const data = keepMembers(event.data as JsonMembers, fields.tree) ?? {};
  if (event.sig === undefined) return { event: { ...event, data }, withheld: fields.withheld };
  if (fields.withheld.length === 0 && countValues(event.data) === countValues(data)) {
    return { event, withheld: fields.withheld };
  }
  return { event: withoutSignature({ ...event, data }), withheld: fields.withheld };
}

/** For an event that lacks something its signature covers: withheld here, or erased elsewhere. */
export function withoutSignature<Event extends Signable>(event: Event): Event {
  const { sig: _sig, sigalg: _sigalg, sigkeyid: _sigkeyid, ...unsigned } = event;
  return unsigned as Event;
}

type JsonMembers = Readonly<Record<string, unknown>>;

function treeOf(paths: readonly (readonly string[])[]): FieldTree {
  const below = new Map<string, (readonly string[])[]>();
  for (const [step = '', ...rest] of paths) below.set(step, [...(below.get(step) ?? []), rest]);
  const branches = [...below].map(
    ([step, rests]) =>
      [step, rests.some((rest) => rest.length === 0) ? (true as const) : treeOf(rests)] as const,
  );
  return {
    members: branches.filter(([step]) => step !== '*'),
    elements: branches.find(([step]) => step === '*')?.[1],
  };
}

function keep(value: unknown, tree: FieldTree | true): unknown {
  if (tree === true) return value;
  if (Array.isArray(value)) {
    const { elements } = tree;
    if (elements === undefined) return undefined;
    if (elements === true) return value;
    const kept = value.map((element) => keep(element, elements)).filter((element) => element !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  return typeof value === 'object' && value !== null ? keepMembers(value as JsonMembers, tree) : undefined;
}

/** Nothing granted within an object means no object: that it is there is not granted either. */
function keepMembers(value: JsonMembers, { members }: FieldTree): JsonMembers | undefined {
  let kept: Record<string, unknown> | undefined;
  for (const [name, below] of members) {
    if (!Object.hasOwn(value, name)) continue;
    const part = keep(value[name], below);
    if (part === undefined) continue;
    kept ??= {};
    kept[name] = part;
  }
  return kept;
}

/** Of a value and of what was kept of it: equal exactly where nothing was left out. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const part of Object.values(value)) count += countValues(part);
  return count;
}
