import { canonicalBytes, decodeJson, type JsonObject, pointerPath } from '@tongban/kernel';
import { covers, type FieldPointer, mergeFields } from './field-pointer.ts';
import { cutMember, type FieldTree } from './json-cut.ts';

/** Which fields of an event's data a reader gets, prepared once for many events. */
export interface FieldSet {
  readonly granted: readonly FieldPointer[];
  /** Published fields that are not granted, or not the whole of them. */
  readonly withheld: readonly FieldPointer[];
  readonly tree: FieldTree;
}

export interface Minimised {
  /** The event's text as the reader gets it, UTF-8. */
  readonly text: Uint8Array;
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
 * @param text the event in canonical form, as the store has it
 */
export function minimise(text: Uint8Array, { tree, withheld }: FieldSet): Minimised {
  const { text: minimised, behind } = cutMember(text, dataName, tree);
  const isWhole = withheld.length === 0 && minimised.length === text.length;
  const isStale = !isWhole && isSigned(text, behind);
  return { text: isStale ? withoutSignature(minimised) : minimised, withheld };
}

/**
 * Behind the data there are attributes alone, and in what they say no quote that is not escaped. One that says `sig` is
 * taken for a signature too, of which nothing is found then.
 */
function isSigned({ buffer, byteOffset, length }: Uint8Array, behindData: number): boolean {
  return Buffer.from(buffer, byteOffset, length).includes('"sig"', behindData);
}

/** For an event that lacks something its signature covers: withheld here, or erased elsewhere. */
export function withoutSignature(text: Uint8Array): Uint8Array {
  const event = decodeJson(new TextDecoder().decode(text)) as JsonObject;
  const { sig: _sig, sigalg: _sigalg, sigkeyid: _sigkeyid, ...unsigned } = event;
  return canonicalBytes(unsigned);
}

const dataName = nameOf('data');

function nameOf(step: string): Uint8Array {
  return canonicalBytes(step);
}

function treeOf(paths: readonly (readonly string[])[]): FieldTree {
  const below = new Map<string, (readonly string[])[]>();
  for (const [step = '', ...rest] of paths) below.set(step, [...(below.get(step) ?? []), rest]);
  const branches = [...below].map(
    ([step, rests]) =>
      [step, rests.some((rest) => rest.length === 0) ? (true as const) : treeOf(rests)] as const,
  );
  return {
    members: branches
      .filter(([step]) => step !== '*')
      .map(([step, below]) => ({ name: nameOf(step), below })),
    elements: branches.find(([step]) => step === '*')?.[1],
  };
}
