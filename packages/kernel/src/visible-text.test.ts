import { expect, it } from 'vitest';
import { saysSomething } from './visible-text.ts';

it.each(['', ' ', '\u3000\n\t', '\u200b\u200d', '\ufeff', '\u3164', '\u2800', '\u0000'])(
  '%j says nothing',
  (text) => {
    expect(saysSomething(text)).toBe(false);
  },
);

it.each(['x', ' 一 ', '—', '0', '⠓'])('%j says something', (text) => {
  expect(saysSomething(text)).toBe(true);
});
