import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Lease, takeLease } from './lease.ts';

it('is never with two at one moment, and its token never goes back', () => {
  const attempt = fc.record({
    holder: fc.constantFrom('one', 'two', 'three'),
    laterMs: fc.integer({ min: 0, max: 4_000 }),
  });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
      let current: Lease | undefined;
      let nowMs = 0;
      for (const { holder, laterMs } of attempts) {
        nowMs += laterMs;
        const before = current;
        const taken = takeLease(before, { name: 'relay', holder, nowMs, ttlMs: 3_000 });
        if (taken === undefined) {
          expect(before?.holder).not.toBe(holder);
          expect(before?.untilMs).toBeGreaterThan(nowMs);
          continue;
        }
        if (before !== undefined && before.holder !== holder) {
          expect(before.untilMs).toBeLessThanOrEqual(nowMs);
          expect(taken.token).toBe(before.token + 1);
        } else {
          expect(taken.token).toBe(before?.token ?? 1);
        }
        expect(taken.untilMs).toBe(nowMs + 3_000);
        current = taken;
      }
    }),
  );
});
