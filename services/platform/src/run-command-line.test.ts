import { Writable } from 'node:stream';
import { systemClock } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { runCommandLine } from './run-command-line.ts';
import { runCommand } from './testing/command-run.ts';

describe('where things go', () => {
  it('help goes to standard output, and is a success', async () => {
    const { exitCode, out, error } = await runCommand(['help']);
    expect([exitCode, error]).toEqual([0, '']);
    for (const name of ['start', 'contracts check <folder>', 'flows show', 'doctor']) {
      expect(out).toContain(name);
    }
  });

  it('the version goes to standard output, and is that of the package', async () => {
    for (const args of [['--version'], ['-V', '--lang', 'zh']]) {
      expect(await runCommand(args)).toEqual({
        exitCode: 0,
        out: `tongban ${manifest.version}\n`,
        error: '',
      });
    }
  });

  it('a wrong command line goes to standard error with what there is, and exits with 2', async () => {
    const { exitCode, out, error } = await runCommand(['feed', '--sa', 'tax']);
    expect([exitCode, out]).toEqual([2, '']);
    expect(error).toMatch(
      /^The command line is wrong \(E_CLI_USAGE\)\n {2}feed has no option --sa\. Did you mean --as/,
    );
    expect(error).toContain('--follow');
  });

  it('with --json a wrong command line is one problem document', async () => {
    const { exitCode, out, error } = await runCommand(['feed', '--sa', 'tax', '--json']);
    expect([exitCode, out]).toEqual([2, '']);
    expect(JSON.parse(error)).toMatchObject({ code: 'E_CLI_USAGE', status: 400, retryable: false });
  });

  it('what only the command can see is wrong, is told in the same way', async () => {
    for (const args of [['token'], ['feed'], ['feed', '--as', 'tax', '--limit', '0']]) {
      const { exitCode, error } = await runCommand(args);
      expect([exitCode, error.split('\n')[0]]).toEqual([2, 'The command line is wrong (E_CLI_USAGE)']);
    }
  });
});

describe('the language', () => {
  const wrong = ['token'];
  it.each<[args: readonly string[], env: Record<string, string>, language: 'zh' | 'en']>([
    [[], {}, 'en'],
    [[], { LANG: 'zh_CN.UTF-8' }, 'zh'],
    [[], { LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [[], { LANG: 'zh_CN.UTF-8', LC_ALL: '' }, 'zh'],
    [['--lang', 'en'], { LANG: 'zh_CN.UTF-8' }, 'en'],
    [['--lang=zh'], {}, 'zh'],
    [['--lang', 'fr', '--lang', 'zh'], {}, 'zh'],
    [[], { LANG: 'fr_FR.UTF-8' }, 'en'],
    [[], { LC_ALL: 'nonsense' }, 'en'],
  ])('%j in %j is %s', async (args, env, language) => {
    const { error } = await runCommand([...wrong, ...args], env);
    expect(error.startsWith(language === 'zh' ? '命令行有误' : 'The command line')).toBe(true);
  });

  it.each<[args: readonly string[], said: string]>([
    [['token', '--as', 'tax', '--lang', 'fr'], 'fr'],
    [['token', '--as', 'tax', '--lang=ZH'], 'ZH'],
    [['help', '--lang', 'fr'], 'fr'],
    [['help', 'feed', '--lang='], ''],
    [['feed', '--help', '--lang', 'fr'], 'fr'],
    [['help', '--lang'], ''],
    [['feed', '--lang', '--json'], '--json'],
    [['--version', '--lang', 'fr'], 'fr'],
    [['--lang', 'fr'], 'fr'],
    [['feed', '--sa', 'tax', '--lang', 'fr'], 'fr'],
  ])('is zh or en: %j', async (args, said) => {
    const { exitCode, out, error } = await runCommand(args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(error).toContain('E_CLI_USAGE');
    const told = args.includes('--json') ? JSON.stringify(`"${said}"`).slice(1, -1) : `"${said}"`;
    expect(error).toContain(`--lang is zh or en, not ${told}`);
  });

  it('in which another one is refused is that of the surroundings', async () => {
    const { error } = await runCommand(['help', '--lang', 'fr'], { LANG: 'zh_CN.UTF-8' });
    expect(error).toBe('命令行有误 (E_CLI_USAGE)\n  --lang 须为 zh 或 en，而不是“fr”\n');
  });

  it('is not asked for by words that follow --', async () => {
    const { error } = await runCommand(['publish', '--lang', 'zh', '--', '--lang']);
    expect(error).toContain('无法读取 --lang');
  });

  it('of an unknown option is the one that was asked for, wherever it stands', async () => {
    expect((await runCommand(['feed', '--sa', 'x', '--lang', 'zh'])).error).toContain('feed 没有选项 --sa');
  });
});

describe('whoever reads the output', () => {
  /** Standard output that fails as the system's does. */
  const failingOutput = (code: string): Writable =>
    new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
    });
  const helpTo = async (out: Writable): Promise<{ exitCode: number; error: string }> => {
    let error = '';
    const exitCode = await runCommandLine(['help'], {
      out,
      error: new Writable({
        write: (chunk, _encoding, done) => {
          error += chunk;
          done();
        },
      }),
      env: {},
      clock: systemClock,
    });
    return { exitCode, error };
  };

  it('may leave early', async () => {
    expect(await helpTo(failingOutput('EPIPE'))).toEqual({ exitCode: 0, error: '' });
  });

  it('is told of by a disk that is full', async () => {
    const { exitCode, error } = await helpTo(failingOutput('ENOSPC'));
    expect(exitCode).toBe(3);
    expect(error).toContain('E_CLI_OUTPUT');
    expect(error).toContain('write ENOSPC');
  });
});
