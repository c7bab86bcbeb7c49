import type { Language } from '@tongban/kernel';
import example from '../../../contracts/market-regulation/enterprise-registered/examples/valid-domestic.json' with {
  type: 'json',
};

/**
 * What is printed when the platform is ready: one line for scripts to wait for, the address of the API pages, and
 * two commands that work when they are pasted into a shell. With an issuer of the city's own they take its tokens from
 * two variables, since only the city can give them. Where nobody gives tokens, no command would work: it is said why.
 */
export function firstSteps(options: {
  readonly url: string;
  /** Of the example event: a new one at each start. */
  readonly eventId: string;
  readonly data: string;
  readonly empty: boolean;
  /** Who gives access tokens: the embedded issuer for trial, one of the city's own, or nobody. */
  readonly tokens: 'trial' | 'own-issuer' | 'nobody';
  readonly language: Language;
}): string {
  const { url, data, empty, tokens, language } = options;
  const zh = language === 'zh';
  const trial = tokens === 'trial';
  const commands = [
    ...(trial ? [] : [ownTokens(zh), '']),
    zh ? '# 发布第一个事件' : '# publish a first event',
    publishCommand(url, options.eventId, trial),
    '',
    zh ? '# 读取税务部门收到的事件' : '# read what the tax department receives',
    feedCommand(url, trial),
  ];
  return [
    `ready ${url}   (data: ${data}${empty ? ', empty' : ', sample city'})`,
    '',
    `${zh ? '接口文档' : 'API pages'}   ${url}/docs`,
    '',
    ...(tokens === 'nobody' ? [noTokens(zh)] : commands),
    '',
    zh ? '按 Ctrl-C 停止。' : 'Ctrl-C stops.',
  ].join('\n');
}

/** What to do before the commands work: there is no embedded issuer that could do it. */
function ownTokens(zh: boolean): string {
  return zh
    ? '# 访问令牌由本市的签发方签发：请先将两个部门的令牌（角色 department）存入下列变量\nMARKET_REGULATION=…  TAX=…'
    : '# access tokens come from your own issuer: put those of two departments, role "department", into these first\nMARKET_REGULATION=…  TAX=…';
}

/** Why nobody can do anything here, and the two ways out. */
function noTokens(zh: boolean): string {
  return zh
    ? '# 无人签发访问令牌：试用签发方只为监听本机回环地址的平台工作。请以 --host 127.0.0.1 启动，或在 identity.issuers 中配置本市的签发方'
    : '# nobody gives access tokens: the trial issuer works on loopback only. Start with --host 127.0.0.1, or configure an issuer of your own in identity.issuers';
}

/** Publishes the registration of an enterprise as market regulation. Pasted again, it is known as a repeat. */
export function publishCommand(url: string, id: string, trial: boolean): string {
  return `curl -sS ${url}/v1/events \\
  -H "Authorization: Bearer ${tokenOf('market-regulation', url, trial)}" \\
  -H 'Content-Type: application/cloudevents+json' \\
  -d '${JSON.stringify(exampleEvent(id))}'`;
}

/** Reads the feed of the tax department from its beginning. */
export function feedCommand(url: string, trial: boolean): string {
  return `curl -sS '${url}/v1/feed?limit=5' \\
  -H "Authorization: Bearer ${tokenOf('tax', url, trial)}"`;
}

/** In a shell, the token of a department: asked for, or in the variable that is named after it. */
function tokenOf(department: string, url: string, trial: boolean): string {
  return trial
    ? `$(curl -sS -X POST '${url}/identity/token?as=${department}&format=text')`
    : `$${department.toUpperCase().replaceAll('-', '_')}`;
}

/** The contract's own first example, under a trial's id. */
function exampleEvent(id: string): object {
  return { ...example, id, source: '/departments/market-regulation/trial', correlationid: `trial-${id}` };
}
