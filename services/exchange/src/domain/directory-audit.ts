import { actedBy } from './actor.ts';
import {
  publishedOf,
  requireAuthority,
  requireReason,
  statusError,
  submittedOf,
} from './directory-guards.ts';
import type { DirectoryCommandOf, DirectoryEntry, DirectoryEvent } from './directory-item.ts';
import { domainEvent } from './domain-event.ts';
import type { SourcesByDatum } from './source-department.ts';
import { requireSource } from './source-of-item.ts';

/** The source may have been named since the item was submitted. */
export function publish(
  entry: DirectoryEntry,
  { actor, on }: DirectoryCommandOf<'publish'>,
  sources: SourcesByDatum,
): DirectoryEvent {
  requireAuthority(actor);
  const { item, version, submission } = submittedOf(entry);
  requireSource(item, sources);
  const data = { item, version, submission, publishedOn: on, by: actedBy(actor) };
  return version === 1
    ? domainEvent('sharing.directory-item-published.v1', item.type, data)
    : domainEvent('sharing.directory-item-updated.v1', item.type, data);
}

export function sendBack(
  entry: DirectoryEntry,
  { actor, on, reasons }: DirectoryCommandOf<'return'>,
): DirectoryEvent {
  requireAuthority(actor);
  const { item, version, submission } = submittedOf(entry);
  requireReason(...reasons);
  return domainEvent('sharing.directory-item-returned.v1', item.type, {
    type: item.type,
    provider: item.provider,
    version,
    submission,
    reasons,
    returnedOn: on,
    by: actedBy(actor),
  });
}

export function withdraw(
  entry: DirectoryEntry,
  { actor, on, reason }: DirectoryCommandOf<'withdraw'>,
): DirectoryEvent {
  requireAuthority(actor);
  const { item, version } = publishedOf(entry);
  if (entry.submitted) {
    throw statusError('有待审核的版本，请先退回', 'A version waits for audit: return it first');
  }
  requireReason(reason);
  const { type, provider } = item;
  return domainEvent('sharing.directory-item-withdrawn.v1', type, {
    type,
    provider,
    version,
    reason,
    withdrawnOn: on,
    by: actedBy(actor),
  });
}
