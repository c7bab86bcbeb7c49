import type { Problem } from '@tongban/kernel';
import { actedBy } from './actor.ts';
import { contractProblems } from './contract-of-item.ts';
import { problem, statusError } from './directory-guards.ts';
import type { DirectoryCommandOf, DirectoryEntry, DirectoryEvent } from './directory-item.ts';
import { domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { itemProblems } from './item-problems.ts';
import type { SourcesByDatum } from './source-department.ts';
import { requireSource } from './source-of-item.ts';
import { requirePart } from './who-may-act.ts';

/** Art. 12–13: the provider hands in what its head has signed off, with every defect told at once. */
export function submit(
  entry: DirectoryEntry,
  command: DirectoryCommandOf<'submit'>,
  sources: SourcesByDatum,
): DirectoryEvent {
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

/** Art. 12: the head signs off after both reviews, and all of it has happened. */
function approvalProblems({
  on,
  signedOffBy,
  secrecyReview,
  impactReview,
}: DirectoryCommandOf<'submit'>): readonly Problem[] {
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

function otherType(type: string): Problem {
  return problem(
    '/type',
    'entry',
    `目录项须属于地址中的类型 ${type}`,
    `The item is of the type in the address, ${type}`,
  );
}
