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
}

/**
 * Names under which the platform itself writes: events about the platform and about sharing. They are no departments;
 * nobody sends events, agrees, asks or registers in their name. The platform's own people are under them.
 */
export const platformNames: ReadonlySet<string> = new Set(['platform', 'sharing']);
const platformRoles: readonly Role[] = ['operator', 'auditor'];

/** What somebody under this name may be, the usual one first. */
export function rolesUnder(department: unknown): readonly Role[] {
  return platformNames.has(department as string) ? platformRoles : roles;
}

const nameForm = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * The identity in verified claims: `sub`, `department`, `system` (lower-case names) and `roles`. Roles of others are
 * passed over, since an issuer may serve more than this platform; so are those that are of departments only, under a
 * name of the platform itself.
 *
 * @throws E_AUTH_CLAIMS with every defect.
 */
export function identityOfClaims(claims: Readonly<Record<string, unknown>>): Identity {
  const possible = rolesUnder(claims.department);
  const known = Array.isArray(claims.roles)
    ? possible.filter((role) => (claims.roles as unknown[]).includes(role))
    : [];
  const missing = ['sub', 'department', 'system'].filter((claim) => !isClaimGood(claim, claims[claim]));
  if (known.length === 0) missing.push('roles');
  if (missing.length > 0) {
    const list = missing.join(', ');
    throw httpErrors.error('E_AUTH_CLAIMS', {
      detail: {
        zh: `访问令牌的声明 ${list} 缺失或有误：department 与 system 须为小写名称，roles 至少含 ${possible.join('、')} 之一。请向签发方申请新令牌。`,
        en: `The claims ${list} of the access token are missing or wrong: department and system are lower-case names, roles holds at least one of ${possible.join(', ')}. Ask its issuer for a new token.`,
      },
      facts: { claims: missing },
    });
  }
  return {
    subject: claims.sub as string,
    department: claims.department as string,
    system: claims.system as string,
    roles: known,
  };
}

function isClaimGood(claim: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return claim === 'sub' ? value.length > 0 && value.length <= 256 : nameForm.test(value);
}
