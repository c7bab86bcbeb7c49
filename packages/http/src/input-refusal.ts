import type { Localized, Problem, TongbanError } from '@tongban/kernel';
import { httpErrors } from './errors.ts';
import { limitRule } from './page-limit.ts';

/** Which part of a request is meant. */
export type InputPart = 'query' | 'json' | 'param';

/** The refusal of a part of a request, with every defect: E_LIMIT where all of them are of a page size. */
export function inputRefusal(part: InputPart, problems: readonly Problem[]): TongbanError {
  const code = problems.every(({ rule }) => rule === limitRule) ? 'E_LIMIT' : 'E_INPUT_INVALID';
  const [first] = problems;
  return httpErrors.error(code, {
    ...(problems.length === 1 && first !== undefined
      ? { detail: sentence(first.pointer, first.message) }
      : { detail: several(problems.length) }),
    facts: { part },
    problems,
  });
}

function several(count: number): Localized {
  return {
    zh: `输入有 ${count} 处不符合要求，逐项列于 problems；请更正后重新发送。`,
    en: `The input is not as required in ${count} places, listed in problems. Correct them and send it again.`,
  };
}

function sentence(pointer: string, message: Localized): Localized {
  return { zh: `${pointer}：${message.zh}`, en: `${pointer}: ${message.en}` };
}
