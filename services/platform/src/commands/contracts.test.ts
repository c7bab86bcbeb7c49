import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { contractsFolder } from '@tongban/engines/contracts-folder';
import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CommandRun, runCommand } from '../testing/command-run.ts';
import { addOptionalField, addRequiredField, writeProposal } from '../testing/proposed-contract.ts';
import { startTrialPlatform, type TrialPlatform } from '../testing/trial-platform.ts';

let platform: TrialPlatform;
beforeAll(async () => {
  platform = await startTrialPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

const contracts = (...args: readonly string[]): Promise<CommandRun> => runCommand(['contracts', ...args]);

describe('tongban contracts list', () => {
  it('is a table with titles in the language of the reader', async () => {
    const { exitCode, out, error } = await contracts('list', '--url', platform.url);
    expect([exitCode, error]).toEqual([0, '']);
    expect(out).toMatch(/^type +version +sharing +title/);
    expect(out).toMatch(/\ntax\.clearance-issued\.v1 +1\.0 +\w+ +Tax clearance/);
    const { out: chinese } = await contracts('list', '--url', platform.url, '--lang', 'zh');
    expect(chinese).toMatch(/^事件类型 +版本 +共享属性 +名称/);
    expect(chinese).toMatch(/\ntax\.clearance-issued\.v1 +1\.0 +\p{Script=Han}+（[\w-]+） +\p{Script=Han}/u);
  });

  it('has what is registered and refused at its end, with the first reason', async () => {
    const title = { zh: '已开立', en: 'Opened' };
    const problems = [{ message: { zh: '模式过慢', en: 'the pattern is slow' } }];
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          contracts: [{ type: 'tax.a.v1', version: '1.0', sharing: 'conditional', title }],
          refused: [{ type: 'tax.b.v1', version: '1.1', problems }],
        }),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { out } = await runCommand(['contracts', 'list', '--url', `http://127.0.0.1:${port}`], {
      TONGBAN_TOKEN: 'x',
    });
    server.close();
    expect(out).toMatch(
      /\ntax\.a\.v1 +1\.0 +conditional +Opened\ntax\.b\.v1 +1\.1 +refused +the pattern is slow/,
    );
  });

  it('is JSON for scripts', async () => {
    const { out } = await contracts('list', '--url', platform.url, '--json');
    const { contracts: all } = JSON.parse(out) as { contracts: readonly { type: string }[] };
    expect(all.map(({ type }) => type)).toContain('market-regulation.enterprise-registered.v1');
  });
});

describe('tongban contracts show', () => {
  const show = (...args: readonly string[]): Promise<CommandRun> =>
    contracts('show', 'tax.clearance-issued.v1', '--url', platform.url, ...args);

  it('shows one contract in the language of the reader', async () => {
    const { exitCode, out, error } = await show();
    expect([exitCode, error]).toEqual([0, '']);
    expect(out).toMatch(/^tax\.clearance-issued\.v1 {2}Tax clearance issued\n/);
    expect(out).toMatch(/\n\/issuedOn +string \(date\) +yes +day of issue\n/);
    const { out: chinese } = await show('--lang', 'zh');
    expect(chinese).toMatch(/^tax\.clearance-issued\.v1 {2}清税证明已开具\n/);
    expect(chinese).toMatch(/\n\/issuedOn +string \(date\) +是 +开具日期\n/);
  });

  it('is the answer of the platform for scripts', async () => {
    const { out } = await show('--json');
    expect(JSON.parse(out)).toMatchObject({
      type: 'tax.clearance-issued.v1',
      versions: [{ version: '1.0', schema: { type: 'object' } }],
      declared: { publisher: 'tax' },
    });
  });

  it('says that there is no such contract', async () => {
    const { exitCode, out, error } = await contracts('show', 'tax.nothing.v1', '--url', platform.url);
    expect([exitCode, out]).toEqual([1, '']);
    expect(error).toContain('(E_CONTRACT_NOT_FOUND)');
  });
});

