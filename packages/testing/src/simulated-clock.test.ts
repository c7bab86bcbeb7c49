import { sleep } from '@tongban/kernel';
import { expect, it } from 'vitest';
import { simulatedClock } from './simulated-clock.ts';

it('fires timers in order, each at its own moment, also those set meanwhile', async () => {
  const clock = simulatedClock({ startMs: 1_000 });
  const fired: (readonly [string, number])[] = [];
  const note = (name: string) => () => void fired.push([name, clock.now()]);
  clock.after(30, note('late'));
  clock.after(10, () => {
    note('early')();
    clock.after(5, note('meanwhile'));
  });
  clock.after(10, note('early too'));
  const cancel = clock.after(20, note('never'));
  cancel();
  await clock.advance(29);
  expect(fired).toEqual([
    ['early', 1_010],
    ['early too', 1_010],
    ['meanwhile', 1_015],
  ]);
  expect([clock.now(), clock.pending]).toEqual([1_029, 1]);
  await clock.advance(1);
  expect(fired.at(-1)).toEqual(['late', 1_030]);
});

it('waits for what a timer sets off before time goes on', async () => {
  const clock = simulatedClock({ startMs: 0 });
  const moments: number[] = [];
  const work = (async () => {
    for (let at = 0; at < 3; at++) {
      await sleep(clock, 100);
      await new Promise(setImmediate);
      moments.push(clock.now());
    }
  })();
  await clock.advance(1_000);
  await work;
  expect(moments).toEqual([100, 200, 300]);
});

it('runs until nothing is left, and says where it never rests', async () => {
  const clock = simulatedClock({ startMs: 0 });
  void sleep(clock, 86_400_000).then(() => sleep(clock, 86_400_000));
  await clock.runUntilIdle();
  expect(clock.now()).toBe(2 * 86_400_000);
  const again = (): void => void clock.after(1, again);
  again();
  await expect(clock.runUntilIdle({ firesMax: 50 })).rejects.toThrow('not idle after 50');
});
