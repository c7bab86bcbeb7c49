import type { Language } from '@tongban/kernel';

/** Chinese for code words of one kind; in English they stand for themselves. */
export type CodeWords = Readonly<Record<string, string>>;

/** A code word as people read it: in Chinese with the word of the API beside it, by which it is looked up. */
export function wordFor(code: string, words: CodeWords, language: Language): string {
  const word = language === 'zh' && Object.hasOwn(words, code) ? words[code] : undefined;
  return word === undefined ? code : `${word}（${code}）`;
}
