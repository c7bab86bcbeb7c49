import { expect, it } from 'vitest';
import { commands } from './run-command-line.ts';
import { runCommand } from './testing/command-run.ts';

const han = /\p{Script=Han}/u;
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');
const helps = [['help'], ...commands.map(({ name }) => [...name.split(' '), '--help'])];

it.each(helps)('%s %s %s: every line of the help is in the language that was asked for', async (...args) => {
  const words = args.filter((word) => word !== undefined);
  for (const line of lines((await runCommand([...words, '--lang', 'zh'])).out)) expect(line).toMatch(han);
  expect((await runCommand([...words, '--lang', 'en'])).out).not.toMatch(han);
});

it('what follows a wrong command line is in that language too', async () => {
  const { error } = await runCommand(['feed', '--sa', 'tax', '--lang', 'zh']);
  for (const line of lines(error)) expect(line).toMatch(han);
  expect((await runCommand(['feed', '--as', '--lang', 'en'])).error).not.toMatch(han);
});

it('the explanations line up, also where there is Chinese before them', async () => {
  const { out } = await runCommand(['feed', '--help', '--lang', 'zh']);
  const width = (text: string): number => [...text].reduce((sum, sign) => sum + (han.test(sign) ? 2 : 1), 0);
  const starts = lines(out)
    .filter((line) => line.startsWith('  --'))
    .map((line) => width(/^ {2}--\S+( <值>)? +/.exec(line)?.[0] ?? ''));
  expect(new Set(starts)).toEqual(new Set([24]));
});
