import type { Localized } from '@tongban/kernel';

/** The halves of a description "中文 / English". */
export function bilingual(description: string): Localized {
  const at = description.indexOf(' / ');
  if (at < 0) return { zh: description, en: description };
  return { zh: description.slice(0, at), en: description.slice(at + 3) };
}
