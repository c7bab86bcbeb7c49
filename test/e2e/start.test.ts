import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, type TemporaryFolder, temporaryFolder, waitFor } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Ending,
  endProcesses,
  type PlatformProcess,
  readyUrl,
  startMain,
  startPlatform,
  startProcess,
} from './start-process.ts';

let data: TemporaryFolder;
beforeEach(async () => {
  data = await temporaryFolder();
});
afterEach(async () => {
  await endProcesses();
  await data.remove();
});

const clean: Ending = { code: 0, signal: null };
const start = (...args: readonly string[]): Promise<PlatformProcess> =>
  startPlatform(['--data', data.path, ...args], {
    TONGBAN_CITY_ENTERPRISES: '2',
    TONGBAN_CITY_EVERY_SECONDS: '0',
  });

/** Runs a command as it would be pasted into a shell. */
async function paste(command: string): Promise<string> {
  const shell = startProcess('bash', ['-c', command]);
  expect(await shell.ended, shell.error()).toEqual(clean);
  expect(shell.error()).toBe('');
  return shell.out();
}

async function tokenOf(url: string, as: string, role = 'department'): Promise<string> {
  const answer = await fetch(`${url}/identity/token?as=${as}&role=${role}&format=text`, { method: 'POST' });
  return (await answer.text()).trim();
}

async function get<Answer>(url: string, path: string, token: string): Promise<Answer> {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answer;
}

interface Feed {
  readonly events: readonly { readonly cursor: string; readonly event: { readonly id: string } }[];
  readonly next: string;
}

describe('what is printed when the platform is ready', () => {
  it('speaks of no sample city and no embedded issuer where the city has an issuer of its own', async () => {
    const issuers =
      '[{"issuer":"https://id.example","jwksUri":"http://127.0.0.1:1/jwks","audience":"tongban"}]';
    const { out } = await startPlatform(['--data', data.path], { TONGBAN_IDENTITY_ISSUERS: issuers });
    await waitFor(() => out().includes('Ctrl-C'), { describe: 'everything is printed' });
    expect(out()).toMatch(/^ready \S+ {3}\(data: .*, empty\)$/m);
    expect(out()).not.toContain('/identity/token');
    expect(out()).toContain('-H "Authorization: Bearer $MARKET_REGULATION"');
  });

  it('is one ready line, the API pages, and two commands that work when they are pasted', async () => {
    const { url, out, error } = await start('--empty');
    expect(out().match(/^ready http:\/\/127\.0\.0\.1:\d+ /gm)).toHaveLength(1);
    expect(out()).toContain(`(data: ${data.path}, empty)`);
    expect(out()).toContain(`API pages   ${url}/docs`);
    expect((await fetch(`${url}/docs`)).headers.get('content-type')).toContain('text/html');
    expect(error()).toBe('');

    const [publish, feed, ...others] = out().match(/^curl (?:.*\\\n)*.*/gm) ?? [];
    expect(others).toEqual([]);
    const published = JSON.parse(await paste(publish ?? '')) as Record<string, string>;
    expect(published).toMatchObject({ outcome: 'appended', revision: '0', position: '1' });
    const again = JSON.parse(await paste(publish ?? '')) as Record<string, string>;
    expect(again).toEqual({ ...published, outcome: 'already-appended' });
    expect(JSON.parse(await paste(feed ?? ''))).toMatchObject({ events: [], atEnd: true });
  });

  it('is what the tax department receives, with the sample city', async () => {
    const { out } = await start();
    const [publish, feed] = out().match(/^curl (?:.*\\\n)*.*/gm) ?? [];
    await paste(publish ?? '');
    await waitFor(async () => (JSON.parse(await paste(feed ?? '')) as Feed).events.length > 0, {
      describe: 'the tax department receives something',
    });
  });
});

describe('stopping', () => {
  /** Half a request, which keeps the platform from stopping at once. */
  async function holdUp(url: string): Promise<void> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{');
    const token = await tokenOf(url, 'tax');
    // A second connection that answers shows that the first was taken.
    await get(url, '/v1/feed/position', token);
  }

  it('SIGINT and SIGTERM end it with 0 and give the folder free', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { child, ended, out, error } = await start();
      child.kill(signal);
      expect(await ended).toEqual(clean);
      expect([out().match(/^ready /gm)?.length, error()]).toEqual([1, 'stopping …\n']);
    }
  });

  it('takes no longer than five seconds, whatever keeps it up, and ends streams and long polls', async () => {
    const { url, child, ended } = await start('--empty');
    await holdUp(url);
    const authorization = `Bearer ${await tokenOf(url, 'tax')}`;
    const poll = fetch(`${url}/v1/feed?wait=30`, { headers: { authorization } });
    const stream = await fetch(`${url}/v1/feed/stream`, { headers: { authorization } });
    child.kill('SIGINT');
    const atMs = performance.now();
    expect(await ended).toEqual(clean);
    // The promise that the documentation makes, not a measure of speed.
    expect(performance.now() - atMs).toBeLessThan(5_000);
    expect((await poll).status).toBe(200);
    await stream.text();
  });

  it('one Ctrl-C that arrives twice, as by npm, is one: it still ends cleanly', async () => {
    const { url, child, ended } = await start('--empty');
    await holdUp(url);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toEqual(clean);
  });

  it('a second Ctrl-C ends it at once, and the next start goes on', async () => {
    const { url, child, ended, error } = await start('--empty');
    await holdUp(url);
    child.kill('SIGINT');
    await waitFor(() => error().includes('stopping …'), { describe: 'it is stopping' });
    const impatience = setInterval(() => child.kill('SIGINT'), 50);
    const ending = await ended;
    clearInterval(impatience);
    expect(ending).toEqual({ code: null, signal: 'SIGINT' });
    await start('--empty');
  });

  it('npm start is stopped by Ctrl-C in a terminal, which all processes of it get', async () => {
    const started = startProcess(
      'npm',
      ['start', '--silent', '--', '--port', '0', '--empty', '--data', data.path],
      {
        env: { npm_config_ignore_scripts: 'true' },
      },
    );
    await readyUrl(started);
    process.kill(-(started.child.pid as number), 'SIGINT');
    await started.ended;
    expect(started.error()).toContain('stopping …');
    // SQLite takes its log away when it is closed, and only then.
    expect(readdirSync(data.path)).toContain('events.db');
    expect(readdirSync(data.path)).not.toContain('events.db-wal');
  });
});

