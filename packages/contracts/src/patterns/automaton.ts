import type { CharSet } from './char-set.ts';
import type { Pattern } from './parse-pattern.ts';

/**
 * A position automaton (Glushkov): one state for each character of the pattern; the state before all is -1.
 */
export interface Automaton {
  /** What each state reads. */
  readonly reads: readonly CharSet[];
  /** States that may come first. */
  readonly first: readonly number[];
  /** States that may come after each state. */
  readonly follow: readonly (readonly number[])[];
  readonly accepting: ReadonlySet<number>;
  /** Steps that the pattern allows in two ways, as in `(a*)*`: a backtracking engine tries both. */
  readonly doubled: readonly (readonly [from: number, to: number])[];
}

/**
 * How a repetition is laid out: how many copies in a row, of which how many are needed, and whether the last
 * loops.
 */
export interface Layout {
  readonly copies: number;
  readonly needed: number;
  readonly loops: boolean;
}

export type LayOut = (min: number, max: number, part: Pattern) => Layout;

/** Every repetition as it is written. */
export const exactLayout: LayOut = (min, max) =>
  max === Infinity
    ? { copies: Math.max(min, 1), needed: min, loops: true }
    : { copies: max, needed: min, loops: false };

/** The automaton of a pattern, or undefined where it would have more than `statesMax` states. */
export function automatonOf(pattern: Pattern, layOut: LayOut, statesMax = 4_000): Automaton | undefined {
  const builder = new Builder(layOut, statesMax);
  const whole = builder.build(pattern);
  if (!whole) return undefined;
  const accepting = new Set(whole.last);
  if (whole.isNullable) accepting.add(-1);
  return {
    reads: builder.reads,
    first: whole.first,
    follow: builder.follow.map((states) => [...states]),
    accepting,
    doubled: builder.doubled,
  };
}

/** A part of the automaton: where one can enter and leave it. */
interface Fragment {
  readonly isNullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const nothing: Fragment = { isNullable: true, first: [], last: [] };

class Builder {
  readonly reads: CharSet[] = [];
  readonly follow: Set<number>[] = [];
  readonly doubled: (readonly [number, number])[] = [];
  readonly #layOut: LayOut;
  readonly #statesMax: number;

  constructor(layOut: LayOut, statesMax: number) {
    this.#layOut = layOut;
    this.#statesMax = statesMax;
  }

  build(pattern: Pattern): Fragment | undefined {
    switch (pattern.kind) {
      case 'characters':
        return this.#state(pattern.set);
      case 'sequence':
        return this.#chain(pattern.parts.map((part) => () => this.build(part)));
      case 'choice':
        return this.#choose(pattern.options);
      case 'repeat':
        return this.#repeat(pattern.part, this.#layOut(pattern.min, pattern.max, pattern.part));
    }
  }

  #state(set: CharSet): Fragment | undefined {
    if (this.reads.length >= this.#statesMax) return undefined;
    const state = this.reads.push(set) - 1;
    this.follow.push(new Set());
    return { isNullable: false, first: [state], last: [state] };
  }

  #choose(options: readonly Pattern[]): Fragment | undefined {
    const fragments: Fragment[] = [];
    for (const option of options) {
      const fragment = this.build(option);
      if (!fragment) return undefined;
      fragments.push(fragment);
    }
    return {
      isNullable: fragments.some(({ isNullable }) => isNullable),
      first: fragments.flatMap(({ first }) => first),
      last: fragments.flatMap(({ last }) => last),
    };
  }

  #chain(parts: readonly (() => Fragment | undefined)[]): Fragment | undefined {
    let chain: Fragment = nothing;
    for (const part of parts) {
      const next = part();
      if (!next) return undefined;
      this.#connect(chain.last, next.first);
      chain = {
        isNullable: chain.isNullable && next.isNullable,
        first: chain.isNullable ? [...chain.first, ...next.first] : chain.first,
        last: next.isNullable ? [...chain.last, ...next.last] : next.last,
      };
    }
    return chain;
  }

  /** `a{2,4}` is `aa(a(a)?)?`: each optional copy comes only after the one before, so that steps stay few. */
  #repeat(part: Pattern, { copies, needed, loops }: Layout): Fragment | undefined {
    let tail: Fragment = nothing;
    for (let copy = copies; copy > 0; copy--) {
      const fragment = this.build(part);
      if (!fragment) return undefined;
      if (loops && copy === copies) this.#connect(fragment.last, fragment.first);
      this.#connect(fragment.last, tail.first);
      tail = {
        isNullable: copy > needed || (fragment.isNullable && tail.isNullable),
        first: fragment.isNullable ? [...fragment.first, ...tail.first] : fragment.first,
        last: tail.isNullable ? [...fragment.last, ...tail.last] : tail.last,
      };
    }
    return tail;
  }

  #connect(from: readonly number[], to: readonly number[]): void {
    for (const state of from) {
      const follow = this.follow[state] as Set<number>;
      for (const next of to) {
        if (follow.has(next)) this.doubled.push([state, next]);
        follow.add(next);
      }
    }
  }
}
