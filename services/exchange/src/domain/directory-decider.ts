import { type HolidayTable, type LocalDate, localDate } from '@tongban/calendar';
import type { Problem } from '@tongban/kernel';
import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import { contractProblems } from './contract-of-item.ts';
import { dueOf } from './deadlines-for.ts';
import type { Decider } from './decider.ts';
import {
  type DirectoryCommand,
  type DirectoryEntry,
  type DirectoryEvent,
  type DirectoryItem,
  evolveDirectory,
  noEntry,
} from './directory-item.ts';
import { domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { covers, isFieldPointer } from './field-pointer.ts';
import { unknownDepartmentProblems } from './known-department.ts';
import { ruleOn, type SharingRules } from './sharing-rule.ts';
import type { SourcesByDatum } from './source-department.ts';
import { requireSource } from './source-of-item.ts';
import { requirePart, requirePartOrAuthority } from './who-may-act.ts';

type Of<Kind extends DirectoryCommand['kind']> = Extract<DirectoryCommand, { readonly kind: Kind }>;

/**
 * The rules of one directory entry: submitted by its provider, audited and published by the authority (art. 12–17).
 *
 * @param sources the source departments as they are named now; none, where only other acts are decided.
 */
export function directoryDecider(
  rules: SharingRules,
  holidays: HolidayTable,
  sources: SourcesByDatum = new Map(),
): Decider<DirectoryEntry, DirectoryCommand, DirectoryEvent> {
  return {
    initialState: noEntry,
    decide: (entry, command) => [decide(entry, command, rules, holidays, sources)],
    evolve: evolveDirectory,
  };
}

function decide(
  entry: DirectoryEntry,
  command: DirectoryCommand,
  rules: SharingRules,
  holidays: HolidayTable,
  sources: SourcesByDatum,
): DirectoryEvent {
  switch (command.kind) {
    case 'request-addition':
      return requestAddition(entry, command);
    case 'notify-change':
      return notifyChange(entry, command, rules);
    case 'extend-update':
      return extendUpdate(entry, command, rules, holidays);
    case 'submit':
      return submit(entry, command, sources);
    case 'publish':
      return publish(entry, command, sources);
    case 'return':
      return sendBack(entry, command);
    case 'withdraw':
      return withdraw(entry, command);
  }
}

function requestAddition(entry: DirectoryEntry, command: Of<'request-addition'>): DirectoryEvent {
  const { actor, on, type, provider, departments, need } = command;
  const requester = actor.department;
  if (!speaksFor(actor, requester)) throw sharingErrors.error('E_DIRECTORY_NOT_A_DEPARTMENT');
  const problems = [
    ...ownerProblems(type, provider),
    ...unknownDepartmentProblems('/provider', provider, departments),
    ...(provider === requester ? [ownAddition()] : []),
  ];
  if (problems.length > 0) throw sharingErrors.error('E_DIRECTORY_ITEM_INVALID', { problems });
  if (entry.published) {
    throw statusError(
      `${type} 已在目录中，无需请求补充；请提出共享申请：POST /v1/grants`,
      `${type} is listed, and needs no addition: ask for access with POST /v1/grants`,
    );
  }
  if (entry.isAdditionRequested) {
    throw statusError(`${type} 的补充已有部门请求，尚未办结`, `The addition of ${type} was asked for before`);
  }
  return domainEvent('sharing.directory-addition-requested.v1', type, {
    type,
    provider,
    requester,
    version: entry.lastVersion + 1,
    need,
    receivedOn: on,
    by: actedBy(actor),
  });
}

function notifyChange(
  entry: DirectoryEntry,
  command: Of<'notify-change'>,
  rules: SharingRules,
): DirectoryEvent {
  const { actor, on, cause, reason, changedOn } = command;
  const { item, version } = publishedOf(entry);
  requirePartOrAuthority(actor, 'provider', item.provider, 'E_DIRECTORY_NOT_PROVIDER');
  if (entry.change) {
    throw statusError(
      `${item.type} 的更新已因 ${entry.change.on} 的变化而到期应办；更新后方可再次告知`,
      `An update of ${item.type} is due already, for the change of ${entry.change.on}; tell of another once it is made`,
    );
  }
  const problems = changeProblems(changedOn, on, rules);
  if (problems.length > 0) throw sharingErrors.error('E_DIRECTORY_ITEM_INVALID', { problems });
  const { type, provider } = item;
  return domainEvent('sharing.directory-change-notified.v1', type, {
    type,
    provider,
    version,
    cause,
    reason,
    changedOn,
    by: actedBy(actor),
  });
}

/**
 * Art. 17: with consent, once, by at most the days of the rule. The authority that consents records it. What is over is not
 * made longer: the day that was missed would be on no record.
 */
function extendUpdate(
  entry: DirectoryEntry,
  command: Of<'extend-update'>,
  rules: SharingRules,
  holidays: HolidayTable,
): DirectoryEvent {
  const { actor, on, workingDays, consentId, reason } = command;
  requireAuthority(actor);
  const { item, version } = publishedOf(entry);
  const workingDaysMax = ruleOn(rules, 'directory-update-extension', on).limit.count;
  const isWithin = Number.isInteger(workingDays) && workingDays >= 1 && workingDays <= workingDaysMax;
  if (!entry.change || entry.change.isExtended || !isWithin || consentId === '') {
    throw sharingErrors.error('E_DIRECTORY_EXTENSION', {
      detail: {
        zh: `到期的更新经同意（consentId）可延长一次，1 至 ${workingDaysMax} 个工作日`,
        en: `An update that is due is extended once, by 1 to ${workingDaysMax} working days, with a consent (consentId)`,
      },
      facts: { workingDays, workingDaysMax, isExtended: entry.change?.isExtended ?? false },
    });
  }
  const startedOn = localDate(entry.change.on);
  const { date: dueOn } = dueOf(
    { ruleId: 'directory-update', startedOn, extraWorkingDays: 0 },
    holidays,
    rules,
  );
  if (dueOn < on) {
    throw sharingErrors.error('E_DIRECTORY_EXTENSION', {
      detail: {
        zh: `更新期限已于 ${dueOn} 届满，不能再延长。请尽快提交更新`,
        en: `The time for the update ended on ${dueOn} and can no longer be extended. Submit the update`,
      },
      facts: { dueOn, on },
    });
  }
  const { type, provider } = item;
  return domainEvent('sharing.directory-update-extended.v1', type, {
    type,
    provider,
    version,
    changedOn: entry.change.on,
    workingDays,
    consentId,
    reason,
    by: actedBy(actor),
  });
}

function submit(entry: DirectoryEntry, command: Of<'submit'>, sources: SourcesByDatum): DirectoryEvent {
  const { actor, on, item, signedOffBy, secrecyReview, impactReview } = command;
  requirePart(actor, 'provider', item.provider, 'E_DIRECTORY_NOT_PROVIDER');
  if (entry.submitted) {
    throw statusError(
      `${item.type} 有待审核的版本；审核后方可再次提交`,
      `A version of ${item.type} waits for audit; submit another once it is published or returned`,
    );
  }
  const itself = [
    ...(item.type === command.type ? [] : [otherType(command.type)]),
    ...itemProblems(item),
    ...contractProblems(item, command.contract),
  ].map((one) => ({ ...one, pointer: `/item${one.pointer}` }));
  const problems = [...itself, ...approvalProblems(command)];
  if (problems.length > 0) throw sharingErrors.error('E_DIRECTORY_ITEM_INVALID', { problems });
  requireSource(item, sources);
  return domainEvent('sharing.directory-item-submitted.v1', item.type, {
    item,
    version: entry.lastVersion + 1,
    submission: entry.submissions + 1,
    submittedOn: on,
    signedOffBy,
    secrecyReview,
    impactReview,
    by: actedBy(actor),
  });
}

/** The source may have been named since the item was submitted. */
function publish(
  entry: DirectoryEntry,
  { actor, on }: Of<'publish'>,
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

function sendBack(entry: DirectoryEntry, { actor, on, reasons }: Of<'return'>): DirectoryEvent {
  requireAuthority(actor);
  const { item, version, submission } = submittedOf(entry);
  if (reasons.length === 0) throw sharingErrors.error('E_DIRECTORY_REASON_MISSING');
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

function withdraw(entry: DirectoryEntry, { actor, on, reason }: Of<'withdraw'>): DirectoryEvent {
  requireAuthority(actor);
  const { item, version } = publishedOf(entry);
  if (entry.submitted) {
    throw statusError('有待审核的版本，请先退回', 'A version waits for audit: return it first');
  }
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

/** Art. 13–15: conditions where there are conditions, a citation of law where nothing is shared, and neither else. */
function itemProblems(item: DirectoryItem): readonly Problem[] {
  const { sharingClass, conditions, citation, fields, provider, type } = item;
  const problems: Problem[] = [...ownerProblems(type, provider)];
  if ((sharingClass === 'conditional') !== (conditions !== undefined)) {
    problems.push(
      problem(
        '/conditions',
        'conditions',
        '有条件共享须写明条件，其他类型不得自设条件',
        'Conditional items state their conditions; others may not set any',
      ),
    );
  }
  if ((sharingClass === 'not-shared') !== (citation !== undefined)) {
    problems.push(
      problem(
        '/citation',
        'citation',
        '不予共享须列明法律、行政法规或国务院决定，其他类型不得列',
        'Items that are not shared cite a law, an administrative regulation or a State Council decision; others do not',
      ),
    );
  }
  fields.forEach(({ pointer }, at) => {
    const isRepeated = fields.some((other, otherAt) => otherAt !== at && covers(other.pointer, pointer));
    if (isFieldPointer(pointer) && !isRepeated) return;
    problems.push(
      problem(
        `/fields/${at}/pointer`,
        'field-pointer',
        `${pointer} 应为互不包含的 JSON 指针，* 表示数组的每个元素`,
        `${pointer} must be a JSON Pointer, with * for array elements, that no other field covers`,
      ),
    );
  });
  return problems;
}

/** A change that has happened, under the rule of art. 17: otherwise there is no day from which its period runs. */
function changeProblems(changedOn: string, on: LocalDate, rules: SharingRules): readonly Problem[] {
  const rows = rules.limits.filter(({ id }) => id === 'directory-update');
  const [notBefore = on] = rows.map(({ validFrom }) => validFrom).sort();
  if (notBefore <= changedOn && changedOn <= on) return [];
  return [
    {
      pointer: '/changedOn',
      rule: 'change-day',
      expected: { notBefore, notAfter: on },
      message: {
        zh: `变化日期须在 ${notBefore} 与 ${on} 之间`,
        en: `The day of the change is from ${notBefore} to ${on}`,
      },
    },
  ];
}

/** Art. 12: the head signs off after both reviews, and all of it has happened. */
function approvalProblems({
  on,
  signedOffBy,
  secrecyReview,
  impactReview,
}: Of<'submit'>): readonly Problem[] {
  const late = (pointer: string, notAfter: string, zh: string, en: string): Problem => ({
    pointer: `/${pointer}/on`,
    rule: 'sign-off',
    expected: { notAfter },
    message: { zh, en },
  });
  const days = {
    signedOffBy: signedOffBy.on,
    secrecyReview: secrecyReview.on,
    impactReview: impactReview.on,
  };
  return Object.entries(days).flatMap(([pointer, day]) => {
    if (day > on) {
      return [late(pointer, on, `日期不得晚于 ${on}`, `The day is not after ${on}`)];
    }
    if (day <= signedOffBy.on) return [];
    return [
      late(
        pointer,
        signedOffBy.on,
        `审查应在负责人签批（${signedOffBy.on}）之前完成`,
        `The review comes before the head signs off, which was on ${signedOffBy.on}`,
      ),
    ];
  });
}

function ownAddition(): Problem {
  return problem(
    '/provider',
    'other-department',
    '本部门的数据请直接提交目录项（submit）',
    'Data of your own is not asked for: submit the item',
  );
}

function otherType(type: string): Problem {
  return problem(
    '/type',
    'entry',
    `目录项须属于地址中的类型 ${type}`,
    `The item is of the type in the address, ${type}`,
  );
}

/** A type belongs to the department that its name begins with. */
function ownerProblems(type: string, provider: string): readonly Problem[] {
  if (type.startsWith(`${provider}.`)) return [];
  return [problem('/type', 'owner', `类型应属于 ${provider}`, `The type must belong to ${provider}`)];
}

function publishedOf(entry: DirectoryEntry): NonNullable<DirectoryEntry['published']> {
  if (entry.published) return entry.published;
  throw statusError('该类型没有已发布的目录项', 'No directory item of this type is published');
}

function submittedOf(entry: DirectoryEntry): NonNullable<DirectoryEntry['submitted']> {
  if (entry.submitted) return entry.submitted;
  throw statusError('没有待审核的目录项', 'No directory item waits for audit');
}

function statusError(zh: string, en: string): Error {
  return sharingErrors.error('E_DIRECTORY_STATUS', { detail: { zh, en } });
}

function requireAuthority(actor: Actor): void {
  if (!isAuthority(actor)) throw sharingErrors.error('E_DIRECTORY_NOT_AUTHORITY');
}

function problem(pointer: string, rule: string, zh: string, en: string): Problem {
  return { pointer, rule, message: { zh, en } };
}
