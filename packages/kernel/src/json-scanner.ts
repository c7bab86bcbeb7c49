import type { Json, JsonObject } from './canonical-json.ts';
import { jsonPointer } from './json-pointer.ts';
import type { Localized } from './localized.ts';
import type { Problem } from './problem.ts';

export interface JsonLimits {
  /** Nested objects and arrays; a scalar has depth 0. */
  readonly depthMax: number;
  /**
   * The depth in which the text itself stands; default 0. 1 for the data of an event, which is inside the event; −1 for a batch,
   * whose list counts to none of its events.
   */
  readonly depthStart: number;
  /** Bytes of the text in UTF-8. */
  readonly bytesMax: number;
}

/** What a text says, read exactly, and all that is wrong with it. */
export interface JsonScan {
  /** Undefined where the scan did not come to the end. */
  readonly value: Json | undefined;
  readonly problems: readonly Problem[];
  /** More may be wrong than anybody reads: of what stands behind the last problem nothing is told. */
  readonly isCutShort: boolean;
}

/**
 * Reads JSON (RFC 8259) exactly and slowly, to say what is wrong and where: `examineJson` calls it where its fast pass saw
 * something odd. Malformed text ends the scan; other defects do not. Of members of one name the last counts; what is nested too
 * deep is read as null.
 */
