import { defineErrors, type ErrorTable } from '@tongban/kernel';

export const flowErrors: ErrorTable<'E_FLOW_EVENTS_MISSING' | 'E_FLOW_NOT_FOUND'> = defineErrors({
  E_FLOW_EVENTS_MISSING: {
    status: 503,
    title: {
      zh: '案件视图所记录的事件在事件库中不存在',
      en: 'The event store does not have an event that the view of cases names',
    },
  },
  E_FLOW_NOT_FOUND: {
    status: 404,
    title: { zh: '没有该案件', en: 'There is no such case' },
  },
});
