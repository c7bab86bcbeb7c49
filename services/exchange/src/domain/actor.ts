/** What a caller may do; the same words as in its token. */
export type ActorRole = 'department' | 'officer' | 'auditor' | 'operator';

/** Who gives a command. */
export interface Actor {
  readonly department: string;
  readonly system: string;
  readonly roles: readonly ActorRole[];
  /** Opaque id of the person, where a person acts. */
  readonly officer?: string;
}

/** What events say of who acted. */
export interface ActedBy {
  readonly department: string;
  readonly system: string;
  readonly officer?: string;
}

/** Whether the actor may bind the department: its systems and officers may, its auditors may not. */
export function speaksFor(actor: Actor, department: string): boolean {
  return (
    actor.department === department && (actor.roles.includes('department') || actor.roles.includes('officer'))
  );
}

/** Whether the actor acts as the data-sharing authority 数据共享主管部门: the operator of the platform. */
export function isAuthority(actor: Actor): boolean {
  return actor.roles.includes('operator');
}

export function actedBy(actor: Actor): ActedBy {
  const { department, system, officer } = actor;
  return officer === undefined ? { department, system } : { department, system, officer };
}
