import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import { type DataOf, type DomainEvent, domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

type Export = DataOf<'sharing.usage-record-exported.v1'>;

/**
 * Usage records are open to the authority, to the providers of what was read, and to the department itself (art. 29).
 *
 * @param providers the departments whose data the exported records tell of.
 * @throws E_NOTICE_NOT_ENTITLED
 */
export function exportUsageRecord(
  actor: Actor,
  record: Omit<Export, 'by'>,
  providers: readonly string[],
): DomainEvent<'sharing.usage-record-exported.v1'> {
  const { department, exportedTo } = record;
  const isParty = exportedTo === department || providers.includes(exportedTo);
  requireEntitled(isAuthority(actor) || (isParty && speaksFor(actor, exportedTo)));
  return domainEvent('sharing.usage-record-exported.v1', department, { ...record, by: actedBy(actor) });
}

function requireEntitled(isEntitled: boolean): void {
  if (!isEntitled) throw sharingErrors.error('E_NOTICE_NOT_ENTITLED');
}
