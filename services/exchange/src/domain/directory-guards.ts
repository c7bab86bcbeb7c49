import type { Problem } from '@tongban/kernel';
import { type Actor, isAuthority } from './actor.ts';
import type { DirectoryEntry } from './directory-item.ts';
import { sharingErrors } from './errors.ts';

export function publishedOf(entry: DirectoryEntry): NonNullable<DirectoryEntry['published']> {
  if (entry.published) return entry.published;
  throw statusError('该类型没有已发布的目录项', 'No directory item of this type is published');
}

export function submittedOf(entry: DirectoryEntry): NonNullable<DirectoryEntry['submitted']> {
  if (entry.submitted) return entry.submitted;
  throw statusError('没有待审核的目录项', 'No directory item waits for audit');
}

export function statusError(zh: string, en: string): Error {
  return sharingErrors.error('E_DIRECTORY_STATUS', { detail: { zh, en } });
}

export function requireAuthority(actor: Actor): void {
  if (!isAuthority(actor)) throw sharingErrors.error('E_DIRECTORY_NOT_AUTHORITY');
}

/** A text of blanks gives no reason. */
export function requireReason(...texts: readonly string[]): void {
  if (texts.length > 0 && texts.every((text) => text.trim() !== '')) return;
  throw sharingErrors.error('E_DIRECTORY_REASON_MISSING');
}

export function problem(pointer: string, rule: string, zh: string, en: string): Problem {
  return { pointer, rule, message: { zh, en } };
}
