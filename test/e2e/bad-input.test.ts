import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  batch,
  registration,
  startTrialPlatform,
  structured,
  type TrialCall,
  type TrialPlatform,
} from './trial-platform.ts';

let platform: TrialPlatform;
beforeAll(async () => {
  platform = await startTrialPlatform({ empty: true });
});
afterAll(() => platform.stop());

const owner = { as: 'market-regulation' } as const;
const publish = (body: unknown, other: TrialCall = {}): readonly [string, TrialCall] => [
  '/v1/events',
  {
    ...owner,
    headers: structured,
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    ...other,
  },
];
const data = registration('x').data as Record<string, unknown>;
const text = JSON.stringify(registration('bad'));
const webhook = (url: string): readonly [string, TrialCall] => ['/v1/webhooks', { ...owner, body: { url } }];

/** What is sent, and how it is refused: status, code, and a pointer that must be named. */
type Case = [
  name: string,
  call: readonly [string, TrialCall],
  status: number,
  code: string,
  pointer?: string | undefined,
];
const cases: readonly Case[] = [
  ['malformed JSON', publish('{"specversion":'), 400, 'E_EVENT_UNREADABLE'],
  ['invalid UTF-8', publish(new Uint8Array([0x7b, 0xff, 0x7d])), 400, 'E_EVENT_UNREADABLE'],
  [
    'a content type that is no CloudEvent',
    publish(text, { headers: { 'content-type': 'text/plain' } }),
    415,
    'E_EVENT_CONTENT_TYPE',
  ],
  ['duplicate keys', publish(text.replace('"id":', '"id":"other","id":')), 422, 'E_EVENT_INVALID', '/id'],
  [
    'a number beyond 2^53',
    publish(text.replace(/"registeredCapitalFen":\d+/, '"registeredCapitalFen":9007199254740993')),
    422,
    'E_EVENT_INVALID',
    '/data/registeredCapitalFen',
  ],
  ['deep nesting', publish(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`), 422, 'E_EVENT_INVALID'],
  [
    'an unknown type',
    publish(
      registration('bad', {
        type: 'market-regulation.unheard-of.v1',
        dataschema: 'https://contracts.tongban.example/market-regulation/unheard-of/1.0',
      }),
    ),
    422,
    'E_EVENT_TYPE_UNKNOWN',
  ],
  ['the type of another owner', publish(registration('bad'), { as: 'tax' }), 403, 'E_NOT_THE_OWNER'],
  [
    'an unknown attribute',
    publish(registration('bad', { comexample: 'x' })),
    422,
    'E_EVENT_INVALID',
    '/comexample',
  ],
  [
    'a time without zone',
    publish(registration('bad', { time: '2026-03-02T09:30:00' })),
    422,
    'E_EVENT_INVALID',
    '/time',
  ],
  [
    'a USCC with a wrong check digit',
    publish(registration('bad', { subject: '91350100M000100Y4Z' })),
    422,
    'E_EVENT_INVALID',
    '/subject',
  ],
  [
    'an unknown field',
    publish(registration('bad', { data: { ...data, colour: 'red' } })),
    422,
    'E_EVENT_INVALID',
    '/data/colour',
  ],
  ['an empty batch', publish('[]', { headers: batch }), 400, 'E_BATCH_EMPTY'],
  ['an oversized body', publish('x'.repeat(9 * 1024 * 1024)), 413, 'E_HTTP_BODY_TOO_LARGE'],
  ['no token', publish(text, { as: '' }), 401, 'E_AUTH_MISSING'],
  [
    'a token that is none',
    publish(text, { as: '', headers: { ...structured, authorization: 'Bearer nonsense' } }),
    401,
    'E_AUTH_MALFORMED',
  ],
  ['a cursor of another department', ['/v1/feed?after=tax:1', owner], 403, 'E_CURSOR_FOREIGN'],
  ['a cursor from the future', ['/v1/feed?after=market-regulation:999999', owner], 400, 'E_CURSOR_FUTURE'],
  ['a page size of a million', ['/v1/feed?limit=1000000', owner], 400, 'E_LIMIT'],
  ['a webhook on a private address', webhook('http://10.0.0.1/hook'), 422, 'E_WEBHOOK_ADDRESS'],
  ['a webhook on a name of this machine', webhook('http://localhost/hook'), 422, 'E_WEBHOOK_ADDRESS'],
  ['a role that may not', ['/v1/persons/P-000001/erase', { ...owner, body: {} }], 403, 'E_AUTH_ROLE'],
  ['an address that is not there', ['/v1/nothing', owner], 404, 'E_HTTP_NOT_FOUND'],
];

describe('bad input', () => {
  it.each<Case>(cases)(
    '%s is refused by its own code, and nothing is recorded',
    async (...[, [path, call], status, code, pointer]: Case) => {
      const headOf = async () => (await platform.call('/v1/feed/position', owner)).body.head;
      const before = await headOf();
      const answer = await platform.call(path, call);
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
      expect(answer.body.details.zh).not.toBe('');
      if (pointer)
        expect(answer.body.problems.map((problem: { pointer: string }) => problem.pointer)).toContain(
          pointer,
        );
      expect(await headOf()).toBe(before);
    },
  );

  it('tells every problem of an event at once, in Chinese where that is preferred', async () => {
    const wrong = registration('bad', {
      time: 'yesterday',
      subject: 'nobody',
      data: { ...data, registeredCapitalFen: -1, kind: 'shop' },
    });
    const { body } = await platform.call(
      ...publish(wrong, { headers: { ...structured, 'accept-language': 'zh' } }),
    );
    expect(body.problems.map((problem: { pointer: string }) => problem.pointer).sort()).toEqual([
      '/data/kind',
      '/data/registeredCapitalFen',
      '/subject',
      '/time',
    ]);
    expect(body.title).toMatch(/\p{Script=Han}/u);
  });

  it('survives broken HTTP', async () => {
    const { port } = new URL(platform.url);
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.end('POST /v1/events HTTP/9.9\r\nrubbish\r\n\r\n'),
      );
      socket.on('close', () => resolve());
      socket.on('error', reject);
      socket.resume();
    });
    expect((await platform.call('/health/live')).status).toBe(200);
  });
});
