import { describe, expect, it } from 'vitest';
import { failed, ok, type Result } from './result.ts';

describe('Result', () => {
  it('is told apart by ok', () => {
    const halve = (even: number): Result<number, string> => (even % 2 === 0 ? ok(even / 2) : failed('odd'));
    expect(halve(4)).toEqual({ ok: true, value: 2 });
    expect(halve(3)).toEqual({ ok: false, failure: 'odd' });
  });
});
