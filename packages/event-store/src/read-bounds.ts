import { storeErrors } from './errors.ts';
import type { Position } from './event-store.ts';

/** Events of one page where the reader does not say. */
export const pageEventsDefault = 500;
/** Events of one page at most. */
export const pageEventsMax = 1_000;

/** The size of a page, 1–1,000. @throws E_STORE_ARGUMENT */
export function pageLimit(limit: number | undefined): number {
  if (limit === undefined) return pageEventsDefault;
  if (Number.isInteger(limit) && limit >= 1 && limit <= pageEventsMax) return limit;
  throw storeErrors.error('E_STORE_ARGUMENT', {
    detail: {
      zh: `limit 必须是 1 到 ${pageEventsMax} 的整数，而不是 ${limit}`,
      en: `limit must be a whole number from 1 to ${pageEventsMax}, not ${limit}`,
    },
    facts: { limit, limitMax: pageEventsMax },
  });
}

/** Positions to read at, at most `pageEventsMax`. @throws E_STORE_ARGUMENT */
export function positionsRead(positions: readonly Position[]): readonly Position[] {
  for (const position of positions) readFrom('position', position);
  if (positions.length <= pageEventsMax) return positions;
  throw storeErrors.error('E_STORE_ARGUMENT', {
    detail: {
      zh: `一次最多读取 ${pageEventsMax} 个位置，而不是 ${positions.length} 个`,
      en: `at most ${pageEventsMax} positions are read at once, not ${positions.length}`,
    },
    facts: { positions: positions.length, positionsMax: pageEventsMax },
  });
}

/** A revision or position to read from. @throws E_STORE_ARGUMENT where it is no whole number from 0. */
export function readFrom(name: 'from' | 'after' | 'position', value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw storeErrors.error('E_STORE_ARGUMENT', {
    detail: {
      zh: `${name} 必须是非负整数，而不是 ${value}`,
      en: `${name} must be a whole number from 0, not ${value}`,
    },
    facts: { [name]: value },
  });
}
