import type { LocalDate } from '@tongban/calendar';
import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import { type DataOf, type DomainEvent, domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { otherDepartmentProblems, unknownDepartment } from './known-department.ts';

type Export = DataOf<'sharing.usage-record-exported.v1'>;

export type UsageExported = DomainEvent<'sharing.usage-record-exported.v1'>;

/** Which records are wanted: what one department read in a period, whole days in Asia/Shanghai. */
export type WantedUsage = Pick<Export, 'department' | 'from' | 'to' | 'reason'>;

/**
 * Usage records are open to the authority, to the providers of what was read, and to the department itself (政务数据共享条例
 * art. 29). Answers, where the actor may have them, what is recorded of the export once its content is known.
 *
 * @param providers the departments whose data was ever asked for by the department that read.
 * @throws E_NOTICE_NOT_ENTITLED, E_USAGE_DEPARTMENT_UNKNOWN, E_USAGE_PERIOD
 */
export function permitUsageExport(
  actor: Actor,
  wanted: WantedUsage,
  {
    providers,
    departments,
    on,
  }: {
    readonly providers: ReadonlySet<string>;
    /** Those that are known, and those of which there is a record. */
    readonly departments: readonly string[];
    readonly on: LocalDate;
  },
): (content: Pick<Export, 'records' | 'hash'>) => UsageExported {
  const { department, from, to } = wanted;
  const exportedTo = actor.department;
  const isParty = exportedTo === department || providers.has(exportedTo);
  if (!isAuthority(actor) && !(isParty && speaksFor(actor, exportedTo))) {
    throw sharingErrors.error('E_NOTICE_NOT_ENTITLED', {
      detail: {
        zh: `${department} 的使用记录只向其本身、其所用数据的提供部门和主管部门开放`,
        en: `Usage records of ${department} are open to it, to the providers of its data and to the authority`,
      },
    });
  }
  const problems = otherDepartmentProblems('/department', department, { actor, departments });
  if (problems.length > 0) {
    const detail = unknownDepartment(department, departments);
    throw sharingErrors.error('E_USAGE_DEPARTMENT_UNKNOWN', { detail, facts: { department }, problems });
  }
  if (from > to || to > on) throw sharingErrors.error('E_USAGE_PERIOD', { facts: { from, to, today: on } });
  return (content) =>
    domainEvent('sharing.usage-record-exported.v1', department, {
      ...wanted,
      ...content,
      exportedTo,
      by: actedBy(actor),
    });
}
