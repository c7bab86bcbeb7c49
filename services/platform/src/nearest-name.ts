/**
 * The name that was probably meant by a mistyped one: the one with the fewest letters to change. At most a third
 * of the letters may be wrong, though one always may, where there are two.
 */
export function nearestName(mistyped: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewest = mistyped.length < 2 ? 1 : Math.max(1, Math.floor(mistyped.length / 3)) + 1;
  for (const name of names) {
    const changes = changesBetween(mistyped, name);
    if (changes < fewest) {
      nearest = name;
      fewest = changes;
    }
  }
  return nearest;
}

/** Letters to add, drop, replace or swap with their neighbour (optimal string alignment). */
function changesBetween(one: string, other: string): number {
  let before: readonly number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = above;
    above = current;
  }
  return above[other.length] ?? 0;
}
