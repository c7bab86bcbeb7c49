import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** Why a process does not start, or does not stop, and what operators are refused. */
export const serviceErrors: ErrorTable<
  | 'E_CONFIG_INVALID'
  | 'E_CONFIG_FILE'
  | 'E_SERVICE_NO_STORE'
  | 'E_SERVICE_START'
  | 'E_SERVICE_STOP'
  | 'E_PROCESSOR_NOT_FOUND'
> = defineErrors({
  E_CONFIG_INVALID: {
    status: 500,
    title: { zh: '配置有误', en: 'The configuration is not as required' },
  },
  E_CONFIG_FILE: {
    status: 500,
    title: { zh: '无法读取配置文件', en: 'The configuration file cannot be read' },
  },
  E_SERVICE_NO_STORE: {
    status: 500,
    title: {
      zh: '该服务需要事件库，而此进程没有',
      en: 'This service needs an event store, and this process has none',
    },
  },
  E_SERVICE_START: {
    status: 500,
    title: { zh: '服务未能启动', en: 'A service did not start' },
  },
  E_SERVICE_STOP: {
    status: 500,
    title: { zh: '服务未能按时停止', en: 'A service did not stop in time' },
  },
  E_PROCESSOR_NOT_FOUND: {
    status: 404,
    title: { zh: '该进程中没有该处理程序', en: 'There is no such processor in this process' },
    next: {
      zh: '请核对名称；GET /v1/operations/processors 列出所访问进程的全部处理程序，各服务分进程运行时各列各的。',
      en: 'Check the name; GET /v1/operations/processors lists all of the process that you ask. Services that run apart list their own.',
    },
  },
});
