import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

const names = ['start', 'token', 'publish', 'feed', 'contracts list', 'contracts check', 'doctor'];

it.each([
  ['pubish', 'publish'],
  ['publsih', 'publish'],
  ['fed', 'feed'],
  ['contracts chekc', 'contracts check'],
  ['docter', 'doctor'],
  ['fe', undefined],
  ['begin', undefined],
  ['x', undefined],
  ['', undefined],
])('%j means %j', (mistyped, meant) => {
  expect(nearestName(mistyped, names)).toBe(meant);
});

it('finds every name again of which two neighbours were swapped, and the name itself', () => {
  const typing = fc.record({ name: fc.constantFrom(...names), at: fc.nat() });
  fc.assert(
    fc.property(typing, ({ name, at }) => {
      const from = at % (name.length - 1);
      const swapped = `${name.slice(0, from)}${name[from + 1]}${name[from]}${name.slice(from + 2)}`;
      expect(nearestName(swapped, names)).toBe(name);
      expect(nearestName(name, names)).toBe(name);
    }),
  );
});
