import { anyChar, type CharSet, charSet, complement, escapedSet } from './char-set.ts';

/** A regular expression without look-around and back references: what an automaton can say. */
export type Pattern =
  | { readonly kind: 'characters'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  /** `max` is Infinity for `*`, `+` and `{n,}`. */
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly min: number; readonly max: number };

/** Reads an anchored pattern (`^…$`, flag `u`). Undefined where it uses what is not supported here. */
export function parsePattern(source: string): Pattern | undefined {
  if (!source.startsWith('^') || !source.endsWith('$')) return undefined;
  try {
    const reader = new PatternReader(source.slice(1, -1));
    const pattern = reader.readChoice();
    return reader.isAtEnd() ? pattern : undefined;
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

class Unsupported extends Error {}

const lineEnds = charSet([
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
]);
const controlEscapes: Readonly<Record<string, number>> = {
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  f: 0x0c,
  v: 0x0b,
  '0': 0,
};
const quantifierPattern = /[*+?]|\{(\d+)(,(\d*))?\}/uy;
const classEscapePattern = /\\(?:[dDwWsS]|[pP]\{[A-Za-z_=]+\})/uy;
const codePointPattern = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})/uy;

/** Only syntax that the engine takes comes here: `checkPattern` compiled it first. */
class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  isAtEnd(): boolean {
    return this.#at === this.#source.length;
  }

  readChoice(): Pattern {
    const options = [this.#readSequence()];
    while (this.#take('|')) options.push(this.#readSequence());
    return options.length === 1 ? (options[0] as Pattern) : { kind: 'choice', options };
  }

  #readSequence(): Pattern {
    const parts: Pattern[] = [];
    while (!this.isAtEnd() && !'|)'.includes(this.#source[this.#at] as string)) {
      parts.push(this.#readQuantified(this.#readAtom()));
    }
    return { kind: 'sequence', parts };
  }

  #readAtom(): Pattern {
    if (this.#take('(')) return this.#readGroup();
    if (this.#take('[')) return { kind: 'characters', set: this.#readClass() };
    if (this.#take('.')) return { kind: 'characters', set: complement(lineEnds) };
    if ('^$'.includes(this.#source[this.#at] as string)) throw new Unsupported();
    const set = this.#matchClassEscape();
    if (set) return { kind: 'characters', set };
    const codePoint = this.#readCodePoint();
    return { kind: 'characters', set: [[codePoint, codePoint]] };
  }

  #readGroup(): Pattern {
    // (?: is a group; (?= (?! (?< look around or name.
    if (this.#take('?') && !this.#take(':')) throw new Unsupported();
    const pattern = this.readChoice();
    if (!this.#take(')')) throw new Unsupported();
    return pattern;
  }

  #readQuantified(part: Pattern): Pattern {
    const match = this.#match(quantifierPattern);
    if (!match) return part;
    // Lazy quantifiers change nothing in an anchored pattern but are read by nobody.
    if (this.#source[this.#at] === '?') throw new Unsupported();
    if (match[0] === '*') return { kind: 'repeat', part, min: 0, max: Infinity };
    if (match[0] === '+') return { kind: 'repeat', part, min: 1, max: Infinity };
    if (match[0] === '?') return { kind: 'repeat', part, min: 0, max: 1 };
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3]);
    return { kind: 'repeat', part, min, max };
  }

  #readClass(): CharSet {
    const isNegated = this.#take('^');
    const ranges: (readonly [number, number])[] = [];
    while (!this.#take(']')) {
      const set = this.#matchClassEscape();
      if (set) {
        ranges.push(...set);
        continue;
      }
      const from = this.#readCodePoint();
      const isRange = this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']';
      if (isRange) this.#at++;
      ranges.push([from, isRange ? this.#readCodePoint() : from]);
    }
    const set = charSet(ranges);
    return isNegated ? complement(set) : set;
  }

  #matchClassEscape(): CharSet | undefined {
    const match = this.#match(classEscapePattern);
    return match ? escapedSet(match[0]) : undefined;
  }

  #readCodePoint(): number {
    const match = this.#match(codePointPattern);
    if (match) return Number.parseInt(match[1] ?? match[2] ?? (match[3] as string), 16);
    const isEscaped = this.#take('\\');
    const codePoint = this.#source.codePointAt(this.#at);
    if (codePoint === undefined) throw new Unsupported();
    const character = String.fromCodePoint(codePoint);
    this.#at += character.length;
    if (!isEscaped) return codePoint;
    const control = controlEscapes[character];
    if (control !== undefined) return control;
    // \1 \b \k and the like; what is left are escaped marks such as \. and \-.
    if (/[A-Za-z0-9]/.test(character)) throw new Unsupported();
    return codePoint;
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#source);
    if (!match) return undefined;
    this.#at += match[0].length;
    return match;
  }

  #take(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

/** The pattern of every string. */
export const anyString: Pattern = {
  kind: 'repeat',
  part: { kind: 'characters', set: anyChar },
  min: 0,
  max: Infinity,
};
