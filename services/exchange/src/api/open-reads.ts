import { type Answered, type Identity, named } from '@tongban/http';
import { z } from 'zod';
import type { GrantRegister } from '../domain/grant-register.ts';
import type { SentRead } from '../views/page-reads.ts';
import { count, dateTime, number } from './answer-shapes.ts';

/** A read as far as a caller may know of it. */
export type OpenRead = Answered<typeof readAnswer>;

export const readAnswer = named(
  'Read',
  '使用记录 / Who read what, and under which grants',
  z.object({
    position: number.describe('Of the record'),
    department: z.string().describe('The department that read'),
    system: z.string(),
    channel: z.enum(['pull', 'stream', 'webhook', 'topic']),
    afterPosition: number.describe('What was read lies after it'),
    lastPosition: number.describe('And up to it'),
    eventCount: count,
    grants: z.array(
      z.object({
        grantId: z.string(),
        purpose: z.string().describe('Its code'),
        count: count.describe('Events under this grant'),
      }),
    ),
    responseHash: z
      .string()
      .nullable()
      .describe('SHA-256 (base64url) of the events; null where only your own data is told'),
    recordedAt: dateTime,
  }),
);

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
