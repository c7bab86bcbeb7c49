import { defineErrors, type ErrorTable } from '@tongban/kernel';

export const flowErrors: ErrorTable<'E_FLOW_NOT_FOUND'> = defineErrors({
  E_FLOW_NOT_FOUND: {
    status: 404,
    title: { zh: '没有该案件', en: 'There is no such case' },
  },
});
