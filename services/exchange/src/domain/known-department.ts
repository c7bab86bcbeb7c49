import type { Localized, Problem } from '@tongban/kernel';
import type { Actor } from './actor.ts';

/** A name that was mistyped would stand for a department that nobody is: none, where the department is known. */
export function unknownDepartmentProblems(
  pointer: string,
  department: string,
  departments: readonly string[],
): readonly Problem[] {
  if (departments.includes(department)) return [];
  return [
    {
      pointer,
      rule: 'known-department',
      expected: departments,
      message: { zh: `没有名为 ${department} 的部门`, en: `There is no department ${department}` },
    },
  ];
}

/**
 * The same of a department that an actor names: its own is known by its token, before anything else is heard of it.
 */
export function otherDepartmentProblems(
  pointer: string,
  department: string,
  { actor, departments }: { readonly actor: Actor; readonly departments: readonly string[] },
): readonly Problem[] {
  return department === actor.department ? [] : unknownDepartmentProblems(pointer, department, departments);
}

/** Which departments there are, and how a new one becomes known. */
export function unknownDepartment(department: string, departments: readonly string[]): Localized {
  return {
    zh: `没有名为 ${department} 的部门；已知的部门有：${departments.join('、')}。新部门请先登记其签名公钥或数据契约：POST /v1/keys、POST /v1/contracts`,
    en: `There is no department ${department}; those that are known: ${departments.join(', ')}. A new one registers a signing key or a contract of its own first: POST /v1/keys, POST /v1/contracts`,
  };
}
