import type { Localized } from '@tongban/kernel';

/** That only one department may do something, and what to do next. */
export function onlyDepartment(zh: string, en: string): Localized {
  return {
    zh: `只有${zh} 可以这样做。请以该部门的身份操作。`,
    en: `Only ${en} may do this. Act as that department.`,
  };
}

/** The same where the authority may do it too. */
export function orAuthority(zh: string, en: string): Localized {
  return {
    zh: `只有${zh} 或数据共享主管部门可以这样做。请以该部门的身份操作，或向主管部门提出。`,
    en: `Only ${en} or the data-sharing authority may do this. Act as that department, or ask the authority.`,
  };
}
