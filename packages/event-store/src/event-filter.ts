/** Which events a reader wants: those of any named type or prefix; an empty filter is everything. */
export interface EventFilter {
  /** Exact types. */
  readonly types?: readonly string[];
  /** Types that begin so: `sharing.` is all of an owner. */
  readonly typePrefixes?: readonly string[];
}

/** Whether an event type passes. `types` and `typePrefixes` together are a union. */
export function matchesFilter(filter: EventFilter | undefined, type: string): boolean {
  if (filter?.types === undefined && filter?.typePrefixes === undefined) return true;
  return (
    (filter.types?.includes(type) ?? false) ||
    (filter.typePrefixes?.some((prefix) => type.startsWith(prefix)) ?? false)
  );
}
