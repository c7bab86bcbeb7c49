import { defineErrors, type ErrorTable, type Localized, type TongbanError } from '@tongban/kernel';

/** What goes wrong before or beside the platform's own answers. */
export const cliErrors: ErrorTable<
  | 'E_CLI_USAGE'
  | 'E_CLI_UNREACHABLE'
  | 'E_CLI_NO_TOKEN'
  | 'E_CLI_FILE'
  | 'E_CLI_OUTPUT'
  | 'E_CLI_NO_CONTRACTS'
> = defineErrors({
  E_CLI_USAGE: {
    status: 400,
    title: { zh: '命令行有误', en: 'The command line is wrong' },
  },
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
  E_CLI_OUTPUT: {
    status: 500,
    title: { zh: '结果无法写出', en: 'The result cannot be written' },
  },
  E_CLI_NO_CONTRACTS: {
    status: 400,
    title: { zh: '目录中没有数据契约', en: 'There is no contract in the folder' },
  },
});

/** The refusal of a command line, by whoever sees that it is wrong. Exits with 2. */
export function usageError(detail: Localized): TongbanError {
  return cliErrors.error('E_CLI_USAGE', { detail });
}
