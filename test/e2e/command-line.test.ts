import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type TemporaryFolder, temporaryFolder, waitFor } from '@tongban/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addRequiredField, writeProposal } from '../../services/platform/src/testing/proposed-contract.ts';
import { endProcesses, readyUrl, root, startProcess, type TestProcess } from './start-process.ts';
import { registration, startTrialPlatform, type TrialPlatform } from './trial-platform.ts';

const bin = join(root, 'services/platform/bin/tongban.mjs');

let platform: TrialPlatform;
let folder: TemporaryFolder;
beforeAll(async () => {
  platform = await startTrialPlatform({ empty: false });
  const flows = async (): Promise<readonly { flow: string }[]> =>
    (await platform.call('/v1/flows?limit=200', { as: 'platform', role: 'operator' })).body.flows;
  await waitFor(async () => (await flows()).filter(({ flow }) => flow.startsWith('start-up-')).length === 3, {
    describe: 'the sample city is there',
    timeoutMs: 30_000,
  });
});
afterAll(() => platform.stop());
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await endProcesses();
  await folder.remove();
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

async function endOf({ ended, out, error }: TestProcess): Promise<Ended> {
  const { code } = await ended;
  return { code, out: out(), error: error() };
}

/** The command by which a Node runs `tongban`, with the platform in its environment. */
function commandOf(node: string): (args: readonly string[], input?: string) => TestProcess {
  return (args, input = '') =>
    startProcess(node, [bin, ...args], { cwd: folder.path, env: { TONGBAN_URL: platform.url }, input });
}

const tongban = commandOf(process.execPath);
const run = (args: readonly string[], input?: string): Promise<Ended> => endOf(tongban(args, input));

/** Runs a line of shell in which `tongban` is the command. */
const shell = (line: string): Promise<Ended> =>
  endOf(
    startProcess('bash', ['-c', `tongban() { "${process.execPath}" "${bin}" "$@"; }\n${line}`], {
      cwd: folder.path,
      env: { TONGBAN_URL: platform.url },
    }),
  );

