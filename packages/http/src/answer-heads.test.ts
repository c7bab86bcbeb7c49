import { expect, test } from 'vitest';
import { AnswerHeads } from './answer-heads.ts';
import { directRoutesOf } from './direct-route.ts';
import { appWith } from './testing/direct-app.ts';

test('a head has the date of its second and its own status, whatever was asked for before', () => {
  let nowMs = Date.UTC(2026, 4, 6, 1, 2, 3, 999);
  const server = directRoutesOf(appWith(undefined, { now: () => nowMs }))?.server ?? expect.unreachable();
  const heads = new AnswerHeads(server, 5_000);
  const third = 'Date: Wed, 06 May 2026 01:02:03 GMT\r\n';
  const kept = 'Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n';
  expect(heads.of(201, {}, false)).toBe(`HTTP/1.1 201 Created\r\n${third}${kept}`);
  expect(heads.of(200, {}, false)).toBe(`HTTP/1.1 200 OK\r\n${third}${kept}`);
  expect(heads.of(201, {}, true)).toBe(`HTTP/1.1 201 Created\r\n${third}Connection: close\r\n`);
  nowMs += 1;
  const fourth = third.replace(':03 ', ':04 ');
  expect(heads.of(201, {}, false)).toBe(`HTTP/1.1 201 Created\r\n${fourth}${kept}`);
  nowMs -= 1;
  expect(heads.of(201, {}, false)).toBe(`HTTP/1.1 201 Created\r\n${third}${kept}`);
});
