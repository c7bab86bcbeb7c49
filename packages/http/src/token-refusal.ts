import type { ErrorCode, Localized, TongbanError } from '@tongban/kernel';
import { httpErrors } from './errors.ts';

type RefusalCode = Extract<keyof typeof httpErrors.rows & ErrorCode, `E_AUTH_${string}`>;

/** The refusal of a token: what is wrong with it and what to do next. */
export function tokenRefusal(
  code: RefusalCode,
  facts: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): TongbanError {
  const detail = details[code]?.(facts);
  return httpErrors.error(code, { facts, cause, ...(detail === undefined ? {} : { detail }) });
}

const details: Partial<Record<RefusalCode, (facts: Readonly<Record<string, unknown>>) => Localized>> = {
  E_AUTH_MISSING: () => ({
    zh: '此地址需要访问令牌。请在请求头中加上 “Authorization: Bearer <令牌>”。',
    en: 'This address needs an access token. Send the header “Authorization: Bearer <token>”.',
  }),
  E_AUTH_SCHEME: () => ({
    zh: 'Authorization 请求头须为 “Bearer <令牌>”。',
    en: 'The Authorization header has to be “Bearer <token>”.',
  }),
  E_AUTH_MALFORMED: () => ({
    zh: '访问令牌不是 JWT（三段以点分隔的 base64url）。请检查是否复制完整。',
    en: 'The access token is not a JWT (three base64url parts with dots between). Check that it was copied whole.',
  }),
  E_AUTH_ALGORITHM: (facts) => ({
    zh: `访问令牌须用以下算法之一签名：${listed(facts.accepted)}。`,
    en: `An access token has to be signed with one of ${listed(facts.accepted)}.`,
  }),
  E_AUTH_ISSUER: (facts) => ({
    zh: `签发方 ${shown(facts.issuer)} 不在本平台信任的签发方之列。请向本平台配置的签发方申请令牌。`,
    en: `The issuer ${shown(facts.issuer)} is not one that this platform trusts. Get a token from an issuer in its configuration.`,
  }),
  E_AUTH_AUDIENCE: (facts) => ({
    zh: `访问令牌的 aud 须含 “${shown(facts.audience)}”。请为该受众申请令牌。`,
    en: `The aud claim has to contain “${shown(facts.audience)}”. Ask for a token with this audience.`,
  }),
  E_AUTH_KEY: (facts) => ({
    zh: `签发方 ${shown(facts.issuer)} 公布的密钥中没有签发此令牌的密钥，可能已轮换。请申请新令牌。`,
    en: `The issuer ${shown(facts.issuer)} does not publish the key of this token; it may have been rotated. Get a new token.`,
  }),
  E_AUTH_SIGNATURE: () => ({
    zh: '访问令牌的内容与签名不符：内容被改动，或由另一密钥签名。请申请新令牌。',
    en: 'The content of the access token does not match its signature: it was changed, or another key signed it. Get a new token.',
  }),
  E_AUTH_EXPIRED: (facts) => ({
    zh: `访问令牌已于 ${shown(facts.expiredAt)} 过期。请申请新令牌后重试。`,
    en: `The access token expired at ${shown(facts.expiredAt)}. Get a new one and send the request again.`,
  }),
  E_AUTH_NOT_YET_VALID: (facts) => ({
    zh: `访问令牌自 ${shown(facts.validFrom)} 起生效。请检查签发方与本机的时钟。`,
    en: `The access token is valid from ${shown(facts.validFrom)}. Check the clocks of the issuer and of this platform.`,
  }),
  E_AUTH_ROLE: (facts) => ({
    zh: `此操作需要角色 ${listed(facts.needed)} 之一，您的角色是 ${listed(facts.roles)}。`,
    en: `This needs one of the roles ${listed(facts.needed)}; yours are ${listed(facts.roles)}.`,
  }),
};

function listed(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : '';
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 200) : '–';
}
