import { type Automaton, automatonOf, exactLayout } from './automaton.ts';
import { type CharSet, contains, intersection } from './char-set.ts';
import { anyString, parsePattern } from './parse-pattern.ts';

/** Strings that match a pattern, if there is one, and have so many characters. */
export interface StringSet {
  readonly pattern?: string;
  readonly lengthMin: number;
  readonly lengthMax: number;
}

export type Search =
  | { readonly found: string }
  /** There is none: proven. */
  | 'none'
  /** The search was given up. */
  | 'unknown';

/** Steps after which a search is given up: some tenths of a second. */
const stepsMax = 100_000;
/** Characters that a search goes into the depth. Longer strings are only counted, not spelt out. */
const depthMax = 2_000;

/**
 * The shortest string that is in one set and not in another, or without another, the shortest one of the set.
 * Exact: it walks both automata at once, so that `none` proves that the first set is within the second.
 */
export function findString(within: StringSet, without?: StringSet): Search {
  const lengthsOnly = within.pattern === undefined && without?.pattern === undefined;
  if (lengthsOnly) return findByLength(within, without);
  const inner = automatonFor(within);
  const outer = without && automatonFor(without);
  if (!inner || (without && !outer)) return 'unknown';
  return walk(inner, within, outer, without);
}

function findByLength(within: StringSet, without: StringSet | undefined): Search {
  const { lengthMin, lengthMax } = within;
  if (lengthMin > lengthMax) return 'none';
  if (!without || lengthMin < without.lengthMin) return { found: 'x'.repeat(lengthMin) };
  if (lengthMax > without.lengthMax) return { found: 'x'.repeat(Math.max(lengthMin, without.lengthMax + 1)) };
  return 'none';
}

function automatonFor({ pattern }: StringSet): Automaton | undefined {
  const parsed = pattern === undefined ? anyString : parsePattern(pattern);
  return parsed && automatonOf(parsed, exactLayout);
}

/**
 * A place in both automata after the same text: one state of the inner one, all possible states of the outer
 * one.
 */
interface Place {
  readonly state: number;
  readonly outer: readonly number[];
  readonly before?: Place;
  readonly character?: number;
}

function walk(
  inner: Automaton,
  within: StringSet,
  outer: Automaton | undefined,
  without: StringSet | undefined,
): Search {
  let layer: readonly Place[] = [{ state: -1, outer: [-1] }];
  let steps = 0;
  let reached = new Set<string>();
  // Lengths at which something may begin or cease to fit; past them only new places matter.
  const settled = Math.max(within.lengthMin, without?.lengthMin ?? 0);
  const end = Math.min(within.lengthMax, without?.lengthMax ?? Infinity);
  for (let length = 0; length <= within.lengthMax && layer.length > 0; length++) {
    if (length > depthMax) return 'unknown';
    for (const place of layer) {
      if (length < within.lengthMin || !inner.accepting.has(place.state)) continue;
      const isOutside =
        !without ||
        length < without.lengthMin ||
        length > without.lengthMax ||
        !place.outer.some((state) => outer?.accepting.has(state));
      if (isOutside) return { found: spell(place) };
    }
    const isRepetitive = length > settled && end === within.lengthMax;
    if (!isRepetitive) reached = new Set();
    const next = new Map<string, Place>();
    for (const place of layer) {
      for (const step of stepsFrom(place, inner, outer)) {
        if (++steps > stepsMax) return 'unknown';
        const key = `${step.state}|${step.outer.join()}`;
        if (!reached.has(key)) next.set(key, step);
        reached.add(key);
      }
    }
    layer = [...next.values()];
  }
  return 'none';
}

function* stepsFrom(place: Place, inner: Automaton, outer: Automaton | undefined): Generator<Place> {
  const candidates = outer ? [...new Set(place.outer.flatMap((state) => following(outer, state)))] : [];
  for (const state of following(inner, place.state)) {
    const reads = inner.reads[state] as CharSet;
    const seen = new Set<string>();
    for (const character of representatives(
      reads,
      candidates.map((it) => outer?.reads[it] as CharSet),
    )) {
      const reached = candidates.filter((it) => contains(outer?.reads[it] as CharSet, character));
      const key = reached.join();
      if (seen.has(key)) continue;
      seen.add(key);
      yield { state, outer: reached, before: place, character };
    }
  }
}

function following(automaton: Automaton, state: number): readonly number[] {
  return state < 0 ? automaton.first : (automaton.follow[state] ?? []);
}

const readable: CharSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x61, 0x7a],
  [0x4e00, 0x9fa5],
];

/**
 * One character, where possible one that people can read, for every way in which the others tell characters
 * apart.
 */
function* representatives(set: CharSet, others: readonly CharSet[]): Generator<number> {
  const cuts = [...new Set(others.flatMap((other) => other.flatMap(([from, to]) => [from, to + 1])))];
  cuts.sort((a, b) => a - b);
  for (const part of [intersection(set, readable), set]) {
    for (const [from, to] of part) {
      yield from;
      for (const cut of cuts) if (cut > from && cut <= to) yield cut;
    }
  }
}

function spell(place: Place): string {
  const characters: string[] = [];
  for (let at: Place | undefined = place; at?.character !== undefined; at = at.before) {
    characters.push(String.fromCodePoint(at.character));
  }
  return characters.reverse().join('');
}
