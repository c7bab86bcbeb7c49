import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandRun, runCommand } from '../testing/command-run.ts';
import { sampleEvent } from '../testing/sample-event.ts';
import { startTrialPlatform, type TrialPlatform } from '../testing/trial-platform.ts';

let platform: TrialPlatform;
beforeAll(async () => {
  platform = await startTrialPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

/** Publishes what a file says: text as it is, anything else as JSON. */
async function publish(content: unknown, ...args: readonly string[]): Promise<CommandRun> {
  const file = join(platform.folder.path, 'events.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return runCommand(['publish', file, '--url', platform.url, ...args]);
}

/** The lines of a `--json` output. */
const rows = ({ out }: CommandRun): readonly Record<string, unknown>[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('tongban publish', () => {
  it('says where an event is recorded, and that it was there already', async () => {
    const first = await publish(sampleEvent('once'));
    expect([first.exitCode, first.error]).toEqual([0, '']);
    expect(first.out).toMatch(/^once {2}appended {2}[\w-]+\.[\w-]+@0 {2}#\d+\n$/);
    const again = await publish(sampleEvent('once'));
    expect([again.exitCode, again.out]).toEqual([0, first.out.replace('appended', 'already-appended')]);
  });

  it('has an outcome for each event of an array, in its order, and exits with 1 where one was refused', async () => {
    const wrong = sampleEvent('b-2', { time: 'yesterday', subject: 'nobody' });
    const run = await publish([sampleEvent('b-1'), wrong, sampleEvent('b-3')]);
    expect([run.exitCode, run.error]).toEqual([1, '']);
    expect(run.out).toMatch(/^b-1 {2}appended .*\nb-2 {2}refused {2}E_EVENT_INVALID /);
    expect(run.out).toMatch(/\n {4}\/time {2}/);
    expect(run.out).toMatch(/\n {4}\/subject {2}/);
    expect(run.out).toMatch(/\nb-3 {2}appended /);
  });

  it('tells the same to scripts, an event a line, with messages in both languages', async () => {
    const run = await publish([sampleEvent('j-1'), sampleEvent('j-2', { time: 'never' })], '--json');
    expect(run.exitCode).toBe(1);
    expect(rows(run)).toMatchObject([
      { index: 0, id: 'j-1', outcome: 'appended', revision: expect.stringMatching(/^\d+$/) },
      {
        index: 1,
        id: 'j-2',
        outcome: 'refused',
        source: sampleEvent('j-2').source,
        code: 'E_EVENT_INVALID',
        detail: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.any(String) },
        problems: [{ pointer: '/time', message: { zh: expect.any(String), en: expect.any(String) } }],
      },
    ]);
  });

  it('takes all or nothing with --atomic', async () => {
    const run = await publish([sampleEvent('a-1'), sampleEvent('a-2', { time: 'never' })], '--atomic');
    expect([run.exitCode, run.out]).toEqual([1, '']);
    expect(run.error).toContain('E_BATCH_REFUSED');
    expect(run.error).toMatch(/\n {2}\/1\/time {2}a-2 {2}\S/);
    const scripted = await publish(sampleEvent('a-2', { time: 'never' }), '--atomic', '--json');
    expect(JSON.parse(scripted.error)).toMatchObject({
      code: 'E_BATCH_REFUSED',
      refused: [{ index: 0, id: 'a-2', code: 'E_EVENT_INVALID' }],
    });
    expect((await publish(sampleEvent('a-1'), '--json')).out).toContain('"appended"');
  });

  it('speaks Chinese', async () => {
    const { out } = await publish(sampleEvent('zh-1', { time: 'never' }), '--lang', 'zh');
    expect(out).toMatch(/^zh-1 {2}未接收（refused） {2}E_EVENT_INVALID /);
    const good = await publish(sampleEvent('zh-2'), '--lang', 'zh');
    expect(good.out).toMatch(/^zh-2 {2}已记录（appended） /);
    expect(out).toMatch(/\n {4}\/time {2}.*\p{Script=Han}/u);
  });

  it('publishes in the name that --as gives, and is refused where that is not the owner', async () => {
    const run = await publish(sampleEvent('foreign'), '--as', 'tax');
    expect(run.exitCode).toBe(1);
    expect(run.out).toContain('E_NOT_THE_OWNER');
    const [refused] = rows(await publish(sampleEvent('foreign'), '--as', 'tax', '--json'));
    const { en } = (refused ?? expect.unreachable()).detail as { readonly en: string };
    expect(run.out).toContain(en);
  });

  it('uses the token in TONGBAN_TOKEN, and says what is wrong with it', async () => {
    const file = join(platform.folder.path, 'token-event.json');
    await writeFile(file, JSON.stringify(sampleEvent('with-token')));
    const args = ['publish', file, '--url', platform.url];
    const token = await platform.token({ department: 'market-regulation', system: 'x', role: 'department' });
    expect((await runCommand(args, { TONGBAN_TOKEN: token })).exitCode).toBe(0);
    const foreign = await runCommand([...args, '--as', 'courts'], { TONGBAN_TOKEN: token });
    expect([foreign.exitCode, foreign.out]).toEqual([2, '']);
    expect(foreign.error).toMatch(/TONGBAN_TOKEN is a token of [a-z-]+, and --as says courts/);
    const refused = await runCommand(args, { TONGBAN_TOKEN: 'nonsense' });
    expect(refused.out + refused.error).toContain('E_AUTH_MALFORMED');
    expect(refused.exitCode).not.toBe(0);
  });
});

describe('what cannot be published', () => {
  it.each<[name: string, content: string, say: RegExp]>([
    ['half a JSON text', '{"specversion":', /events\.json is no valid JSON/],
    ['a key twice', '{"id":"a","id":"b"}', /\/id {2}/],
    ['a number that JavaScript would round', '{"data":{"fen":9007199254740993}}', /\/data\/fen {2}/],
    ['a number', '3', /has to be an event or an array of events/],
    ['null', 'null', /has to be an event or an array of events/],
    ['an array with something else in it', '[{},3]', /has to be an event or an array of events/],
    ['nothing', '[]', /with at least one/],
  ])('%s', async (_name, content, say) => {
    const run = await publish(content);
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(run.error).toMatch(/^The file cannot be read \(E_CLI_FILE\)\n/);
    expect(run.error).toMatch(say);
  });

  it('a file that is not there', async () => {
    const run = await runCommand(['publish', '/nowhere/event.json', '--url', platform.url, '--lang', 'zh']);
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(run.error).toContain('无法读取 /nowhere/event.json');
  });

  it('events that say nothing of who publishes them', async () => {
    const run = await publish(sampleEvent('x', { source: '/somewhere' }));
    expect([run.exitCode, run.out]).toEqual([2, '']);
    expect(run.error).toContain('say who publishes with --as');
  });

  it('anything, where no platform is there', async () => {
    const file = join(platform.folder.path, 'good.json');
    await writeFile(file, JSON.stringify(sampleEvent('good')));
    const run = await runCommand(['publish', file, '--url', 'http://127.0.0.1:1']);
    expect([run.exitCode, run.out]).toEqual([3, '']);
    expect(run.error).toContain('E_CLI_UNREACHABLE');
    const withToken = await runCommand(['publish', file, '--url', 'http://127.0.0.1:1', '--json'], {
      TONGBAN_TOKEN: 'a.b.c',
    });
    expect(withToken.exitCode).toBe(3);
    expect(rows(withToken)).toMatchObject([{ outcome: 'unconfirmed', code: 'E_CLIENT_GAVE_UP' }]);
  });
});
