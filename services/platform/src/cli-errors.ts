import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** What goes wrong before or beside the platform's own answers. */
export const cliErrors: ErrorTable<'E_CLI_UNREACHABLE' | 'E_CLI_NO_TOKEN' | 'E_CLI_FILE'> = defineErrors({
  E_CLI_UNREACHABLE: {
    status: 503,
    retryable: true,
    title: { zh: '平台没有响应', en: 'The platform does not answer' },
  },
  E_CLI_NO_TOKEN: {
    status: 401,
    title: { zh: '未取得访问令牌', en: 'No access token was given' },
  },
  E_CLI_FILE: {
    status: 400,
    title: { zh: '文件无法读取', en: 'The file cannot be read' },
  },
});
