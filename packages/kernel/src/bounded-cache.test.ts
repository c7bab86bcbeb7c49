import { expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

it('keeps what is used and forgets what is not', () => {
  const cache = new BoundedCache<number, string>(10);
  for (let key = 1; key <= 1_000; key++) {
    cache.set(key, String(key));
    expect(cache.get(1)).toBe('1');
  }
  expect(cache.get(1_000)).toBe('1000');
  expect(
    Array.from({ length: 1_000 }, (_, key) => cache.get(key + 1)).filter(Boolean).length,
  ).toBeLessThanOrEqual(20);
  cache.delete(1);
  expect(cache.get(1)).toBeUndefined();
});
