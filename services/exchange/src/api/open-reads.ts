import type { Identity } from '@tongban/http';
import type { GrantRegister } from '../domain/grant-register.ts';
import type { SentRead } from '../views/page-reads.ts';

/** A read as far as a caller may know of it. */
export type OpenRead = Omit<SentRead, 'responseHash'> & { readonly responseHash: string | null };

/**
 * What a caller may know of reads (政务数据共享条例 art. 29): the authority and auditors everything, a department its own,
 * and a provider as far as its own data was read.
 */
export function openReads(
  reads: readonly SentRead[],
  { department: own, roles }: Pick<Identity, 'department' | 'roles'>,
  register: GrantRegister,
): readonly OpenRead[] {
  if (isOverseer(roles)) return reads;
  return reads.flatMap((read): OpenRead[] => {
    if (read.department === own) return [read];
    const provided = read.grants.filter(({ grantId }) => register.grant(grantId)?.request.provider === own);
    // How many events of others were on the page is not the provider's business.
    const eventCount = provided.reduce((sum, { count }) => sum + count, 0);
    return provided.length > 0 ? [{ ...read, grants: provided, eventCount, responseHash: null }] : [];
  });
}

/**
 * The departments of whose reads a caller may know anything: nobody else's need to be looked at. Undefined where that
 * is everybody.
 *
 * @param wanted the only one that is asked for.
 */
export function readersOpenTo(
  { department: own, roles }: Pick<Identity, 'department' | 'roles'>,
  register: GrantRegister,
  wanted?: string,
): readonly string[] | undefined {
  if (isOverseer(roles)) return wanted === undefined ? undefined : [wanted];
  const readers = new Set([own]);
  for (const { request } of register.grants()) if (request.provider === own) readers.add(request.requester);
  return [...readers].filter((reader) => wanted === undefined || reader === wanted);
}

function isOverseer(roles: Identity['roles']): boolean {
  return roles.includes('auditor') || roles.includes('operator');
}
