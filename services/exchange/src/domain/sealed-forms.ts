import { jsonPointer, type Problem } from '@tongban/kernel';
import { sealMark } from './personal-fields.ts';

/**
 * Texts that look as if the platform had sealed them. In clear there are none: where a contract calls their field personal
 * later, what was recorded would not open, and hold up everyone who reads it.
 *
 * @param data of an event, as its sender wrote it.
 */
export function sealedForms(data: unknown): readonly Problem[] {
  // Every event that is published is looked at, and nearly none has any: the places are named only where there are some.
  return hasSealedForm(data) ? placesOf(data, []) : [];
}

function hasSealedForm(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith(sealMark);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasSealedForm);
  const members = value as { readonly [name: string]: unknown };
  for (const name in members) if (hasSealedForm(members[name])) return true;
  return false;
}

function placesOf(value: unknown, path: readonly (string | number)[]): readonly Problem[] {
  if (typeof value === 'string') return value.startsWith(sealMark) ? [looksSealed(path)] : [];
  if (Array.isArray(value)) return value.flatMap((element, at) => placesOf(element, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => placesOf(member, [...path, name]));
}

function looksSealed(path: readonly (string | number)[]): Problem {
  return {
    pointer: `/data${jsonPointer(path)}`,
    rule: 'sealed-form',
    message: {
      zh: `不能以 ${sealMark} 开头：该形式仅用于平台加密的字段；请发送原文，由平台加密`,
      en: `it may not begin with ${sealMark}, as only what the platform sealed does; send the text itself, and the platform seals it`,
    },
  };
}
