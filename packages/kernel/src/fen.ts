import type { Brand } from './brand.ts';

/** Money in integer fen (¥0.01). Always bigint in code; an integer in JSON, within ±(2^53 − 1). */
export type Fen = Brand<bigint, 'Fen'>;

/** Fen of an integer; refuses fractions and what JSON cannot carry exactly. @throws RangeError */
export function fen(amount: number | bigint): Fen {
  if (typeof amount === 'number' && !Number.isSafeInteger(amount)) {
    throw new RangeError(`money is a whole number of fen within 2^53 - 1, not ${amount}`);
  }
  return BigInt(amount) as Fen;
}

/** `123456789n` → `¥1,234,567.89`. */
export function formatFen(amount: bigint): string {
  const size = amount < 0n ? -amount : amount;
  const yuan = (size / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount < 0n ? '-' : ''}¥${yuan}.${(size % 100n).toString().padStart(2, '0')}`;
}
