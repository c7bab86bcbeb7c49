import type { Localized } from '@tongban/kernel';
import { type Actor, isAuthority, speaksFor } from './actor.ts';
import { type SharingErrorCode, sharingErrors } from './errors.ts';

/** What a department is in a matter. */
type Part = 'provider' | 'requester';

const called: Readonly<Record<Part, Localized>> = {
  provider: { zh: '提供部门', en: 'the provider' },
  requester: { zh: '需求部门', en: 'the requester' },
};

/** Refuses who does not speak for the department that has a part in the matter, with the code of that refusal. */
export function requirePart(actor: Actor, part: Part, department: string, refusal: SharingErrorCode): void {
  if (speaksFor(actor, department)) return;
  const { zh, en } = called[part];
  throw sharingErrors.error(refusal, {
    detail: {
      zh: `只有${zh} ${department} 可以这样做。请以该部门的身份操作。`,
      en: `Only ${en} ${department} may do this. Act as that department.`,
    },
    facts: { [part]: department },
  });
}

/** The same where the authority may do it too. */
export function requirePartOrAuthority(
  actor: Actor,
  part: Part,
  department: string,
  refusal: SharingErrorCode,
): void {
  if (isAuthority(actor) || speaksFor(actor, department)) return;
  const { zh, en } = called[part];
  throw sharingErrors.error(refusal, {
    detail: {
      zh: `只有${zh} ${department} 或数据共享主管部门可以这样做。请以该部门的身份操作，或向主管部门提出。`,
      en: `Only ${en} ${department} or the data-sharing authority may do this. Act as that department, or ask the authority.`,
    },
    facts: { [part]: department },
  });
}
