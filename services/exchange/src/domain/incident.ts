import type { Problem } from '@tongban/kernel';
import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { type Grant, openedStatuses } from './grant.ts';
import { otherDepartmentProblems } from './known-department.ts';

/** A security incident 安全事件 as it was reported. A report is not changed: what comes to light later is another. */
export type Incident = DataOf<'sharing.incident-reported.v1'>;

export type IncidentEvent = EventOf<'sharing.incident-reported.v1'>;

export interface ReportIncident {
  readonly kind: 'report';
  readonly actor: Actor;
  readonly nowMs: number;
  readonly incident: Omit<Incident, 'by'>;
  /** Types of other departments that were ever provided to the reporting one: `typesProvidedTo`. */
  readonly provided: ReadonlySet<string>;
  /** The departments that are known. */
  readonly departments: readonly string[];
}

/**
 * A department that uses or manages data reports an incident with it, and what it did (政务数据共享条例 art. 34–36). The
 * authority may report any. Reporting suspends nothing: that is decided for each grant, by its provider or the authority.
 */
export const incidentDecider: Decider<Incident | undefined, ReportIncident, IncidentEvent> = {
  initialState: undefined,
  decide(reported, { actor, nowMs, incident, provided, departments }) {
    if (reported) return [];
    const { department, incidentId } = incident;
    if (!speaksFor(actor, department) && !isAuthority(actor)) {
      throw sharingErrors.error('E_NOTICE_NOT_ENTITLED', {
        detail: {
          zh: `只能报告本部门的安全事件；${department} 的由其自行或由主管部门报告`,
          en: `A department reports its own incidents; those of ${department} it reports itself, or the authority does`,
        },
      });
    }
    const problems = [
      ...otherDepartmentProblems('/department', department, { actor, departments }),
      ...contentProblems(incident, nowMs),
      ...(isAuthority(actor) ? [] : typeProblems(incident, provided)),
    ];
    if (problems.length > 0) throw sharingErrors.error('E_INCIDENT_INVALID', { problems });
    const eventTypes = [...new Set(incident.eventTypes)];
    return [
      domainEvent('sharing.incident-reported.v1', incidentId, {
        ...incident,
        eventTypes,
        by: actedBy(actor),
      }),
    ];
  },
  evolve: (_reported, event) => event.data,
};

/** Whether an incident concerns a department: it reported it, or its data is concerned. */
export function isConcernedBy(
  department: string,
  incident: Pick<Incident, 'department' | 'eventTypes'>,
): boolean {
  return incident.department === department || incident.eventTypes.some((type) => isOwn(type, department));
}

/** Types of others that a department has, or had, by a grant that was opened to it or by a consent to pass them on. */
export function typesProvidedTo(department: string, grants: Iterable<Grant>): ReadonlySet<string> {
  const types = new Set<string>();
  for (const { request, status, onward } of grants) {
    const isReader = request.requester === department && openedStatuses.includes(status);
    if (isReader || onward.some(({ to }) => to === department)) types.add(request.type);
  }
  return types;
}

function isOwn(type: string, department: string): boolean {
  return type.startsWith(`${department}.`);
}

function contentProblems(
  { detectedAt, finding, measures }: Omit<Incident, 'by'>,
  nowMs: number,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (Date.parse(detectedAt) > nowMs) {
    problems.push({
      pointer: '/detectedAt',
      rule: 'past',
      message: { zh: '发现时间不得晚于现在', en: 'It was found before now' },
    });
  }
  for (const [pointer, text] of [
    ['/finding', finding],
    ['/measures', measures],
  ] as const) {
    if (text.trim() !== '') continue;
    problems.push({ pointer, rule: 'required', message: { zh: '须写明', en: 'Say it in words' } });
  }
  return problems;
}

function typeProblems(
  { department, eventTypes }: Omit<Incident, 'by'>,
  provided: ReadonlySet<string>,
): readonly Problem[] {
  return eventTypes.flatMap((type, at) => {
    if (isOwn(type, department) || provided.has(type)) return [];
    return [
      {
        pointer: `/eventTypes/${at}`,
        rule: 'provided',
        message: {
          zh: `${type} 既非 ${department} 所有，也从未共享给 ${department}`,
          en: `${type} is not of ${department}, and was never shared with it`,
        },
      },
    ];
  });
}
