import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** What the calendar refuses. */
export const calendarErrors: ErrorTable<
  'E_CALENDAR_DATE' | 'E_CALENDAR_TABLE' | 'E_CALENDAR_COUNT' | 'E_CALENDAR_RULE'
> = defineErrors({
  E_CALENDAR_DATE: {
    status: 422,
    title: {
      zh: '日期应为真实存在的 YYYY-MM-DD',
      en: 'A date is written YYYY-MM-DD and exists in the calendar',
    },
  },
  E_CALENDAR_TABLE: {
    status: 422,
    title: {
      zh: '节假日表有误，逐项列于 problems',
      en: 'The holiday table is wrong; every defect is listed in problems',
    },
  },
  E_CALENDAR_COUNT: {
    status: 422,
    title: {
      zh: '期限应为 0 至 10000 的整数',
      en: 'A period is a whole number from 0 to 10,000',
    },
  },
  E_CALENDAR_RULE: {
    status: 422,
    title: {
      zh: '该日没有有效的期限规则',
      en: 'No deadline rule is in force on that day',
    },
  },
});
