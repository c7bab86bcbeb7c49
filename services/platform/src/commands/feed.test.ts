import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandRun, runCommand } from '../testing/command-run.ts';
import { startTrialPlatform, type TrialPlatform } from '../testing/trial-platform.ts';

let platform: TrialPlatform;
const types = ['tax.arrears-recorded.v1', 'tax.clearance-issued.v1', 'tax.taxpayer-registered.v1'];

/** What tax offers in the directory it hears of in its feed, without a grant. */
beforeAll(async () => {
  platform = await startTrialPlatform();
  const token = await platform.token({ department: 'tax', system: 'x', role: 'department' });
  const on = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format();
  for (const type of types) {
    const { status } = await fetch(`${platform.url}/v1/directory/${type}/submit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        item: {
          type,
          title: { zh: '涉税信息', en: 'Tax matters' },
          provider: 'tax',
          sharingClass: 'conditional',
          conditions: { zh: '仅用于法定职责', en: 'For duties by law' },
          fields: [{ pointer: '/authority', personal: false }],
        },
        signedOffBy: { officer: 'head-of-tax', on },
        secrecyReview: { id: 'secrecy-1', on },
        impactReview: { id: 'impact-1', on },
      }),
    });
    expect(status).toBe(200);
  }
});
afterAll(() => platform[Symbol.asyncDispose]());

const feed = (...args: readonly string[]): Promise<CommandRun> =>
  runCommand(['feed', '--as', 'tax', '--url', platform.url, ...args]);

interface Row {
  readonly cursor: string;
  readonly event: { readonly subject: string; readonly data: object };
  readonly withheld: readonly string[];
}
const rowsOf = ({ out }: CommandRun): readonly Row[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);

describe('tongban feed', () => {
  it('prints what a department receives, and on standard error where to go on', async () => {
    const { exitCode, out, error } = await feed();
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^tax:\d+ {2}\S+ {2}sharing\.directory-item-submitted\.v1 {2}tax\.arrears-recorded\.v1\n {4}\{/,
    );
    expect(error).toMatch(/^next: tax:\d+\n$/);
    expect((await feed('--lang', 'zh')).error).toMatch(/^下一游标：tax:\d+\n$/);
  });

  it('goes on from a cursor, and stops at the limit', async () => {
    const first = await feed('--json', '--limit', '2');
    expect(rowsOf(first).map(({ event }) => event.subject)).toEqual(types.slice(0, 2));
    const next = first.error.trim().replace('next: ', '');
    expect(next).toBe(rowsOf(first)[1]?.cursor);
    const rest = await feed('--json', '--after', next);
    expect(rowsOf(rest).map(({ event }) => event.subject)).toEqual(types.slice(2));
    expect(rowsOf(rest)[0]).toMatchObject({ withheld: [], erased: [], event: { data: { item: {} } } });
    const end = await feed('--after', rest.error.trim().replace('next: ', ''));
    expect([end.exitCode, end.out]).toEqual([0, '']);
  });

  it('is empty for who has no grant, and says that it begins at the beginning', async () => {
    const { exitCode, out, error } = await runCommand(['feed', '--as', 'customs', '--url', platform.url]);
    expect([exitCode, out]).toEqual([0, '']);
    expect(error).toMatch(/^next: /);
  });

  it.each<[args: readonly string[], exitCode: number, code: string]>([
    [['--after', 'nonsense'], 1, 'E_CURSOR_MALFORMED'],
    [['--after', 'courts:1'], 1, 'E_CURSOR_FOREIGN'],
    [['--after', 'tax:99999'], 1, 'E_CURSOR_FUTURE'],
    [['--limit', '0'], 2, 'E_CLI_USAGE'],
    [['--limit', '1001'], 2, 'E_CLI_USAGE'],
    [['--limit', 'all'], 2, 'E_CLI_USAGE'],
    [['--limit', '3', '--follow'], 2, 'E_CLI_USAGE'],
  ])('%j is refused with exit code %i and %s', async (args, exitCode, code) => {
    const run = await feed(...args);
    expect([run.exitCode, run.out]).toEqual([exitCode, '']);
    expect(run.error).toContain(`(${code})`);
    expect(JSON.parse((await feed(...args, '--json')).error)).toMatchObject({ code });
  });
});
