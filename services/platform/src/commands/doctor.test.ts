import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { freePort, type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandRun, runCommand } from '../testing/command-run.ts';
import { startTrialPlatform } from '../testing/trial-platform.ts';

let folder: TemporaryFolder;
let stranger: Server | undefined;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  stranger?.close();
  stranger = undefined;
  await folder.remove();
});

const doctor = (...args: readonly string[]): Promise<CommandRun> => runCommand(['doctor', ...args]);
const line = ({ out }: CommandRun, name: string): string | undefined =>
  out.split('\n').find((one) => one.includes(` ${name}: `));

/** A program that has a port and is no platform. */
async function strangerPort(answer: string): Promise<number> {
  const server = createServer((socket) => socket.end(answer));
  stranger = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('a machine on which the platform would start', () => {
  it('is told so, with every setting and its source', async () => {
    const port = await freePort();
    const run = await runCommand(['doctor', '--data', folder.path, '--port', String(port)], {
      TONGBAN_CITY_EMPTY: 'true',
      TONGBAN_URL: 'http://127.0.0.1:1',
    });
    expect([run.exitCode, run.error]).toEqual([0, '']);
    expect(run.out).toMatch(new RegExp(`\nlisten\\.port +${port} +option --port`));
    expect(run.out).toMatch(/\ncity\.empty +true +environment TONGBAN_CITY_EMPTY/);
    expect(run.out).toMatch(/\ncity\.seed +\d+ +default/);
    expect(line(run, 'node')).toMatch(/^ok +node: v\d+\./);
    expect(line(run, 'data')).toMatch(new RegExp(`^ok +data: ${folder.path}, [\\d.]+ GiB free$`));
    expect(line(run, 'port')).toBe(`ok   port: 127.0.0.1:${port} is free`);
  });

  it('is told so in Chinese', async () => {
    const { out } = await doctor('--data', folder.path, '--port', '0', '--lang', 'zh');
    expect(out).toMatch(/^配置项 +值 +来源/);
    expect(out).toMatch(/\nlisten\.port +0 +选项 --port/);
    expect(out).toMatch(/\ncity\.seed +\d+ +默认/);
    expect(out).toMatch(/\n正常 data: .*，可用空间 [\d.]+ GiB\n/);
    expect(out).toContain('\n正常 port: 127.0.0.1 的任一空闲端口');
  });

  it('is told to scripts as JSON', async () => {
    const { out } = await doctor('--data', folder.path, '--port', '0', '--json');
    expect(JSON.parse(out)).toMatchObject({
      settings: expect.arrayContaining([{ name: 'listen.port', value: 0, source: 'option --port' }]),
      checks: [
        { name: 'node', ok: true },
        { name: 'data', ok: true },
        { name: 'port', ok: true, say: 'any free one of 127.0.0.1' },
      ],
    });
  });

  it('may have no data folder yet', async () => {
    const run = await doctor('--data', join(folder.path, 'a', 'b'), '--port', '0');
    expect(run.exitCode).toBe(0);
    expect(line(run, 'data')).toContain(`${join(folder.path, 'a', 'b')} will be made at the first start`);
  });
});

describe('the data folder', () => {
  const refused = async (data: string): Promise<string | undefined> => {
    const run = await doctor('--data', data, '--port', '0');
    expect(run.exitCode).toBe(1);
    return line(run, 'data');
  };

  it('is a file, or would be below one', async () => {
    await writeFile(join(folder.path, 'file'), '');
    expect(await refused(join(folder.path, 'file'))).toBe(
      `FAIL data: ${join(folder.path, 'file')} is no folder: give another with --data`,
    );
    expect(await refused(join(folder.path, 'file', 'data'))).toMatch(/^FAIL data: .* is no folder/);
  });

  it('may not be written by this user', async (context) => {
    if (process.getuid?.() === 0) {
      return context.skip(
        'this user may write everywhere; the read-only file system of test/e2e/start.test.ts stands for it',
      );
    }
    await mkdir(join(folder.path, 'closed'), { mode: 0o500 });
    expect(await refused(join(folder.path, 'closed'))).toMatch(
      /^FAIL data: .*check owner, permissions and mount/,
    );
    await chmod(join(folder.path, 'closed'), 0o700);
  });

  it('is used by a platform on another port: names the process', async () => {
    await using platform = await startTrialPlatform();
    expect(await refused(platform.folder.path)).toBe(
      `FAIL data: process ${process.pid} uses ${platform.folder.path}: stop it, or give another with --data`,
    );
  });
});

describe('the port', () => {
  const onPort = (port: number): Promise<CommandRun> => doctor('--data', folder.path, '--port', String(port));

  it('is that of a platform at work: says that it is well, also that it has the folder', async () => {
    await using platform = await startTrialPlatform();
    const run = await doctor('--data', platform.folder.path, '--port', String(platform.port));
    expect(run.exitCode).toBe(0);
    expect(line(run, 'port')).toBe(`ok   port: a platform is at work on 127.0.0.1:${platform.port}: ready`);
    expect(line(run, 'data')).toContain(`in use by process ${process.pid}`);
  });

  it('is that of a platform that is not well: says which part', async () => {
    const parts = [
      { service: 'flows', part: 'views', ready: false, state: 'failed' },
      { service: 'process', part: 'http', ready: true, state: 'running' },
    ];
    const body = JSON.stringify({ status: 'not-ready', parts });
    const port = await strangerPort(
      `HTTP/1.1 503 Service Unavailable\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    const run = await onPort(port);
    expect(run.exitCode).toBe(1);
    expect(line(run, 'port')).toBe(
      `FAIL port: a platform is at work on 127.0.0.1:${port}: not-ready (flows/views failed): see its log`,
    );
  });

  it('is that of a platform that is well, with something to see to: says what', async () => {
    const remark = 'refused: tax.refund-paid.v1 1.0';
    const parts = [{ service: 'exchange', part: 'contracts', ready: true, state: 'running', remark }];
    const body = JSON.stringify({ status: 'ready', parts });
    const port = await strangerPort(
      `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    const run = await onPort(port);
    expect(run.exitCode).toBe(1);
    expect(line(run, 'port')).toMatch(/^ok +port: a platform is at work .*: ready$/);
    expect(line(run, 'contracts')).toBe(`FAIL contracts: ${remark}`);
  });

  it.each(['', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnull', '220 mail\r\n'])(
    'is that of another program, which answers %j',
    async (answer) => {
      const port = await strangerPort(answer);
      const run = await onPort(port);
      expect(run.exitCode).toBe(1);
      expect(line(run, 'port')).toBe(
        `FAIL port: 127.0.0.1:${port} is in use by another program: stop it, or give another with --port`,
      );
    },
  );

  it('is at an address that this machine has not', async () => {
    const run = await doctor('--data', folder.path, '--host', '192.0.2.1', '--port', '0');
    expect(run.exitCode).toBe(1);
    expect(line(run, 'port')).toMatch(/^FAIL port: 192\.0\.2\.1:0 .*EADDRNOTAVAIL/);
  });
});

describe('settings that are wrong', () => {
  it('are told once each, with their places, and exit with 1', async () => {
    const run = await runCommand(['doctor'], { TONGBAN_LISTEN_PRT: '1', TONGBAN_LOG_LEVEL: 'loud' });
    expect([run.exitCode, run.out]).toEqual([1, '']);
    expect(run.error.split('\n')).toEqual([
      'The configuration is not as required (E_CONFIG_INVALID)',
      '  2 settings have to be corrected; docs/reference/configuration.md explains them all',
      expect.stringMatching(/^ {2}\/TONGBAN_LISTEN_PRT {2}There is no setting called TONGBAN_LISTEN_PRT /),
      expect.stringMatching(
        /^ {2}\/log\/level {2}It has to be one of debug.*\(from environment TONGBAN_LOG_LEVEL\)$/,
      ),
      '',
    ]);
    const chinese = await runCommand(['doctor', '--lang', 'zh'], { TONGBAN_LOG_LEVEL: 'loud' });
    expect(chinese.error).toContain('有 1 项配置须改正');
  });

  it('are told as one problem document with --json', async () => {
    const { error } = await runCommand(['doctor', '--json'], { TONGBAN_LOG_LEVEL: 'loud' });
    expect(JSON.parse(error)).toMatchObject({
      code: 'E_CONFIG_INVALID',
      problems: [{ pointer: '/log/level' }],
    });
  });

  it('a file that cannot be read exits with 3', async () => {
    await writeFile(join(folder.path, 'bad.yaml'), 'listen: [');
    const run = await doctor('--config', join(folder.path, 'bad.yaml'));
    expect(run.exitCode).toBe(3);
    expect(run.error.match(/bad\.yaml/g)).toHaveLength(1);
  });
});
