import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** The refusals of the trial issuer. */
export const issuerErrors: ErrorTable<'E_IDENTITY_NOT_LOCAL' | 'E_IDENTITY_REQUEST' | 'E_IDENTITY_KEYS'> =
  defineErrors({
    E_IDENTITY_NOT_LOCAL: {
      status: 403,
      title: { zh: '试用签发方只为本机服务', en: 'The trial issuer serves this machine only' },
    },
    E_IDENTITY_REQUEST: {
      status: 400,
      title: { zh: '令牌请求有误', en: 'The token request is not as required' },
    },
    E_IDENTITY_KEYS: {
      status: 500,
      title: { zh: '无法读写签发密钥', en: 'The signing keys cannot be read or written' },
    },
  });