describe('tongban contracts check', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());
  const check = (...args: readonly string[]): Promise<CommandRun> => contracts('check', folder.path, ...args);

  it('a version that everybody can live with: 0', async () => {
    await writeProposal(folder.path, addOptionalField);
    const { exitCode, out } = await check();
    expect(exitCode).toBe(0);
    expect(out).toBe(
      'compatible tax.clearance-issued.v1 1.0 (released)\ncompatible tax.clearance-issued.v1 1.1\n',
    );
  });

  it('a version that breaks: 4, and says what, whom it hurts, shows data, and what to do', async () => {
    await writeProposal(folder.path, addRequiredField);
    const { exitCode, out } = await check();
    expect(exitCode).toBe(4);
    expect(out).toMatch(/\nbreaking {3}tax\.clearance-issued\.v1 1\.1\n {2}required-added \/counter: /);
    expect(out).toMatch(/\n {4}\{.*"certificateNumber".*\}\n {4}→ /);
    expect(out).toMatch(/\n {2}hurts: tax \(writers\)/);
    const { out: chinese } = await check('--lang', 'zh');
    expect(chinese).toMatch(/^兼容（compatible） +tax\.clearance-issued\.v1 1\.0（已发布）/);
    expect(chinese).toMatch(/\n不兼容（breaking） +tax\.clearance-issued\.v1 1\.1\n/);
    expect(chinese).toMatch(/required-added \/counter: .*\p{Script=Han}/u);
    expect(chinese).toContain('受影响：tax 的发布方（writers）');
  });

  it('a running platform says the same, and a script gets the whole report', async () => {
    await writeProposal(folder.path, addRequiredField);
    for (const args of [[], ['--url', platform.url], ['--url', platform.url, '--as', 'tax']]) {
      const { exitCode, out } = await check('--json', ...args);
      expect(exitCode).toBe(4);
      expect(JSON.parse(out)).toMatchObject([
        { version: '1.0', verdict: 'compatible', isReleased: true },
        {
          version: '1.1',
          verdict: 'breaking',
          violations: [{ kind: 'required-added', counterExample: { kind: expect.any(String) } }],
          hurt: [{ department: 'tax', as: 'writers' }],
        },
      ]);
    }
  });

  it('--baseline is compared with instead of a platform, also where TONGBAN_URL is set', async () => {
    await writeProposal(folder.path, addRequiredField);
    const args = ['contracts', 'check', folder.path, '--baseline', contractsFolder];
    const { exitCode } = await runCommand(args, { TONGBAN_URL: 'http://127.0.0.1:1' });
    expect(exitCode).toBe(4);
  });

  it('files with defects: 1, naming file, place and rule; also where a platform is asked', async () => {
    const place = join(folder.path, 'tax', 'clearance-issued');
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'contract.json'), '{ "owner": "tax"');
    await writeFile(join(place, 'v1.schema.json'), '{}');
    for (const args of [[], ['--url', platform.url]]) {
      const { exitCode, out } = await check(...args);
      expect(exitCode).toBe(1);
      expect(out).toMatch(/^invalid {4}tax\.clearance-issued\.v1 1\.0/);
      expect(out).toContain('contract.json#');
    }
  });

  it('a file with a key that comes twice: 1, also where a platform is asked, which would be sent one of the two', async () => {
    await writeProposal(folder.path, addOptionalField);
    const file = join(folder.path, 'tax', 'clearance-issued', 'v1.1.schema.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('{', '{ "type": "array",'));
    const { exitCode, out } = await check('--url', platform.url);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/v1\.1\.schema\.json#\/type: .*comes more than once/);
  });

  it('a folder without contracts: 1; a folder that is not there: 3', async () => {
    const empty = await check();
    expect([empty.exitCode, empty.out]).toEqual([1, '']);
    expect(empty.error).toContain(`<owner>/<event-name>/v<major>.schema.json below ${folder.path}; give the`);
    const ofOneOwner = await contracts('check', join(contractsFolder, 'tax'), '--json');
    expect([ofOneOwner.exitCode, ofOneOwner.out]).toEqual([1, '']);
    expect(JSON.parse(ofOneOwner.error)).toMatchObject({
      code: 'E_CLI_NO_CONTRACTS',
      details: { zh: expect.stringContaining('上一级目录') },
    });
    const run = await contracts('check', join(folder.path, 'nowhere'));
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(run.error).toContain(join(folder.path, 'nowhere'));
  });

  it('a platform that does not answer: 3', async () => {
    await writeProposal(folder.path, addOptionalField);
    expect((await check('--url', 'http://127.0.0.1:1')).exitCode).toBe(3);
  });
});
