import { silentLogger } from '@tongban/telemetry';
import { temporaryFolder } from '@tongban/testing';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform } from '../platform.ts';
import { type CommandRun, runCommand } from '../testing/command-run.ts';
import { configOf, startTrialPlatform, type TrialPlatform } from '../testing/trial-platform.ts';

let platform: TrialPlatform;
beforeAll(async () => {
  platform = await startTrialPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

const token = (...args: readonly string[]): Promise<CommandRun> =>
  runCommand(['token', '--url', platform.url, ...args]);

describe('tongban token', () => {
  it('prints a token and nothing else, so that $(…) takes it', async () => {
    const { exitCode, out, error } = await token('--as', 'tax');
    expect([exitCode, error]).toEqual([0, '']);
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeJwt(out.trim())).toMatchObject({ department: 'tax', roles: ['department'] });
  });

  it('gives the role that is asked for, as JSON where that is wanted', async () => {
    const { exitCode, out } = await token('--as', 'platform', '--role', 'operator', '--json');
    expect(exitCode).toBe(0);
    expect(decodeJwt((JSON.parse(out) as { token: string }).token)).toMatchObject({ roles: ['operator'] });
  });

  it('says which departments and roles there are where one is unknown', async () => {
    const { exitCode, out, error } = await token('--as', 'nobody', '--role', 'king');
    expect([exitCode, out]).toEqual([1, '']);
    expect(error).toMatch(/^No access token was given \(E_CLI_NO_TOKEN\)\n/);
    expect(error).toContain('\n  Correct --as <department> or --role <role>\n');
    expect(error).toMatch(/\/as .*market-regulation/);
    expect(error).toMatch(/\/role .*auditor/);
    const { error: chinese } = await token('--as', 'nobody', '--lang', 'zh');
    expect(chinese).toMatch(/^未取得访问令牌/);
    expect(chinese).toMatch(/\/as {2}须为 market-regulation、tax、/);
  });

  it('says what to do where the platform has an issuer of its own', async () => {
    await using folder = await temporaryFolder();
    const issuers = [
      { issuer: 'https://id.example', jwksUri: 'http://127.0.0.1:1/jwks', audience: 'tongban' },
    ];
    const config = { ...configOf(folder.path), identity: { issuers } };
    const other = await startPlatform({ config, logger: silentLogger });
    const run = await runCommand(['token', '--as', 'tax', '--url', other.url]);
    await other.stop();
    expect([run.exitCode, run.out]).toEqual([1, '']);
    expect(run.error).toContain('put a token of your own issuer into TONGBAN_TOKEN');
  });

  it('needs a department', async () => {
    expect(await token()).toMatchObject({ exitCode: 2, error: expect.stringContaining('--as <department>') });
  });
});

describe('where the platform is', () => {
  it('TONGBAN_URL says so, and --url more so', async () => {
    const env = { TONGBAN_URL: `${platform.url}/` };
    expect((await runCommand(['token', '--as', 'tax'], env)).exitCode).toBe(0);
    const other = ['token', '--as', 'tax', '--url', platform.url];
    expect((await runCommand(other, { TONGBAN_URL: 'http://127.0.0.1:1' })).exitCode).toBe(0);
  });

  it('nobody answers: says what to do, and exits with 3', async () => {
    const run = await runCommand(['token', '--as', 'tax', '--url', 'http://127.0.0.1:1']);
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(run.error).toBe(
      'The platform does not answer (E_CLI_UNREACHABLE)\n' +
        '  http://127.0.0.1:1 does not answer; run "npx tongban start" first, or give another address with --url\n',
    );
    const { error } = await runCommand(['token', '--as', 'tax', '--json'], {
      TONGBAN_URL: 'http://127.0.0.1:1',
    });
    expect(JSON.parse(error)).toMatchObject({ code: 'E_CLI_UNREACHABLE', retryable: true });
  });

  it.each(['nonsense', 'ftp://127.0.0.1', '//127.0.0.1'])('%s is no address', async (url) => {
    expect(await runCommand(['token', '--as', 'tax', '--url', url])).toMatchObject({
      exitCode: 2,
      error: expect.stringContaining(`"${url}" is no address of a platform`),
    });
  });
});