export function scanJson(text: string, depthMax: number, depthStart = 0): JsonScan {
  const scanner = new JsonScanner(text, depthMax, depthStart);
  let value: Json | undefined;
  try {
    value = scanner.scanDocument();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return { value, problems: scanner.problems, isCutShort: scanner.isCutShort };
}

/** More problems than anybody reads are not collected. */
const problemsMax = 100;
const literalShownMax = 40;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const decimalPattern = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const words = new Map([
  ['t', 'true'],
  ['f', 'false'],
  ['n', 'null'],
]);

/** Ends the scan; the problem is already noted. */
class Stop extends Error {}

class JsonScanner {
  readonly problems: Problem[] = [];
  isCutShort = false;
  readonly #text: string;
  readonly #depthMax: number;
  readonly #path: (string | number)[] = [];
  #at = 0;
  #depth: number;

  constructor(text: string, depthMax: number, depthStart: number) {
    this.#text = text;
    this.#depthMax = depthMax;
    this.#depth = depthStart;
  }

  scanDocument(): Json {
    if (this.#text.startsWith('\uFEFF')) {
      this.#note('byte-order-mark', undefined, {
        zh: '开头有字节顺序标记（BOM），请以不带 BOM 的 UTF-8 发送',
        en: 'begins with a byte order mark; send UTF-8 without BOM',
      });
      this.#at = 1;
    }
    this.#skipSpace();
    const value = this.#scanValue();
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#refuseSyntax('the end of the text', '文本结束');
    return value;
  }

  #scanValue(): Json {
    const character = this.#text[this.#at] ?? '';
    if (character === '{' || character === '[') return this.#scanNested(character);
    if (character === '"') return this.#scanSoundString();
    if (character === '-' || (character >= '0' && character <= '9')) return this.#scanNumber();
    return this.#scanWord(character);
  }

  #scanNested(opening: '{' | '['): Json {
    if (this.#depth === this.#depthMax) {
      this.#note('depth', this.#depthMax, {
        zh: `嵌套超过 ${this.#depthMax} 层`,
        en: `nested deeper than ${this.#depthMax} levels`,
      });
      this.#skipNested();
      return null;
    }
    this.#depth++;
    this.#at++;
    this.#skipSpace();
    const value = opening === '{' ? this.#scanMembers() : this.#scanItems();
    this.#depth--;
    return value;
  }

  #scanMembers(): JsonObject {
    const members = new Map<string, Json>();
    if (this.#take('}')) return {};
    for (;;) {
      if (this.#text[this.#at] !== '"') this.#refuseSyntax('a key in double quotes', '双引号括起的键');
      const name = this.#scanSoundString();
      this.#path.push(name.toWellFormed());
      if (members.has(name)) this.#noteDuplicate(name);
      this.#skipSpace();
      if (!this.#take(':')) this.#refuseSyntax('":"', '“:”');
      this.#skipSpace();
      members.set(name, this.#scanValue());
      this.#path.pop();
      this.#skipSpace();
      // Own members, whatever their names are.
      if (this.#take('}')) return Object.fromEntries(members);
      if (!this.#take(',')) this.#refuseSyntax('"," or "}"', '“,” 或 “}”');
      this.#skipSpace();
    }
  }

  #scanItems(): readonly Json[] {
    const items: Json[] = [];
    if (this.#take(']')) return items;
    for (;;) {
      this.#path.push(items.length);
      items.push(this.#scanValue());
      this.#path.pop();
      this.#skipSpace();
      if (this.#take(']')) return items;
      if (!this.#take(',')) this.#refuseSyntax('"," or "]"', '“,” 或 “]”');
      this.#skipSpace();
    }
  }

  /** From the opening quote to behind the closing one; gives the string. */
  #scanString(): string {
    const start = this.#at++;
    for (;;) {
      const character = this.#text[this.#at] ?? '';
      if (character === '"') break;
      if (character === '\\') this.#scanEscape();
      else if (character < ' ') this.#refuseSyntax('the rest of a string', '字符串的其余部分');
      else this.#at++;
    }
    this.#at++;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #scanEscape(): void {
    const letter = this.#text[this.#at + 1] ?? '';
    if (letter === 'u' && /^[\da-f]{4}$/i.test(this.#text.slice(this.#at + 2, this.#at + 6))) this.#at += 6;
    else if (letter !== '' && '"\\/bfnrt'.includes(letter)) this.#at += 2;
    else this.#refuseSyntax('an escape such as \\n or \\u4e2d', '形如 \\n 或 \\u4e2d 的转义');
  }

  #scanNumber(): number {
    numberPattern.lastIndex = this.#at;
    const literal = numberPattern.exec(this.#text)?.[0];
    if (literal === undefined) this.#refuseSyntax('a number', '数字');
    this.#at += literal.length;
    const value = Number(literal);
    const shown = literal.length > literalShownMax ? `${literal.slice(0, literalShownMax)}…` : literal;
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      const { MIN_SAFE_INTEGER: minimum, MAX_SAFE_INTEGER: maximum } = Number;
      this.#note(
        'number-range',
        { minimum, maximum },
        {
          zh: `数字 ${shown} 超出 ±${maximum}，请改用字符串`,
          en: `the number ${shown} is beyond ±${maximum}; send it as a string`,
        },
      );
    } else if (decimalForm(literal) !== decimalForm(String(value))) {
      this.#note('number-precision', value, {
        zh: `数字 ${shown} 的位数过多，读取后会变成 ${value}；请改用字符串或减少位数`,
        en: `the number ${shown} has more digits than a double keeps (${value}); send a string or fewer digits`,
      });
    }
    return value;
  }

  #scanWord(initial: string): boolean | null {
    const word = words.get(initial);
    if (word === undefined || !this.#text.startsWith(word, this.#at)) this.#refuseSyntax('a value', '一个值');
    this.#at += word.length;
    return JSON.parse(word) as boolean | null;
  }

  /** Behind the bracket that closes the one here, or the end. What is inside is not read. */
  #skipNested(): void {
    let level = 0;
    do {
      const character = this.#text[this.#at++] ?? '';
      if (character === '') throw new Stop();
      if (character === '"') {
        this.#at--;
        this.#scanString();
      } else if (character === '{' || character === '[') level++;
      else if (character === '}' || character === ']') level--;
    } while (level > 0);
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at++;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #scanSoundString(): string {
    const decoded = this.#scanString();
    if (decoded.isWellFormed()) return decoded;
    this.#note('lone-surrogate', undefined, {
      zh: '含有不成对的代理项（如 \\ud800），它不是字符',
      en: 'contains a lone surrogate (such as \\ud800), which is no character',
    });
    return decoded;
  }

  #noteDuplicate(name: string): void {
    const shown = JSON.stringify(name);
    this.#note('duplicate-key', undefined, {
      zh: `键 ${shown} 出现多次，请只保留一个`,
      en: `the key ${shown} comes more than once; keep one`,
    });
  }

  #refuseSyntax(expectedEn: string, expectedZh: string): never {
    const before = this.#text.slice(0, this.#at);
    const line = before.split('\n').length;
    const column = this.#at - before.lastIndexOf('\n');
    const code = this.#text.codePointAt(this.#at);
    const found = code === undefined ? undefined : JSON.stringify(String.fromCodePoint(code));
    this.#note('json-syntax', expectedEn, {
      zh: `不是有效的 JSON：第 ${line} 行第 ${column} 列应为${expectedZh}，实际为 ${found ?? '文本结束'}`,
      en: `not JSON: line ${line}, column ${column}: expected ${expectedEn}, found ${found ?? 'the end of the text'}`,
    });
    throw new Stop();
  }

  /** Of what is told nothing any more the value is read all the same. */
  #note(rule: string, expected: unknown, message: Localized): void {
    if (this.isCutShort) return;
    const pointer = jsonPointer(this.#path);
    this.problems.push({ pointer, rule, ...(expected === undefined ? {} : { expected }), message });
    this.isCutShort = this.problems.length >= problemsMax;
  }
}

/** Digits and exponent of a decimal without superfluous zeros: equal exactly for equal amounts of one sign. */
function decimalForm(literal: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = decimalPattern.exec(literal) ?? [];
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === '0') start++;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end--;
  if (start === end) return '0';
  return `${digits.slice(start, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
