/**
 * Fields are named by JSON Pointers into an event's data, with `*` for every element of an array. Array indices
 * are not used. A pointer stands for the whole value below it.
 */
export type FieldPointer = string;

const form = /^(\/([A-Za-z][A-Za-z0-9_]{0,63}|\*)){1,16}$/;

export function isFieldPointer(text: string): boolean {
  return form.test(text);
}

/** Whether all that `inner` names lies within `outer`. */
export function covers(outer: FieldPointer, inner: FieldPointer): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** Whether the two name anything in common. */
export function overlaps(one: FieldPointer, other: FieldPointer): boolean {
  return covers(one, other) || covers(other, one);
}

/** What both lists name: neither ever gains a field by the other. */
export function fieldsInBoth(
  some: readonly FieldPointer[],
  others: readonly FieldPointer[],
): readonly FieldPointer[] {
  return mergeFields([
    ...some.filter((field) => others.some((other) => covers(other, field))),
    ...others.filter((field) => some.some((other) => covers(other, field))),
  ]);
}

/** The same fields in the shortest list, sorted: what another pointer covers is left out. */
export function mergeFields(fields: readonly FieldPointer[]): readonly FieldPointer[] {
  const unique = [...new Set(fields)].sort();
  return unique.filter((field) => !unique.some((other) => other !== field && covers(other, field)));
}
