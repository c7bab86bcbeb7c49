import { expect, it } from 'vitest';
import { restMs } from './view-rest.ts';

it('is short after few events and never longer than the view asks for', () => {
  expect(restMs(250, 2, 2, 0)).toBe(1);
  expect(restMs(250, 100, 100, 0)).toBe(50);
  expect(restMs(250, 4_000, 4_000, 0)).toBe(250);
  expect(restMs(0, 4_000, 4_000, 0)).toBe(0);
});

it('is none while more waits than was just passed: a view that lags behind catches up', () => {
  expect(restMs(250, 500, 500, 500)).toBe(250);
  expect(restMs(250, 500, 500, 501)).toBe(0);
});

it('counts positions against positions, which need not be events', () => {
  expect(restMs(250, 500, 600_000, 400_000)).toBe(250);
  expect(restMs(250, 500, 600_000, 700_000)).toBe(0);
});