describe('starting again', () => {
  it('goes on where it was: events, cursor, sample city, keys of the issuer', async () => {
    const port = String(await freePort());
    const first = await start('--port', port);
    const token = await tokenOf(first.url, 'tax');
    const operator = await tokenOf(first.url, 'platform', 'operator');
    await waitFor(() => isSettled(first.url, operator), { describe: 'the sample city is there' });
    const page = await get<Feed>(first.url, '/v1/feed?limit=1000', token);
    const ack = await fetch(`${first.url}/v1/feed/ack`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ cursor: page.events[1]?.cursor }),
    });
    expect(ack.status).toBe(200);
    const cases = await casesOf(first.url, operator);
    first.child.kill('SIGINT');
    expect(await first.ended).toEqual(clean);

    const second = await start('--port', port);
    expect(await get(second.url, '/v1/feed/position', token)).toMatchObject({
      acknowledged: page.events[1]?.cursor,
    });
    await waitFor(() => isSettled(second.url, operator), { describe: 'the sample city goes on' });
    expect(await casesOf(second.url, operator)).toEqual(cases);
    expect((await get<Feed>(second.url, '/v1/feed?limit=1000', token)).events).toEqual(page.events);
  });

  it('knows a repeat of what was published before', async () => {
    const first = await start('--empty');
    const [publish = ''] = first.out().match(/^curl (?:.*\\\n)*.*/gm) ?? [];
    const published = JSON.parse(await paste(publish)) as Record<string, string>;
    first.child.kill('SIGKILL');
    await first.ended;
    const { url } = await start('--empty');
    const again = JSON.parse(await paste(publish.replaceAll(first.url, url))) as Record<string, string>;
    expect(again).toEqual({ ...published, outcome: 'already-appended' });
  });

  /** Every enterprise of the sample city is registered, and its case is complete. */
  async function isSettled(url: string, operator: string): Promise<boolean> {
    const cases = await casesOf(url, operator);
    const pages = cases.map((flow) => get<{ readonly state: string }>(url, `/v1/flows/${flow}`, operator));
    return cases.length === 2 && (await Promise.all(pages)).every(({ state }) => state === 'complete');
  }

  async function casesOf(url: string, operator: string): Promise<readonly string[]> {
    const list = await get<{ flows: readonly { flow: string }[] }>(url, '/v1/flows?limit=200', operator);
    return list.flows
      .map(({ flow }) => flow)
      .filter((flow) => flow.startsWith('start-up-'))
      .sort();
  }
});

describe('what keeps it from starting', () => {
  it('a port in use: names it and what to do, and leaves nothing behind', async () => {
    const { url } = await start('--empty');
    const { port } = new URL(url);
    await using other = await temporaryFolder();
    const second = startMain(['--data', other.path, '--port', port]);
    expect(await second.ended).toEqual({ code: 3, signal: null });
    expect(second.out()).toBe('');
    expect(second.error()).toContain('(E_HTTP_PORT_IN_USE)');
    expect(second.error()).toContain(`Port ${port} of 127.0.0.1 is in use`);
    expect(second.error()).toContain(`--port ${Number(port) + 1}`);
    const third = await startPlatform(['--data', other.path, '--empty']);
    expect((await fetch(`${third.url}/health/ready`)).status).toBe(200);
  });

  it('a data folder in use: says by which process, and that one is not disturbed', async () => {
    const { child, url } = await start('--empty');
    const second = startMain(['--data', data.path]);
    expect(await second.ended).toEqual({ code: 3, signal: null });
    expect(second.out()).toBe('');
    expect(second.error()).toContain('(E_STORE_LOCKED)');
    expect(second.error()).toContain(`Process ${child.pid} uses ${data.path}`);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it('a data folder that is a file', async () => {
    await writeFile(join(data.path, 'file'), '');
    const started = startMain(['--data', join(data.path, 'file')]);
    expect(await started.ended).toEqual({ code: 3, signal: null });
    expect([started.out(), started.error().trimEnd().split('\n').length]).toEqual(['', 2]);
    expect(started.error()).toContain('(E_STORE_FOLDER_UNUSABLE)');
    expect(started.error()).toContain(join(data.path, 'file'));
  });
});
