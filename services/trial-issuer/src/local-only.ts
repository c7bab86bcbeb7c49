import { type AppContext, headerOf } from '@tongban/http';
import type { TongbanError } from '@tongban/kernel';
import { issuerErrors } from './errors.ts';

const loopbackAddress = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const;

/** Whether a server that listens on this host can be reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || loopbackAddress.test(host);
}

/**
 * Refuses whoever is not a program of this machine that talks to this server knowingly: another machine, a
 * proxy in
 * front, a page whose name was rebound to 127.0.0.1 (`Host`), a page of another site (`Origin`, `Sec-Fetch-
 * Site`).
 *
 * @throws E_IDENTITY_NOT_LOCAL
 */
export function assertLocal(c: AppContext, listenHost: string): void {
  if (!isLoopbackHost(listenHost)) {
    throw refusal('listen-host', `服务器监听在 ${listenHost}`, `the server listens on ${listenHost}`);
  }
  const address = c.env?.incoming?.socket.remoteAddress ?? '';
  if (!loopbackAddress.test(address)) {
    throw refusal('address', '请求来自其他机器', 'the request comes from another machine');
  }
  if (proxyHeaders.some((name) => headerOf(c, name) !== undefined)) {
    throw refusal('proxy', '请求经过了代理', 'the request came through a proxy');
  }
  const host = headerOf(c, 'host') ?? '';
  if (!isLoopbackHost(hostName(host))) {
    throw refusal('host', 'Host 请求头不是本机名称', 'the Host header is not a name of this machine');
  }
  const origin = headerOf(c, 'origin');
  const site = headerOf(c, 'sec-fetch-site') ?? 'none';
  if ((origin !== undefined && origin !== `http://${host}`) || (site !== 'none' && site !== 'same-origin')) {
    throw refusal('origin', '请求来自其他网站的页面', 'the request comes from a page of another site');
  }
}

/** `[::1]:8080` → `::1`, `localhost:8080` → `localhost`. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d*$/, '')).toLowerCase();
}

function refusal(check: string, zh: string, en: string): TongbanError {
  return issuerErrors.error('E_IDENTITY_NOT_LOCAL', {
    detail: {
      zh: `试用签发方不验证身份，只为本机程序服务；${zh}。请在本机用 http://127.0.0.1 访问，或在配置中填写真正的 OIDC 签发方。`,
      en: `The trial issuer asks for no proof of identity and serves programs of this machine only; ${en}. Use http://127.0.0.1 on this machine, or name a real OIDC issuer in the configuration.`,
    },
    facts: { check },
  });
}
