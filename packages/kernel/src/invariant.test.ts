import { describe, expect, it } from 'vitest';
import { InvariantError, invariant } from './invariant.ts';

describe('invariant', () => {
  it('passes what holds and throws what does not', () => {
    expect(() => invariant(1, 'holds')).not.toThrow();
    expect(() => invariant('', 'a sum is never empty')).toThrow(new InvariantError('a sum is never empty'));
  });
});
