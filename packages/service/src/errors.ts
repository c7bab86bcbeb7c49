import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** Why a process does not start, or does not stop. */
export const serviceErrors: ErrorTable<
  'E_CONFIG_INVALID' | 'E_CONFIG_FILE' | 'E_SERVICE_NO_STORE' | 'E_SERVICE_START' | 'E_SERVICE_STOP'
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
});
