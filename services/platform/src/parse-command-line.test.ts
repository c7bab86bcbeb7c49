import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { type Parsed, parseCommandLine } from './parse-command-line.ts';

const command = (name: string, more: Partial<Command> = {}): Command => ({
  name,
  summary: { zh: `做 ${name}`, en: `does ${name}` },
  options: {},
  run: () => Promise.resolve(exitCodes.ok),
  ...more,
});
const commands: readonly Command[] = [
  command('send', {
    argument: { zh: '<文件>', en: '<file>' },
    words: [1, 1],
    options: {
      as: { type: 'string', say: { zh: '部门', en: 'department' } },
      atomic: { type: 'boolean', say: { zh: '全部或全不', en: 'all or none' } },
    },
  }),
  command('list'),
  command('terms show', { argument: { zh: '<类型>', en: '<type>' }, words: [1, 1] }),
  command('terms list'),
];
const parse = (...args: readonly string[]): Parsed => parseCommandLine(commands, args, 'en');

/** What is said of a wrong command line. */
function told(...args: readonly string[]): string {
  const parsed = parse(...args);
  if (parsed.kind !== 'wrong') throw new Error(`it was taken: ${args.join(' ')}`);
  expect(parsed.error.code).toBe('E_CLI_USAGE');
  expect(parsed.error.detail.zh).toMatch(/\p{Script=Han}/u);
  expect(parsed.help).toContain('tongban');
  return parsed.error.detail.en;
}

describe('what is right', () => {
  it('gives options and words, wherever they stand', () => {
    const options = { as: 'tax', atomic: true, json: true };
    for (const args of [
      ['send', 'a.json', '--as', 'tax', '--atomic', '--json'],
      ['send', '--atomic', '--as=tax', '--json', 'a.json'],
    ]) {
      expect(parse(...args)).toMatchObject({ kind: 'run', options, words: ['a.json'] });
    }
  });

  it('finds commands of two words, and takes - and what follows -- as words', () => {
    expect(parse('terms', 'show', 'x.v1')).toMatchObject({
      command: { name: 'terms show' },
      words: ['x.v1'],
    });
    expect(parse('send', '-')).toMatchObject({ words: ['-'] });
    expect(parse('send', '--', '--as')).toMatchObject({ words: ['--as'], options: {} });
  });

  it('the last of an option given twice counts', () => {
    expect(parse('send', 'f', '--as', 'tax', '--as', 'courts')).toMatchObject({ options: { as: 'courts' } });
  });
});

describe('help', () => {
  it.each([
    [['help', 'terms']],
    [['terms', '--help']],
    [['terms', '-h', '--lang', 'zh']],
    [['help', 'terms', '--json']],
  ])('of commands that begin alike: %j', (args) => {
    const parsed = parse(...args);
    expect(parsed).toMatchObject({ kind: 'help', text: expect.stringContaining('terms show <type>') });
    expect(parsed).not.toMatchObject({ text: expect.stringContaining('send') });
  });

  it.each([[[]], [['help']], [['--help']], [['-h']], [['help', '--json']], [['help', '--lang', 'zh']]])(
    'overview: %j',
    (args) => {
      const parsed = parse(...args);
      expect(parsed).toMatchObject({ kind: 'help', text: expect.stringContaining('terms show <type>') });
    },
  );

  it.each([
    ['send', '--help'],
    ['send', 'a', '-h'],
    ['help', 'send'],
  ])('of one command: %s %s', (...args) => {
    const parsed = parse(...args);
    expect(parsed).toMatchObject({ kind: 'help', text: expect.stringContaining('--as <value>') });
    expect(parsed).toMatchObject({ text: expect.stringContaining('--json') });
  });
});

describe('the version', () => {
  it.each([[['--version']], [['-V']], [['--version', '--lang', 'zh']]])('%j', (args) =>
    expect(parse(...args)).toEqual({ kind: 'version' }),
  );

  it('is not that of a command', () =>
    expect(told('list', '--version')).toBe('list has no option --version'));

  it('is in the overview', () => {
    expect(parse('help')).toMatchObject({ text: expect.stringContaining('tongban --version') });
  });
});

describe('what is wrong', () => {
  it.each<[args: readonly string[], say: string]>([
    [['sned', 'x'], 'There is no command "sned". Did you mean "send"?'],
    [['terms', 'shwo', 'x'], 'There is no command "terms shwo". Did you mean "terms show"?'],
    [['help', 'lst'], 'There is no command "lst". Did you mean "list"?'],
    [['launch'], 'There is no command "launch"'],
    [['terms'], 'terms is followed by one of: show, list'],
    [['terms', '--json'], 'terms is followed by one of: show, list'],
    [['send', 'f', '--atmoic'], 'send has no option --atmoic. Did you mean --atomic?'],
    [['send', 'f', '--zzzzzz'], 'send has no option --zzzzzz'],
    [['send', 'f', '--constructor'], 'send has no option --constructor'],
    [['send', 'f', '-a'], 'send has no option -a'],
    [['send', 'f', '--as'], '--as needs a value: department'],
    [['send', 'f', '--as', '--atomic'], '--as needs a value: department'],
    [['send', 'f', '--atomic=yes'], '--atomic takes no value, and was given "yes"'],
    [['send'], 'send takes <file>'],
    [['send', 'a', 'b'], 'send takes <file>, not "a" "b"'],
    [['list', 'all'], 'list takes no further words, not "all"'],
  ])('%j', (args, say) => expect(told(...args)).toBe(say));

  it('shows what there is: the commands, or the options of the command', () => {
    expect(parse('launch')).toMatchObject({ help: expect.stringContaining('terms show <type>') });
    expect(parse('send', 'f', '--x')).toMatchObject({ help: expect.stringContaining('--atomic') });
  });
});

it('never throws, whatever is typed', () => {
  const word = fc.oneof(
    fc.constantFrom('send', 'list', 'terms', 'show', '--as', '--atomic', '--json', '--', '-', '--as=', '-V'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (args) => {
      expect(['run', 'help', 'version', 'wrong']).toContain(parse(...args).kind);
    }),
  );
});
