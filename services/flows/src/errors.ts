import { defineErrors, type ErrorTable } from '@tongban/kernel';

export const flowErrors: ErrorTable<'E_FLOW_EVENT_UNREADABLE' | 'E_FLOW_NOT_FOUND'> = defineErrors({
  E_FLOW_EVENT_UNREADABLE: {
    status: 503,
    title: {
      zh: '案件中的一个事件无法读取',
      en: 'An event of the case cannot be read',
    },
  },
  E_FLOW_NOT_FOUND: {
    status: 404,
    title: { zh: '没有该案件', en: 'There is no such case' },
  },
});
