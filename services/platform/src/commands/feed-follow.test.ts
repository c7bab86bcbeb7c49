import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { waitFor } from '@tongban/testing';
import { afterEach, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../main.ts');

/** A platform on which nothing happens: every long poll ends with an empty page. */
const silent = createServer((request, response) => {
  polls += request.url?.startsWith('/v1/feed?') ? 1 : 0;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ events: [], next: 'tax:7', atEnd: true }));
});
let polls = 0;
let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  silent.close();
  silent.closeAllConnections();
});

it('feed --follow stays through empty long polls as a process, until Ctrl-C', async () => {
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const env = { PATH: process.env.PATH, TONGBAN_TOKEN: 'any', TONGBAN_URL: url };
  const follower = spawn(process.execPath, [main, 'feed', '--as', 'tax', '--follow'], { env });
  child = follower;
  let error = '';
  follower.stderr.on('data', (chunk: Buffer) => {
    error += chunk;
  });
  const closed = once(follower, 'close');
  // It sleeps after each of them, with nothing else under way.
  await waitFor(() => polls >= 3 || follower.exitCode !== null, { describe: 'it has asked three times' });
  expect([follower.exitCode, error]).toEqual([null, '']);
  follower.kill('SIGINT');
  expect(await closed).toEqual([0, null]);
  expect(error).toBe('next: tax:7\n');
});
