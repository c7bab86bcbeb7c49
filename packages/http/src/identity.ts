import { httpErrors } from './errors.ts';

/**
 * What a caller may do: a department system publishes and receives; officers, auditors and operators are
 * people.
 */
export type Role = 'department' | 'officer' | 'auditor' | 'operator';

export const roles: readonly Role[] = ['department', 'officer', 'auditor', 'operator'];

/** Who calls, as its token says. */
export interface Identity {
  readonly subject: string;
  readonly department: string;
  /** The department system that calls; for people the one they sit at. */
  readonly system: string;
  readonly roles: readonly Role[];
  /** Epoch milliseconds at which its token ends, with the tolerance for the clocks of others. */
  readonly validUntilMs: number;
}

/**
 * Names under which the platform itself writes: events about the platform and about sharing. Nobody sends events in their
 * name or registers contracts for them. The authority's people and system are under `platform`.
 */
export const platformNames: ReadonlySet<string> = new Set(['platform', 'sharing']);

const nameForm = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * The identity in verified claims: `sub`, `department`, `system` (lower-case names) and `roles`. Roles of others are
 * passed over, since an issuer may serve more than this platform.
 *
 * @param validUntilMs when the token ends, epoch milliseconds
 * @throws E_AUTH_CLAIMS with every defect.
 */
export function identityOfClaims(claims: Readonly<Record<string, unknown>>, validUntilMs: number): Identity {
  const known = Array.isArray(claims.roles)
    ? roles.filter((role) => (claims.roles as unknown[]).includes(role))
    : [];
  const missing = ['sub', 'department', 'system'].filter((claim) => !isClaimGood(claim, claims[claim]));
  if (known.length === 0) missing.push('roles');
  if (missing.length > 0) {
    const list = missing.join(', ');
    throw httpErrors.error('E_AUTH_CLAIMS', {
      detail: {
        zh: `访问令牌的声明 ${list} 缺失或有误：department 与 system 须为小写名称，roles 至少含 ${roles.join('、')} 之一。请向签发方申请新令牌。`,
        en: `The claims ${list} of the access token are missing or wrong: department and system are lower-case names, roles holds at least one of ${roles.join(', ')}. Ask its issuer for a new token.`,
      },
      facts: { claims: missing },
    });
  }
  return {
    subject: claims.sub as string,
    department: claims.department as string,
    system: claims.system as string,
    roles: known,
    validUntilMs,
  };
}

function isClaimGood(claim: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return claim === 'sub' ? value.length > 0 && value.length <= 256 : nameForm.test(value);
}
