import { storeErrors } from './errors.ts';
import type { StreamName } from './event-store.ts';

/** Characters of a stream's whole name. */
export const streamNameLengthMax = 256;

/**
 * The name of a stream: `streamName('tax', 'taxpayer', '91350100M000100Y43')` is `tax.taxpayer-91350100M000100Y43`.
 *
 * @throws E_STORE_ARGUMENT where a part is empty, the whole is longer than 256 characters, or a character is a
 * control character or half of a surrogate pair.
 */
export function streamName(owner: string, category: string, key: string): StreamName {
  const name = `${owner}.${category}-${key}`;
  const defect = streamNameDefect(name, [owner, category, key]);
  if (defect === undefined) return name as StreamName;
  throw storeErrors.error('E_STORE_ARGUMENT', {
    detail: { zh: `流名称无效：${defect.zh}`, en: `This is no stream name: ${defect.en}` },
    facts: { owner, category, key },
  });
}

function streamNameDefect(
  name: string,
  parts: readonly string[],
): { readonly zh: string; readonly en: string } | undefined {
  if (parts.includes('')) {
    return { zh: '所有者、类别和键都不得为空', en: 'owner, category and key must not be empty' };
  }
  if (name.length > streamNameLengthMax) {
    return {
      zh: `长度不得超过 ${streamNameLengthMax} 个字符`,
      en: `it must have at most ${streamNameLengthMax} characters`,
    };
  }
  if (/[\p{Cc}\p{Cs}]/u.test(name)) {
    return { zh: '不得含有控制字符', en: 'it must not have control characters' };
  }
  return undefined;
}
