import type { Language } from '@tongban/kernel';

/**
 * The language to answer in, by `Accept-Language` (RFC 9110 §12.5.4): Chinese where it is preferred, else
 * English.
 */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'en';
  let best: { readonly language: Language; readonly weight: number } = { language: 'en', weight: 0 };
  for (const range of acceptLanguage.slice(0, 1_000).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = languageOfTag(tag.trim());
    const weight = weightOf(parameters);
    if (language !== undefined && weight > best.weight) best = { language, weight };
  }
  return best.language;
}

function languageOfTag(tag: string): Language | undefined {
  const primary = tag.split('-', 1)[0];
  return primary === 'zh' || primary === 'en' ? primary : undefined;
}

function weightOf(parameters: readonly string[]): number {
  const q = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