describe('tongban, as a user runs it', () => {
  it('publishes from standard input, and the token of $(tongban token) works in curl', async () => {
    const first = await run(['publish', '-'], JSON.stringify(registration('cli-1')));
    expect(first).toEqual({
      code: 0,
      error: '',
      out: expect.stringMatching(/^cli-1 {2}appended {2}\S+ {2}#\d+\n$/),
    });
    const curl = await shell(
      `curl -sS "$TONGBAN_URL/v1/feed/position" -H "Authorization: Bearer $(tongban token --as tax)"`,
    );
    expect(JSON.parse(curl.out)).toMatchObject({ head: expect.stringMatching(/^tax:\d+$/) });
  });

  it('publishes from a file, reads the feed on from a cursor, and pipes one into the other', async () => {
    const { code, out } = await shell(`
      set -e
      cat > event.json <<< '${JSON.stringify(registration('cli-2'))}'
      tongban publish event.json --json
      tongban feed --as tax --json --limit 1 2> next
      tongban feed --as tax --json --after "$(sed 's/^next: //' next)" --limit 1`);
    expect(code).toBe(0);
    const [published, first, second] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { outcome?: string; cursor?: string });
    expect(published?.outcome).toBe('appended');
    const position = (cursor = ''): number => Number(cursor.split(':')[1]);
    expect(position(second?.cursor)).toBeGreaterThan(position(first?.cursor));
  });

  it('follows the feed until Ctrl-C, and ends with 0', async () => {
    const follower = tongban(['feed', '--as', 'tax', '--follow', '--json']);
    await waitFor(() => follower.out().includes('\n'), { describe: 'it shows what was there' });
    const published = registration('cli-live', { correlationid: 'cli-live' });
    await endOf(tongban(['publish', '-'], JSON.stringify(published)));
    await waitFor(() => follower.out().includes('"cli-live"'), { describe: 'it shows what is new' });
    follower.child.kill('SIGINT');
    const { code, error, out } = await endOf(follower);
    expect([code, error]).toEqual([0, expect.stringMatching(/^next: tax:\d+\n$/)]);
    for (const line of out.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
  });

  it('lists and shows contracts and cases', async () => {
    const [contracts, page, contract, flows] = await Promise.all([
      run(['contracts', 'list', '--lang', 'zh']),
      run(['contracts', 'show', 'tax.clearance-issued.v1', '--lang', 'zh']),
      run(['contracts', 'show', 'tax.clearance-issued.v1', '--json']),
      run(['flows', 'list', '--json']),
    ]);
    expect(contracts).toMatchObject({ code: 0, out: expect.stringContaining('tax.clearance-issued.v1') });
    expect(page).toMatchObject({ code: 0, error: '' });
    expect(page.out).toMatch(/^tax\.clearance-issued\.v1 {2}清税证明已开具\n/);
    expect(page.out).toMatch(/\n\/certificateNumber +string +是 +清税证明文号\n/);
    expect(JSON.parse(contract.out)).toMatchObject({ type: 'tax.clearance-issued.v1' });
    const all = JSON.parse(flows.out) as { flows: readonly { flow: string }[] };
    const flow = all.flows.find((one) => one.flow.startsWith('start-up-'))?.flow ?? '';
    const shown = await run(['flows', 'show', flow]);
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(new RegExp(`^${flow} {2}`));
    expect(shown.out).toMatch(/\n {2}\S+ {2}market-regulation .*registered/);
    expect(shown.out).toContain('waited for');
  });

  it('stops a breaking contract in a department’s CI: exit code 4, who is hurt, and data that shows it', async () => {
    await writeProposal(join(folder.path, 'contracts'), addRequiredField);
    const { code, out } = await shell('tongban contracts check contracts --lang en');
    expect(code).toBe(4);
    expect(out).toContain('required-added /counter');
    expect(out).toContain('"certificateNumber":');
    expect(out).toMatch(/hurts: .*tax \(writers\)/);
  });

  it('doctor finds the platform that is at work, and this machine fit', async () => {
    const { port } = new URL(platform.url);
    const good = await run(['doctor', '--data', platform.folder, '--port', port]);
    expect(good.code).toBe(0);
    expect(good.out).toContain(`ok   port: a platform is at work on 127.0.0.1:${port}: ready`);
    const locked = await run(['doctor', '--data', platform.folder, '--port', '0', '--json']);
    expect(locked.code).toBe(1);
    expect(JSON.parse(locked.out)).toMatchObject({
      checks: [{ ok: true }, { ok: false, name: 'data' }, { ok: true }],
    });
  });

  it('says in the language of the terminal what is wrong, and exits as documented', async () => {
    const codes = await shell(`
      export LC_ALL=zh_CN.UTF-8
      tongban pubish; echo "code $?"
      tongban publish nowhere.json; echo "code $?"
      tongban flows show nothing; echo "code $?"
      tongban token --as tax --url http://127.0.0.1:1; echo "code $?"`);
    expect(codes.out).toBe('code 2\ncode 3\ncode 1\ncode 3\n');
    for (const said of ['是否指“publish”？', '无法读取 nowhere.json', 'E_FLOW_NOT_FOUND', '平台没有响应']) {
      expect(codes.error).toContain(said);
    }
    expect(codes.error).not.toContain('    at ');
  });
});

describe('whoever reads the output may leave early', () => {
  it('| head -1 ends a command quietly', async () => {
    const { out, error } = await shell(`
      tongban feed --as tax --limit 1000 --json | true; echo "code \${PIPESTATUS[0]}"
      tongban contracts list | head -1 > /dev/null; echo "code \${PIPESTATUS[0]}"
      tongban pubish 2>&1 | true; echo "code \${PIPESTATUS[0]}"`);
    expect(out).toBe('code 0\ncode 0\ncode 2\n');
    expect(error).not.toMatch(/EPIPE| {4}at /);
  });

  it('feed --follow | head -1 ends with the next event', async () => {
    const piped = startProcess(
      'bash',
      ['-c', `"${process.execPath}" "${bin}" feed --as tax --follow | head -1; exit \${PIPESTATUS[0]}`],
      {
        env: { TONGBAN_URL: platform.url },
      },
    );
    await waitFor(() => piped.out().includes('\n'), { describe: 'the first event is there' });
    let ended = false;
    piped.ended.finally(() => {
      ended = true;
    });
    for (let next = 0; !ended; next++) {
      await endOf(tongban(['publish', '-'], JSON.stringify(registration(`cli-next-${next}`))));
    }
    expect(await endOf(piped)).toMatchObject({ code: 0, error: expect.not.stringContaining('EPIPE') });
  });

  it('a disk that takes nothing is a failure that is told', async (context) => {
    if (!existsSync('/dev/full')) return context.skip('this system has no /dev/full');
    const { code, error } = await shell('tongban contracts list > /dev/full');
    expect(code).toBe(3);
    expect(error).toContain('E_CLI_OUTPUT');
  });
});

describe('on the machine’s own, older Node', () => {
  const olderNode = nodeOlderThan(24);
  const older = commandOf(olderNode ?? '');
  const reason = 'this machine has no Node older than 24 of its own';

  it('the command works: standard input, output and exit codes are passed on', async (context) => {
    if (!olderNode) return context.skip(reason);
    const [published, wrong, refused] = await Promise.all([
      endOf(older(['publish', '-', '--json'], JSON.stringify(registration('cli-older')))),
      endOf(older(['pubish'])),
      endOf(older(['flows', 'show', 'nothing'])),
    ]);
    expect(published).toMatchObject({ code: 0, error: '' });
    expect(JSON.parse(published.out)).toMatchObject({ id: 'cli-older', outcome: 'appended' });
    expect([wrong.code, wrong.out, refused.code]).toEqual([2, '', 1]);
    expect(wrong.error).toContain('Did you mean "publish"?');
  });

  it('Ctrl-C in a terminal, which both processes get, stops a platform cleanly', async (context) => {
    if (!olderNode) return context.skip(reason);
    const started = older(['start', '--port', '0', '--empty', '--data', folder.path]);
    const url = await readyUrl(started);
    process.kill(-(started.child.pid as number), 'SIGINT');
    expect(await endOf(started)).toMatchObject({ code: 0, error: 'stopping …\n' });
    await expect(fetch(url)).rejects.toThrow();
  });

  it('a signal to the outer process alone is passed on', async (context) => {
    if (!olderNode) return context.skip(reason);
    const started = older(['start', '--port', '0', '--empty', '--data', folder.path]);
    await readyUrl(started);
    started.child.kill('SIGTERM');
    expect(await endOf(started)).toMatchObject({ code: 0, error: 'stopping …\n' });
  });
});

/** A Node on the path that the checkout did not bring. */
function nodeOlderThan(major: number): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((place) => !place.includes('node_modules'))
    .map((place) => join(place, 'node'))
    .filter((node) => existsSync(node))
    .find((node) => Number(/^v(\d+)/.exec(String(execFileSync(node, ['--version'])))?.[1]) < major);
}
