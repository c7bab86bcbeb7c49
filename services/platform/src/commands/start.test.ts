import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandRun, runCommand } from '../testing/command-run.ts';
import { startTrialPlatform } from '../testing/trial-platform.ts';

// What a platform that starts does is tried from outside, in test/e2e/start.test.ts: here is what keeps it from it.
let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const start = (...args: readonly string[]): Promise<CommandRun> =>
  runCommand(['start', '--empty', '--data', folder.path, '--port', '0', ...args]);

describe('tongban start does not start', () => {
  it('on a port that is taken: names it and another, and gives the folder free again', async () => {
    await using platform = await startTrialPlatform();
    const run = await start('--port', String(platform.port));
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(run.error).toBe(
      'The port is in use (E_HTTP_PORT_IN_USE)\n' +
        `  Port ${platform.port} of 127.0.0.1 is in use by another program. Stop it, or take another port: --port ${platform.port + 1}\n`,
    );
    const chinese = await start('--port', String(platform.port), '--lang', 'zh');
    expect(chinese.error).toContain(`端口 ${platform.port} 已被另一程序占用`);
  });

  it('on a folder that another platform uses: names the process, as JSON where that is wanted', async () => {
    await using platform = await startTrialPlatform();
    const run = await start('--data', platform.folder.path, '--json');
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(JSON.parse(run.error)).toMatchObject({ code: 'E_STORE_LOCKED', pid: process.pid });
    expect((await fetch(`${platform.url}/health/ready`)).status).toBe(200);
  });

  it('on a folder that is a file', async () => {
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    const run = await start('--data', file);
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(run.error).toMatch(/^The data folder cannot be used \(E_STORE_FOLDER_UNUSABLE\)\n.*file/);
  });

  it('on a folder whose event store is another program’s file', async () => {
    await writeFile(join(folder.path, 'events.db'), 'letters '.repeat(1_000));
    const run = await start();
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(run.error).toContain('(E_STORE_FILE_DAMAGED)');
  });

  it('with keys of the issuer that cannot be read', async () => {
    await writeFile(join(folder.path, 'identity'), 'a file where a folder has to be');
    const run = await start();
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(run.error).toMatch(/^The signing keys cannot be read or written \(E_IDENTITY_KEYS\)\n.*identity/);
  });

  it('with settings that are wrong', async () => {
    expect(await start('--prot', '1')).toMatchObject({
      exitCode: 2,
      error: expect.stringContaining('--port'),
    });
    expect(await start('--port', 'http')).toMatchObject({ exitCode: 2 });
    expect((await runCommand(['start'], { TONGBAN_DTA: 'x' })).exitCode).toBe(1);
  });
});
