import { expect, it } from 'vitest';
import { WalFlush } from './wal-flush.ts';

/** A disk of which each flush takes as long as is said. */
function disk(): { takesMs: number; readonly flush: WalFlush; readonly wheres: string[] } {
  let nowMs = 0;
  const wheres: string[] = [];
  const inPlace = (): void => {
    wheres.push('place');
    nowMs += one.takesMs;
  };
  const inPool = async (): Promise<void> => {
    wheres.push('pool');
  };
  const one = { takesMs: 0.1, wheres, flush: new WalFlush({ inPlace, inPool }, () => nowMs) };
  return one;
}

/** Where so many flushes were made, behind work of some length. */
async function flushed(one: ReturnType<typeof disk>, count: number, workMs = 0): Promise<readonly string[]> {
  one.wheres.length = 0;
  for (let nth = 0; nth < count; nth++) await one.flush.run(1, workMs);
  return one.wheres.slice();
}

it('stays in place where a single flush is held up', async () => {
  const one = disk();
  await flushed(one, 10);
  one.takesMs = 20;
  await flushed(one, 1);
  one.takesMs = 0.1;
  expect(await flushed(one, 50)).not.toContain('pool');
});

it('goes to the pool where the disk is slow, looks at it now and then, and comes back', async () => {
  const one = disk();
  await flushed(one, 10);
  one.takesMs = 2;
  await flushed(one, 6);
  const slow = await flushed(one, 64);
  expect(slow.filter((where) => where === 'place')).toHaveLength(2);
  one.takesMs = 0.1;
  await flushed(one, 64);
  expect(await flushed(one, 50)).not.toContain('pool');
});

it('knows a slow disk by its first flush', async () => {
  const one = disk();
  one.takesMs = 2;
  expect(await flushed(one, 2)).toEqual(['place', 'pool']);
});

it('stays in place behind work that took longer than four flushes', async () => {
  const one = disk();
  one.takesMs = 0.8;
  expect(await flushed(one, 20, 4)).not.toContain('pool');
  expect(await flushed(one, 1, 3)).toEqual(['pool']);
});

it('is not waited for behind long work where the disk is slower than that', async () => {
  const one = disk();
  one.takesMs = 10;
  await flushed(one, 30, 20);
  const slow = await flushed(one, 32, 20);
  expect(slow.filter((where) => where === 'place')).toHaveLength(1);
});

it('counts the flushes that succeeded', async () => {
  const one = disk();
  one.takesMs = 2;
  await flushed(one, 5);
  expect(one.flush.count).toBe(5);
});
