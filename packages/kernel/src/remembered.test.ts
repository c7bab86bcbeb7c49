import { expect, it } from 'vitest';
import { remembered } from './remembered.ts';

function counted(): { readonly asked: string[]; readonly length: (text: string) => number | undefined } {
  const asked: string[] = [];
  const length = remembered((text) => {
    asked.push(text);
    return text === '' ? undefined : text.length;
  }, 3);
  return { asked, length };
}

it('works out each text once, whatever the answer is', () => {
  const { asked, length } = counted();
  expect(['', 'ab', '', 'ab'].map(length)).toEqual([undefined, 2, undefined, 2]);
  expect(asked).toEqual(['', 'ab']);
});

it('keeps neither long texts nor more than it may', () => {
  const { asked, length } = counted();
  const long = 'x'.repeat(257);
  for (const text of [long, long, 'a', 'b', 'c', 'd', 'a']) expect(length(text)).toBe(text.length);
  expect(asked).toEqual([long, long, 'a', 'b', 'c', 'd', 'a']);
});
