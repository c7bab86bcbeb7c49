import { TongbanError } from '@tongban/kernel';
import { HTTPException } from 'hono/http-exception';
import { type App, type AppContext, loggerOf } from './app-env.ts';
import { httpErrors } from './errors.ts';
import { loggedPath } from './logged-path.ts';
import { problemResponse } from './problem-response.ts';

/**
 * The answer to anything that was thrown. What is not a refusal of ours is logged whole and told as E_INTERNAL; that
 * the platform cannot serve at the moment, which many requests meet at once, is one short line each.
 */
export function failureResponse(c: AppContext, thrown: unknown): Response {
  const failure = failureOf(c, thrown);
  const facts = { method: c.req.method, path: loggedPath(c.req.path), code: failure.code };
  if (failure.status === 500) loggerOf(c).error({ ...facts, error: thrown }, 'A request failed.');
  else if (failure.status > 500) loggerOf(c).warn(facts, 'A request was put off.');
  return problemResponse(c, failure);
}

/** 405 where the address takes other methods, else 404. */
export function noSuchAddress(app: App, c: AppContext): TongbanError {
  const allow = allowedMethods(app, c.req.path);
  if (allow.length > 0) {
    return httpErrors.error('E_HTTP_METHOD', {
      detail: {
        zh: `此地址支持 ${allow.join('、')}，不支持 ${c.req.method}。`,
        en: `This address takes ${allow.join(', ')}, not ${c.req.method}.`,
      },
      facts: { allow },
    });
  }
  return httpErrors.error('E_HTTP_NOT_FOUND', {
    detail: {
      zh: '平台没有这个地址。接口文档在 /docs，全部地址见 /openapi.json。',
      en: 'The platform has nothing at this address. The API pages are at /docs, and all addresses in /openapi.json.',
    },
  });
}

function failureOf(c: AppContext, thrown: unknown): TongbanError {
  if (thrown instanceof TongbanError) return thrown;
  if (thrown instanceof HTTPException && thrown.status < 500) return httpErrors.error('E_HTTP_REFUSED');
  const requestId = c.get('requestId');
  return httpErrors.error('E_INTERNAL', {
    detail: {
      zh: `平台内部出错，不是您的请求有误。请稍后重试；联系运维时请提供请求编号 ${requestId}。`,
      en: `The platform failed; your request is not at fault. Try again later, and give operations the request id ${requestId}.`,
    },
    cause: thrown,
  });
}

function allowedMethods(app: App, path: string): readonly string[] {
  const takes = (method: string): boolean =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method);
  const allow = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(takes);
  return allow.includes('GET') ? [...allow, 'HEAD'] : allow;
}
