import { randomFillSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidV7 } from './ids.ts';

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const random = (target: Uint8Array): Uint8Array => randomFillSync(target);

describe('uuidV7', () => {
  it('writes the instant, the version and the variant of RFC 9562', () => {
    const ids = uuidV7({ now: () => 0x017f22e279b0, random: (target) => target.fill(0xff) });
    expect(ids.next()).toBe('017f22e2-79b0-77ff-bfff-ffffffffffff');
  });

  it('increases strictly while the clock stands still, jumps or goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 41 }), { minLength: 2 }), (instants) => {
        let at = 0;
        const ids = uuidV7({ now: () => instants[at++ % instants.length] ?? 0, random });
        const made = instants.map(() => ids.next());
        expect(made.toSorted()).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
        for (const id of made) expect(id).toMatch(uuidPattern);
      }),
    );
  });

  it('goes on past the counter of one millisecond', () => {
    const ids = uuidV7({ now: () => 1, random });
    const made = Array.from({ length: 10_000 }, () => ids.next());
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('is repeatable with the same clock and randomness', () => {
    const source = (): string[] => {
      let filled = 0;
      const ids = uuidV7({ now: () => 5, random: (target) => target.fill(++filled) });
      return [ids.next(), ids.next()];
    };
    expect(source()).toEqual(source());
    expect(source()[0]).toBe('00000000-0005-7101-8101-010101010101');
  });
});
