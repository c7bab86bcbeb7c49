import { type Automaton, automatonOf, type LayOut } from './automaton.ts';
import { overlaps } from './char-set.ts';
import type { Pattern } from './parse-pattern.ts';

/** A repetition that spans less than this many lengths costs little, whatever comes beside it. */
const spanMin = 32;

/** Exact repetitions of a fixed length as a few copies, all others as loops: what is ambiguous stays so. */
const looped: LayOut = (min, max, part) =>
  max === 1 || (min === max && fixedLength(part) !== undefined)
    ? { copies: Math.min(max, 4), needed: Math.min(min, 4), loops: false }
    : { copies: 1, needed: Math.min(min, 1), loops: true };

/** The same, but only what spans many lengths loops. */
const longLooped: LayOut = (min, max, part) =>
  max - min >= spanMin
    ? looped(min, max, part)
    : { copies: Math.min(max, 2), needed: Math.min(min, 2), loops: false };

/**
 * Whether a backtracking engine may take more than linear time for a pattern: exponential, where a loop can
 * read the same text in two ways, or polynomial, where two long loops can share a text between them. Exact
 * but for the rounding of repetitions; a pattern too large to be judged counts as `exponential`.
 */
export function backtrackingRisk(pattern: Pattern): 'exponential' | 'polynomial' | undefined {
  if (repeatsEmptiness(pattern)) return 'exponential';
  const automaton = automatonOf(pattern, looped, 400);
  if (!automaton || hasAmbiguousLoop(automaton)) return 'exponential';
  const long = automatonOf(pattern, longLooped, 400);
  return !long || hasRivalLoops(long) ? 'polynomial' : undefined;
}

/** Repeating what may be empty, as in `(a?){20}`: any of the turns may be the empty ones. */
function repeatsEmptiness(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'characters':
      return false;
    case 'sequence':
      return pattern.parts.some(repeatsEmptiness);
    case 'choice':
      return pattern.options.some(repeatsEmptiness);
    case 'repeat':
      return (pattern.max > 1 && mayBeEmpty(pattern.part)) || repeatsEmptiness(pattern.part);
  }
}

function mayBeEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'characters':
      return false;
    case 'sequence':
      return pattern.parts.every(mayBeEmpty);
    case 'choice':
      return pattern.options.some(mayBeEmpty);
    case 'repeat':
      return pattern.min === 0 || mayBeEmpty(pattern.part);
  }
}

/** The number of characters of every text that matches, where it is always the same. */
function fixedLength(pattern: Pattern): number | undefined {
  switch (pattern.kind) {
    case 'characters':
      return 1;
    case 'sequence':
      return pattern.parts.map(fixedLength).reduce(sum, 0);
    case 'choice': {
      const [first, ...others] = pattern.options.map(fixedLength);
      return others.every((length) => length === first) ? first : undefined;
    }
    case 'repeat': {
      const length = fixedLength(pattern.part);
      return pattern.min === pattern.max && length !== undefined ? length * pattern.min : undefined;
    }
  }
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

/** Two different ways from a state back to itself over the same text. */
function hasAmbiguousLoop({ reads, follow, doubled }: Automaton): boolean {
  const reach = reachability(follow);
  if (doubled.some(([from, to]) => reach[to]?.has(from))) return true;
  const looping = reads.keys().filter((state) => reach[state]?.has(state));
  for (const state of looping) {
    for (const [a, b] of walkTuples([state, state], { reads, follow }, reach)) {
      if (a !== b && canReturn([a as number, b as number], state, { reads, follow }, reach)) return true;
    }
  }
  return false;
}

function canReturn(
  from: readonly number[],
  state: number,
  automaton: Pick<Automaton, 'reads' | 'follow'>,
  reach: Reachability,
): boolean {
  return walkTuples(from, automaton, reach).some((tuple) => tuple.every((it) => it === state));
}

/**
 * Two loops, one after the other, that read a common text: how it is divided between them can be tried in n
 * ways.
 */
function hasRivalLoops({ reads, follow }: Automaton): boolean {
  const reach = reachability(follow);
  const looping = [...reads.keys()].filter((state) => reach[state]?.has(state));
  for (const p of looping) {
    for (const q of looping) {
      if (p === q || !reach[p]?.has(q)) continue;
      const rivals = walkTuples([p, p, q], { reads, follow }, reach);
      if (rivals.some(([a, b, c]) => a === p && b === q && c === q)) return true;
    }
  }
  return false;
}

type Reachability = readonly ReadonlySet<number>[];

/** States that can be reached from each state in one step or more. */
function reachability(follow: Automaton['follow']): Reachability {
  return follow.map((next) => {
    const reached = new Set<number>();
    const open = [...next];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (reached.has(state)) continue;
      reached.add(state);
      open.push(...(follow[state] ?? []));
    }
    return reached;
  });
}

/**
 * All tuples of states that can be reached together, each step reading one character that suits all of them.
 */
function* walkTuples(
  start: readonly number[],
  { reads, follow }: Pick<Automaton, 'reads' | 'follow'>,
  reach: Reachability,
): Generator<readonly number[]> {
  const seen = new Set<string>();
  const open: (readonly number[])[] = [start];
  for (let tuple = open.pop(); tuple; tuple = open.pop()) {
    let next: (readonly number[])[] = [[]];
    for (const state of tuple) {
      next = next.flatMap((before) =>
        (follow[state] ?? [])
          .filter((it) => isOnWay(it, start, reach) && before.every((other) => overlapping(reads, other, it)))
          .map((it) => [...before, it]),
      );
    }
    for (const found of next) {
      const key = found.join();
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(found);
      yield found;
    }
  }
}

/** Only what leads back to where the walk began matters. */
function isOnWay(state: number, start: readonly number[], reach: Reachability): boolean {
  return start.some((goal) => state === goal || reach[state]?.has(goal));
}

function overlapping(reads: Automaton['reads'], a: number, b: number): boolean {
  return a === b || overlaps(reads[a] ?? [], reads[b] ?? []);
}
