import { type Json, jsonPointer, type Problem } from '@tongban/kernel';
import type { TimestampDefect } from './timestamp.ts';

const shownMax = 60;

export function required(pointer: string): Problem {
  return {
    pointer,
    rule: 'required',
    message: { zh: `缺少 ${named(pointer)}`, en: `${named(pointer)} is missing` },
  };
}

export function type(pointer: string, expected: 'string' | 'object', value: Json): Problem {
  const [zh, en] = expected === 'string' ? ['字符串', 'a string'] : ['JSON 对象', 'a JSON object'];
  const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return {
    pointer,
    rule: 'type',
    expected,
    message: {
      zh: `${named(pointer)} 应为${zh}，实际为 ${found}`,
      en: `${named(pointer)} must be ${en}, not ${found}`,
    },
  };
}

export function empty(pointer: string): Problem {
  return {
    pointer,
    rule: 'min-length',
    expected: 1,
    message: { zh: `${named(pointer)} 不能为空`, en: `${named(pointer)} must not be empty` },
  };
}

export function tooLong(pointer: string, lengthMax: number): Problem {
  return {
    pointer,
    rule: 'max-length',
    expected: lengthMax,
    message: {
      zh: `${named(pointer)} 最多 ${lengthMax} 个字符`,
      en: `${named(pointer)} has at most ${lengthMax} characters`,
    },
  };
}

export function controlCharacter(pointer: string): Problem {
  return {
    pointer,
    rule: 'control-character',
    message: {
      zh: `${named(pointer)} 含有控制字符或不成对的代理项`,
      en: `${named(pointer)} contains a control character or a lone surrogate`,
    },
  };
}

export function constant(pointer: string, value: string, expected: string): Problem {
  return {
    pointer,
    rule: 'const',
    expected,
    message: {
      zh: `${named(pointer)} 应为 ${expected}，实际为 ${shown(value)}`,
      en: `${named(pointer)} must be ${expected}, not ${shown(value)}`,
    },
  };
}

export function oneOf(pointer: string, value: string, expected: readonly string[]): Problem {
  return {
    pointer,
    rule: 'enum',
    expected,
    message: {
      zh: `${named(pointer)} 应为 ${expected.join('、')} 之一，实际为 ${shown(value)}`,
      en: `${named(pointer)} must be one of ${expected.join(', ')}, not ${shown(value)}`,
    },
  };
}

export function pattern(pointer: string, value: string, form: string): Problem {
  return {
    pointer,
    rule: 'pattern',
    expected: form,
    message: {
      zh: `${named(pointer)} 应形如 ${form}，实际为 ${shown(value)}`,
      en: `${named(pointer)} must have the form ${form}, not ${shown(value)}`,
    },
  };
}

export function time(pointer: string, value: string, found: TimestampDefect): Problem {
  const name = named(pointer);
  switch (found) {
    case 'time-zone':
      return {
        pointer,
        rule: 'time-zone',
        expected: `${value}+08:00`,
        message: {
          zh: `${name} 没有时区；北京时间请写 ${value}+08:00`,
          en: `${name} has no zone; for Beijing time write ${value}+08:00`,
        },
      };
    case 'letter-case':
      return {
        pointer,
        rule: 'letter-case',
        expected: value.toUpperCase(),
        message: {
          zh: `${name} 中的 T 和 Z 须大写：${value.toUpperCase()}`,
          en: `${name} has T and Z as capitals: ${value.toUpperCase()}`,
        },
      };
    case 'leap-second':
      return {
        pointer,
        rule: 'leap-second',
        message: {
          zh: `${name} 为闰秒（:60），不接收；请写 :59`,
          en: `${name} is in a leap second (:60), which is not taken; write :59`,
        },
      };
    case 'format': {
      const example = '2026-03-02T09:30:00+08:00';
      return {
        pointer,
        rule: 'format',
        expected: example,
        message: {
          zh: `${name} 应为 RFC 3339 时间，例如 ${example}，实际为 ${shown(value)}`,
          en: `${name} must be an RFC 3339 time such as ${example}, not ${shown(value)}`,
        },
      };
    }
  }
}

export function otherContract(eventType: string, expected: string): Problem {
  return {
    pointer: '/dataschema',
    rule: 'matches-type',
    expected,
    message: {
      zh: `dataschema 与 type ${eventType} 不是同一契约，应为 ${expected}`,
      en: `dataschema names another contract than type ${eventType}; expected ${expected}`,
    },
  };
}

export function signatureGap(pointer: string, attributes: readonly string[]): Problem {
  return {
    pointer,
    rule: 'required',
    message: {
      zh: `缺少 ${named(pointer)}：${attributes.join('、')} 须同时出现或都不出现`,
      en: `${named(pointer)} is missing: ${attributes.join(', ')} come together or not at all`,
    },
  };
}

/** An attribute outside the profile; names that CloudEvents itself forbids are told apart. */
export function unknownAttribute(name: string, known: { has(name: string): boolean }): Problem {
  const pointer = jsonPointer([name.toWellFormed()]);
  const meant = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const isKnown = known.has(meant);
  const hint = isKnown
    ? { zh: `应写作 ${meant}`, en: `write ${meant}` }
    : { zh: '请删除，或放入 data', en: 'leave it out, or put it into data' };
  return {
    pointer,
    ...(isKnown ? { expected: meant } : {}),
    ...(/^[a-z0-9]+$/.test(name)
      ? {
          rule: 'unknown-attribute',
          message: {
            zh: `没有属性 ${shown(name)}：${hint.zh}`,
            en: `there is no attribute ${shown(name)}: ${hint.en}`,
          },
        }
      : {
          rule: 'attribute-name',
          message: {
            zh: `属性名 ${shown(name)} 只能由小写字母和数字组成：${hint.zh}`,
            en: `the attribute name ${shown(name)} may only have lower-case letters and digits: ${hint.en}`,
          },
        }),
  };
}

function named(pointer: string): string {
  return pointer.slice(1);
}

/** A value as it may stand in a message: quoted, escaped and short. */
function shown(value: string): string {
  return JSON.stringify(value.length > shownMax ? `${value.slice(0, shownMax)}…` : value);
}
