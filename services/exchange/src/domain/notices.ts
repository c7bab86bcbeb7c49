import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import { type DataOf, type DomainEvent, domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

type Complaint = DataOf<'sharing.subject-complaint-filed.v1'>;
type Export = DataOf<'sharing.usage-record-exported.v1'>;

/** The authority takes down what a person complains about (art. 37). @throws E_NOTICE_NOT_ENTITLED */
export function fileComplaint(
  actor: Actor,
  complaint: Omit<Complaint, 'by'>,
): DomainEvent<'sharing.subject-complaint-filed.v1'> {
  requireEntitled(isAuthority(actor));
  const { complaintId } = complaint;
  return domainEvent('sharing.subject-complaint-filed.v1', complaintId, { ...complaint, by: actedBy(actor) });
}

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
