import type { Localized } from '@tongban/kernel';
import { backtrackingRisk } from '../patterns/backtracking.ts';
import { parsePattern } from '../patterns/parse-pattern.ts';

export interface PatternDefect {
  readonly rule: string;
  readonly message: Localized;
}

const lengthMax = 500;

/**
 * What is wrong with a pattern of a contract: it must be anchored, plain, and run in linear time on any text.
 */
export function checkPattern(pattern: string): PatternDefect | undefined {
  if (pattern.length > lengthMax) return tooLong;
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return notAnchored;
  try {
    new RegExp(pattern, 'u');
  } catch {
    return noExpression;
  }
  const parsed = parsePattern(pattern);
  if (!parsed) return notPlain;
  return backtrackingRisk(parsed) ? slow : undefined;
}

const tooLong: PatternDefect = {
  rule: 'pattern-length',
  message: { zh: `模式最多 ${lengthMax} 个字符`, en: `a pattern has at most ${lengthMax} characters` },
};
const notAnchored: PatternDefect = {
  rule: 'pattern-anchored',
  message: { zh: '模式须以 ^ 开头、以 $ 结尾', en: 'a pattern begins with ^ and ends with $' },
};
const noExpression: PatternDefect = {
  rule: 'pattern-syntax',
  message: { zh: '不是有效的正则表达式（u 标志）', en: 'is no regular expression (flag u)' },
};
const notPlain: PatternDefect = {
  rule: 'pattern-plain',
  message: {
    zh: '模式只用字符、字符类、(…)、| 和次数；不用环视、反向引用和惰性次数，^ $ 只在两端',
    en: 'a pattern has characters, classes, groups, | and counts; no look-around, back references or lazy counts, and ^ $ at its ends only',
  },
};
const slow: PatternDefect = {
  rule: 'pattern-linear',
  message: {
    zh: '模式对某些文本需要非线性时间：同一段文本可由重复部分以多种方式读出；请使各重复部分以不同字符分隔',
    en: 'some text would take more than linear time: repeated parts can read it in several ways; separate them by a character that none of them reads',
  },
};
