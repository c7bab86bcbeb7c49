import type { LocalDate } from '@tongban/calendar';
import { offeredTo } from './access-request.ts';
import type { DirectoryItem, PublishedItem } from './directory-item.ts';
import { sharingErrors } from './errors.ts';
import { type FieldPointer, fieldsInBoth } from './field-pointer.ts';
import type { Grant, GrantTerms } from './grant.ts';

/**
 * Whether anything of the terms can be shared still: the item may have become 不予共享 since, have been withdrawn or lost
 * the fields, and the period may be over. Then there is nothing to agree to, also where it was unconditional.
 */
export function isShareable(
  { request: { type } }: Grant,
  { fields, to }: Pick<GrantTerms, 'fields' | 'to'>,
  item: PublishedItem | undefined,
  on: LocalDate,
): boolean {
  if (item?.item.type !== type || item.item.sharingClass === 'not-shared' || to < on) return false;
  return offeredOf(fields, item.item).length > 0;
}

/**
 * What is agreed to, or opened, can be shared now: the directory offers it, and its period is not over (政务数据共享条例
 * art. 14, 20). Whoever settles a dispute is bound by it too: what the law closes, the directory has to open first.
 *
 * @throws E_GRANT_NOT_SHARED with the citation, E_GRANT_NOT_IN_DIRECTORY, E_GRANT_PERIOD_OVER
 */
export function requireShareable(
  { request: { requester, type } }: Grant,
  terms: Pick<GrantTerms, 'fields' | 'to'>,
  item: PublishedItem | undefined,
  on: LocalDate,
): void {
  const { item: offered } = offeredTo(requester, item, type);
  if (offeredOf(terms.fields, offered).length === 0) {
    throw sharingErrors.error('E_GRANT_NOT_IN_DIRECTORY', {
      detail: {
        zh: `目录项 ${type} 已不再提供这些字段：${terms.fields.join('、')}。请需求部门按现行目录项重新申请`,
        en: `The directory item ${type} has none of these fields any more: ${terms.fields.join(', ')}. The requester asks anew for what it has now`,
      },
      facts: { type, fields: terms.fields },
    });
  }
  requireOngoing(terms, on);
}

/** What was agreed to is not over. @throws E_GRANT_PERIOD_OVER */
export function requireOngoing({ to }: Pick<GrantTerms, 'to'>, on: LocalDate): void {
  if (to >= on) return;
  throw sharingErrors.error('E_GRANT_PERIOD_OVER', {
    detail: {
      zh: `期限已于 ${to} 届满，没有可共享的内容。请需求部门重新申请`,
      en: `The period ended on ${to}: there is nothing left to share. The requester asks anew`,
    },
    facts: { to, on },
  });
}

function offeredOf(fields: readonly FieldPointer[], item: DirectoryItem): readonly FieldPointer[] {
  return fieldsInBoth(
    fields,
    item.fields.map(({ pointer }) => pointer),
  );
}
