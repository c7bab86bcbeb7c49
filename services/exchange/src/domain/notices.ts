import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import { type DataOf, type DomainEvent, domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';

type Incident = DataOf<'sharing.incident-reported.v1'>;
type Complaint = DataOf<'sharing.subject-complaint-filed.v1'>;
type Export = DataOf<'sharing.usage-record-exported.v1'>;

/** A department reports an incident of its own (政务数据共享条例 art. 34–36). @throws E_NOTICE_NOT_ENTITLED */
export function reportIncident(
  actor: Actor,
  incident: Omit<Incident, 'by'>,
): DomainEvent<'sharing.incident-reported.v1'> {
  requireEntitled(speaksFor(actor, incident.department) || isAuthority(actor));
  return domainEvent('sharing.incident-reported.v1', incident.incidentId, {
    ...incident,
    by: actedBy(actor),
  });
}

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
