import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** The refusals and failures of this package. */
export const contractErrors: ErrorTable<'E_CONTRACTS_INVALID' | 'E_CONTRACTS_UNREADABLE'> = defineErrors({
  E_CONTRACTS_INVALID: {
    status: 422,
    title: {
      zh: '契约不符合契约规范，逐项列于 problems',
      en: 'The contracts break the contract profile; every defect is listed in problems',
    },
  },
  E_CONTRACTS_UNREADABLE: {
    status: 500,
    title: {
      zh: '无法读取契约目录，请检查路径与权限',
      en: 'The contracts folder cannot be read; check its path and permissions',
    },
  },
});
