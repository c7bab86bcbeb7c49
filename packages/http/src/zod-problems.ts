import { jsonPointer, type Localized, type Problem } from '@tongban/kernel';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** What a schema's own check says of a defect, in the place where zod wants its issue. */
export interface OwnRule {
  readonly rule: string;
  readonly expected?: unknown;
  readonly message: Localized;
}

/** For `superRefine` and `.check`: refuses a value in our words. */
export function ownIssue(input: unknown, own: OwnRule): z.core.$ZodRawIssue {
  return { code: 'custom', input, params: { own } };
}

/**
 * The defects that zod found in an input, all of them, named as JSON Schema names its keywords.
 *
 * @param known the members that the input itself may have, for who named another.
 */
export function zodProblems(
  issues: readonly Issue[],
  input: unknown,
  known?: readonly string[],
): readonly Problem[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0
      ? issue.keys.map((key) => unknownName([key], known))
      : problemsOf(issue, [], input),
  );
}

/** That nothing has a name, and what there is instead, as far as it is known. */
export function unknownName(path: Path, known?: readonly string[]): Problem {
  const name = String(path.at(-1)).slice(0, 100);
  const [zh, en] = instead(known);
  return problem(
    path,
    'additionalProperties',
    known,
    message(`没有名为 “${name}” 的项${zh}`, `There is nothing called “${name}” here${en}`),
  );
}

function instead(known: readonly string[] | undefined): readonly [zh: string, en: string] {
  if (known === undefined) return ['', ''];
  if (known.length === 0)
    return ['；这里不接受参数，请去掉', '; this address takes no parameters, leave it out'];
  return [`；可以有 ${known.join('、')}`, `; there may be ${known.join(', ')}`];
}

function problemsOf(issue: Issue, parents: Path, input: unknown): readonly Problem[] {
  const path: Path = [
    ...parents,
    ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
  ];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownName([...path, key]));
  }
  if (issue.code === 'invalid_union') {
    // The branch with the fewest defects is the one that was meant.
    const [nearest] = issue.errors.toSorted((one, other) => one.length - other.length);
    const nested = nearest?.flatMap((inner) => problemsOf(inner, path, input)) ?? [];
    return nested.length > 0
      ? nested
      : [problem(path, 'anyOf', undefined, message('没有匹配的形式', 'No form of it matches'))];
  }
  // zod measures whatever has a `length`; that an object is neither text nor list is told beside it.
  if ((issue.code === 'too_small' || issue.code === 'too_big') && issue.origin === 'unknown') return [];
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return issue.issues.flatMap((inner) => problemsOf(inner, path, input));
  }
  return [plainProblem(issue, path, input)];
}

/** Formats that zod knows by name, in words. */
const formats: Readonly<Record<string, Localized>> = {
  date: {
    zh: '真实存在的日期 YYYY-MM-DD，例如 2026-03-02',
    en: 'an existing date, YYYY-MM-DD, for example 2026-03-02',
  },
  url: {
    zh: '完整的网址，例如 https://example.com/path',
    en: 'a whole URL, for example https://example.com/path',
  },
};

function plainProblem(issue: Issue, path: Path, input: unknown): Problem {
  switch (issue.code) {
    case 'invalid_type':
      if (valueAt(input, path) === undefined)
        return problem(path, 'required', issue.expected, message('缺少此项', 'This is required'));
      return problem(
        path,
        'type',
        issue.expected,
        message(`类型须为 ${issue.expected}`, `Its type has to be ${issue.expected}`),
      );
    case 'invalid_value': {
      if (valueAt(input, path) === undefined)
        return problem(path, 'required', issue.values, message('缺少此项', 'This is required'));
      const values = issue.values.map(String);
      const rule = issue.values.length === 1 ? 'const' : 'enum';
      return problem(
        path,
        rule,
        issue.values,
        message(`须为 ${values.join('、')} 之一`, `It has to be one of ${values.join(', ')}`),
      );
    }
    case 'too_small':
      return boundProblem(path, 'min', issue.origin, issue.minimum, issue.inclusive);
    case 'too_big':
      return boundProblem(path, 'max', issue.origin, issue.maximum, issue.inclusive);
    case 'invalid_format': {
      const rule = issue.format === 'regex' ? 'pattern' : 'format';
      const expected = issue.format === 'regex' ? issue.pattern : issue.format;
      const form = formats[issue.format] ?? { zh: `格式 ${expected}`, en: `of the form ${expected}` };
      return problem(path, rule, expected, message(`须为${form.zh}`, `It has to be ${form.en}`));
    }
    case 'not_multiple_of':
      return problem(
        path,
        'multipleOf',
        issue.divisor,
        message(`须为 ${issue.divisor} 的倍数`, `It has to be a multiple of ${issue.divisor}`),
      );
    default: {
      const own = issue.code === 'custom' ? (issue.params?.own as OwnRule | undefined) : undefined;
      if (own !== undefined) return problem(path, own.rule, own.expected, own.message);
      return problem(path, issue.code ?? 'custom', undefined, message('不符合要求', issue.message));
    }
  }
}

/** `minimum` of numbers, `minLength` of texts, `minItems` of arrays, and the same with `max`. */
function boundProblem(
  path: Path,
  side: 'min' | 'max',
  origin: string,
  bound: number | bigint,
  inclusive: boolean | undefined,
): Problem {
  const atLeast = side === 'min';
  const [zh, en] = atLeast ? ['至少', 'at least'] : ['至多', 'at most'];
  if (origin === 'string')
    return problem(
      path,
      `${side}Length`,
      bound,
      message(`长度${zh} ${bound}`, `Its length is ${en} ${bound}`),
    );
  if (origin === 'array')
    return problem(path, `${side}Items`, bound, message(`项数${zh} ${bound}`, `It has ${en} ${bound} items`));
  const limit = atLeast ? 'inimum' : 'aximum';
  if (inclusive === false) {
    const [zhThan, enThan] = atLeast ? ['大于', 'more than'] : ['小于', 'less than'];
    const rule = `exclusiveM${limit}`;
    return problem(path, rule, bound, message(`须${zhThan} ${bound}`, `It has to be ${enThan} ${bound}`));
  }
  return problem(path, `m${limit}`, bound, message(`须${zh}为 ${bound}`, `It has to be ${en} ${bound}`));
}

function problem(path: Path, rule: string, expected: unknown, localized: Localized): Problem {
  return {
    pointer: jsonPointer(path),
    rule,
    ...(expected === undefined ? {} : { expected }),
    message: localized,
  };
}

function message(zh: string, en: string): Localized {
  return { zh: `${zh}。`, en: `${en}.` };
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const step of path) value = (value as Record<string | number, unknown> | null | undefined)?.[step];
  return value;
}
