import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** The refusals and failures of the database of views. */
export const viewErrors: ErrorTable<
  | 'E_VIEWS_NESTED'
  | 'E_VIEWS_FOREIGN'
  | 'E_VIEWS_MIGRATION'
  | 'E_VIEWS_FULL'
  | 'E_VIEWS_READ_ONLY'
  | 'E_VIEWS_UNAVAILABLE'
  | 'E_VIEWS_CLOSED'
> = defineErrors({
  E_VIEWS_NESTED: {
    status: 500,
    title: {
      zh: '事务内只能使用传入的 tx，不能使用 db',
      en: 'Inside a transaction use the tx that was handed in, not db',
    },
  },
  E_VIEWS_FOREIGN: {
    status: 500,
    title: {
      zh: '该数据文件属于另一服务，请检查配置的路径',
      en: 'This file belongs to another service; check the configured path',
    },
  },
  E_VIEWS_MIGRATION: {
    status: 500,
    title: { zh: '数据表迁移失败', en: 'A migration of the tables failed' },
  },
  E_VIEWS_FULL: {
    status: 507,
    retryable: true,
    title: { zh: '磁盘空间不足，视图未更新', en: 'The disk is full; the views were not changed' },
  },
  E_VIEWS_READ_ONLY: {
    status: 503,
    retryable: true,
    title: {
      zh: '数据目录不可写，视图未更新',
      en: 'The data folder cannot be written; the views were not changed',
    },
  },
  E_VIEWS_UNAVAILABLE: {
    status: 503,
    retryable: true,
    title: { zh: '视图数据库暂不可用', en: 'The database of the views is unavailable' },
  },
  E_VIEWS_CLOSED: {
    status: 503,
    title: { zh: '视图数据库已关闭', en: 'The database of the views is closed' },
  },
});
