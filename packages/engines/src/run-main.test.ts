import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { temporaryFolder, waitFor } from '@tongban/testing';
import { afterEach, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** A service as a process, with nothing in its environment but these. */
function start(service: string, env: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const main = join(root, 'services', service, 'src/main.ts');
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env.PATH, TONGBAN_LISTEN_PORT: '0', ...env },
  });
  running.add(child);
  let [out, error] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk;
  });
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return { code: code as number | null, out, error };
  });
  return { child, ended, out: () => out };
}

it('says in both languages what is missing, and ends with 1', async () => {
  const { code, error } = await start('flows', {}).ended;
  expect(code).toBe(1);
  expect(error).toContain('(E_ENGINE_SETTING)');
  expect(error).toContain('/identity/issuers');
  expect(error).toMatch(/[一-龥]/);
});

it('refuses a setting that it does not have, and a word that it does not know', async () => {
  const unknown = await start('exchange', { TONGBAN_STORE_ENGIN: 'sqlite' }).ended;
  expect([unknown.code, unknown.error.includes('TONGBAN_STORE_ENGIN')]).toEqual([1, true]);
  expect((await start('exchange', {}, '--nonsense').ended).code).toBe(2);
});

it('ends with 3 where an engine does not answer', async () => {
  await using folder = await temporaryFolder();
  const { code, error } = await start('exchange', {
    TONGBAN_DATA: folder.path,
    TONGBAN_VIEWS_ENGINE: 'postgres',
    TONGBAN_VIEWS_URL: 'postgres://nobody@127.0.0.1:1/none',
    TONGBAN_IDENTITY_ISSUERS:
      '[{"issuer":"http://127.0.0.1:1","jwksUri":"http://127.0.0.1:1","audience":"a"}]',
  }).ended;
  expect(code).toBe(3);
  expect(error).toContain('E_VIEWS_UNAVAILABLE');
  expect(error).not.toContain('nobody@');
});

it('takes its file by an option or by its variable, says when it is ready, and stops cleanly', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'settings.yaml');
  writeFileSync(file, `data: ${folder.path}\nissuer:\n  origin: https://trial.example\n`);
  for (const [env, words] of [
    [{}, ['--config', file]],
    [{ TONGBAN_CONFIG: file }, []],
  ] as const) {
    const one = start('trial-issuer', env, ...words);
    const url = await waitFor(() => /^ready (http:\S+)/m.exec(one.out())?.[1], { describe: 'it is ready' });
    const discovery = await fetch(`${url}/identity/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({ issuer: 'https://trial.example/identity' });
    one.child.kill('SIGTERM');
    expect((await one.ended).code).toBe(0);
  }
});
