import type { Language } from '@tongban/kernel';
import example from '../../../contracts/market-regulation/enterprise-registered/examples/valid-domestic.json' with {
  type: 'json',
};

/**
 * What is printed when the platform is ready: one line for scripts to wait for, the address of the API pages, and
 * two commands that work when they are pasted into a shell.
 */
export function firstSteps(options: {
  readonly url: string;
  /** Of the example event: a new one at each start. */
  readonly eventId: string;
  readonly data: string;
  readonly empty: boolean;
  readonly language: Language;
}): string {
  const { url, data, empty, language } = options;
  const zh = language === 'zh';
  return [
    `ready ${url}   (data: ${data}${empty ? ', empty' : ', sample city'})`,
    '',
    `${zh ? '接口文档' : 'API pages'}   ${url}/docs`,
    '',
    zh ? '# 发布第一个事件' : '# publish a first event',
    publishCommand(url, options.eventId),
    '',
    zh ? '# 读取税务部门收到的事件' : '# read what the tax department receives',
    feedCommand(url),
    '',
    zh ? '按 Ctrl-C 停止。' : 'Ctrl-C stops.',
  ].join('\n');
}

/** Publishes the registration of an enterprise as market regulation. Pasted again, it is known as a repeat. */
export function publishCommand(url: string, id: string): string {
  return `curl -sS ${url}/v1/events \\
  -H "Authorization: Bearer $(curl -sS -X POST '${url}/identity/token?as=market-regulation&format=text')" \\
  -H 'Content-Type: application/cloudevents+json' \\
  -d '${JSON.stringify(exampleEvent(id))}'`;
}

/** Reads the feed of the tax department from its beginning. */
export function feedCommand(url: string): string {
  return `curl -sS '${url}/v1/feed?limit=5' \\
  -H "Authorization: Bearer $(curl -sS -X POST '${url}/identity/token?as=tax&format=text')"`;
}

/** The contract's own first example, under a trial's id. */
function exampleEvent(id: string): object {
  return { ...example, id, source: '/departments/market-regulation/trial', correlationid: `trial-${id}` };
}
