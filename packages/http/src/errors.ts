import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** The refusals and failures of the HTTP layer. */
export const httpErrors: ErrorTable<
  | 'E_INTERNAL'
  | 'E_INPUT_INVALID'
  | 'E_LIMIT'
  | 'E_HTTP_REFUSED'
  | 'E_HTTP_NOT_FOUND'
  | 'E_HTTP_METHOD'
  | 'E_HTTP_HEADERS_TOO_LARGE'
  | 'E_HTTP_HEADER_TWICE'
  | 'E_HTTP_TIMEOUT'
  | 'E_HTTP_EXPECTATION'
  | 'E_HTTP_BODY_TOO_LARGE'
  | 'E_HTTP_BODY_CUT_SHORT'
  | 'E_HTTP_CONTENT_TYPE'
  | 'E_HTTP_CONTENT_ENCODING'
  | 'E_HTTP_UTF8'
  | 'E_HTTP_JSON'
  | 'E_HTTP_IDEMPOTENCY_KEY'
  | 'E_HTTP_IDEMPOTENCY_KEY_REUSED'
  | 'E_HTTP_PORT_IN_USE'
  | 'E_HTTP_PORT_FORBIDDEN'
  | 'E_AUTH_MISSING'
  | 'E_AUTH_SCHEME'
  | 'E_AUTH_MALFORMED'
  | 'E_AUTH_ALGORITHM'
  | 'E_AUTH_ISSUER'
  | 'E_AUTH_AUDIENCE'
  | 'E_AUTH_KEY'
  | 'E_AUTH_SIGNATURE'
  | 'E_AUTH_EXPIRED'
  | 'E_AUTH_NOT_YET_VALID'
  | 'E_AUTH_CLAIMS'
  | 'E_AUTH_KEYS_UNAVAILABLE'
  | 'E_AUTH_ROLE'
  | 'E_RATE_LIMIT'
> = defineErrors({
  E_INTERNAL: {
    status: 500,
    retryable: true,
    title: { zh: '平台内部错误', en: 'The platform failed' },
  },
  E_INPUT_INVALID: {
    status: 400,
    title: { zh: '输入不符合要求', en: 'The input is not as required' },
  },
  E_LIMIT: {
    status: 400,
    title: { zh: '超出上限', en: 'Beyond a limit' },
  },
  E_HTTP_REFUSED: {
    status: 400,
    title: { zh: '请求无法处理', en: 'The request cannot be handled' },
  },
  E_HTTP_NOT_FOUND: {
    status: 404,
    title: { zh: '没有这个地址', en: 'There is nothing at this address' },
  },
  E_HTTP_METHOD: {
    status: 405,
    title: { zh: '该地址不支持此方法', en: 'This address does not take this method' },
  },
  E_HTTP_HEADERS_TOO_LARGE: {
    status: 431,
    title: { zh: '请求头过大', en: 'The headers are too large' },
  },
  E_HTTP_HEADER_TWICE: {
    status: 400,
    title: { zh: '请求头出现多次', en: 'A header comes more than once' },
  },
  E_HTTP_TIMEOUT: {
    status: 408,
    retryable: true,
    title: { zh: '请求未在时限内到达', en: 'The request did not arrive in time' },
  },
  E_HTTP_EXPECTATION: {
    status: 417,
    title: { zh: '不支持该 Expect', en: 'This Expect is not supported' },
  },
  E_HTTP_BODY_TOO_LARGE: {
    status: 413,
    title: { zh: '请求体过大', en: 'The body is too large' },
  },
  E_HTTP_BODY_CUT_SHORT: {
    status: 400,
    retryable: true,
    title: { zh: '请求体未传完', en: 'The body ended before its end' },
  },
  E_HTTP_CONTENT_TYPE: {
    status: 415,
    title: { zh: '不支持的内容类型', en: 'The content type is not supported' },
  },
  E_HTTP_CONTENT_ENCODING: {
    status: 415,
    title: { zh: '不支持的内容编码', en: 'The content encoding is not supported' },
  },
  E_HTTP_UTF8: {
    status: 400,
    title: { zh: '请求体不是有效的 UTF-8', en: 'The body is not valid UTF-8' },
  },
  E_HTTP_JSON: {
    status: 400,
    title: { zh: '请求体不是有效的 JSON', en: 'The body is not valid JSON' },
  },
  E_HTTP_IDEMPOTENCY_KEY: {
    status: 400,
    title: { zh: 'Idempotency-Key 格式有误', en: 'The Idempotency-Key is malformed' },
  },
  E_HTTP_IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: {
      zh: 'Idempotency-Key 已用于内容不同的请求',
      en: 'The Idempotency-Key was used for a request with other content',
    },
  },
  E_HTTP_PORT_IN_USE: {
    status: 500,
    title: { zh: '端口已被占用', en: 'The port is in use' },
  },
  E_HTTP_PORT_FORBIDDEN: {
    status: 500,
    title: { zh: '无权使用该端口', en: 'The port may not be used' },
  },
  E_AUTH_MISSING: {
    status: 401,
    title: { zh: '缺少访问令牌', en: 'An access token is missing' },
  },
  E_AUTH_SCHEME: {
    status: 401,
    title: { zh: '不支持的认证方式', en: 'The authentication scheme is not supported' },
  },
  E_AUTH_MALFORMED: {
    status: 401,
    title: { zh: '访问令牌格式有误', en: 'The access token is malformed' },
  },
  E_AUTH_ALGORITHM: {
    status: 401,
    title: {
      zh: '访问令牌的签名算法不被接受',
      en: 'The signature algorithm of the access token is not accepted',
    },
  },
  E_AUTH_ISSUER: {
    status: 401,
    title: { zh: '访问令牌的签发方不受信任', en: 'The issuer of the access token is not trusted' },
  },
  E_AUTH_AUDIENCE: {
    status: 401,
    title: { zh: '访问令牌不是为本平台签发的', en: 'The access token was not issued for this platform' },
  },
  E_AUTH_KEY: {
    status: 401,
    title: { zh: '签发方没有这把密钥', en: 'The issuer has no such key' },
  },
  E_AUTH_SIGNATURE: {
    status: 401,
    title: { zh: '访问令牌的签名无效', en: 'The signature of the access token is wrong' },
  },
  E_AUTH_EXPIRED: {
    status: 401,
    title: { zh: '访问令牌已过期', en: 'The access token has expired' },
  },
  E_AUTH_NOT_YET_VALID: {
    status: 401,
    title: { zh: '访问令牌尚未生效', en: 'The access token is not valid yet' },
  },
  E_AUTH_CLAIMS: {
    status: 401,
    title: { zh: '访问令牌的声明不完整', en: 'The claims of the access token are not as required' },
  },
  E_AUTH_KEYS_UNAVAILABLE: {
    status: 503,
    retryable: true,
    title: { zh: '暂时无法取得签发方的密钥', en: 'The keys of the issuer cannot be fetched at the moment' },
  },
  E_AUTH_ROLE: {
    status: 403,
    title: { zh: '没有所需的角色', en: 'The role that this needs is missing' },
  },
  E_RATE_LIMIT: {
    status: 429,
    retryable: true,
    title: { zh: '请求过于频繁', en: 'Too many requests' },
  },
});
