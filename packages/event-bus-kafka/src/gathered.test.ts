import { waitFor } from '@tongban/testing';
import { describe, expect, it } from 'vitest';
import { gathered } from './gathered.ts';

/** A source that gives what it is told to. */
function source() {
  const lists: (readonly number[])[] = [];
  let isEnded = false;
  let asked = 0;
  let isClosed = false;
  let wake = (): void => {};
  async function* give(): AsyncGenerator<readonly number[]> {
    try {
      for (;;) {
        asked += 1;
        while (lists.length === 0 && !isEnded) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const list = lists.shift();
        if (list === undefined) return;
        yield list;
      }
    } finally {
      isClosed = true;
    }
  }
  return {
    lists: give(),
    give: (...list: readonly number[]) => {
      lists.push(list);
      wake();
    },
    end: () => {
      isEnded = true;
      wake();
    },
    asked: () => asked,
    isClosed: () => isClosed,
  };
}

describe('gathered', () => {
  it('gives at once what is there, and together what came meanwhile', async () => {
    const { lists, give, end, asked } = source();
    const given = gathered(lists, 100);
    give(1);
    expect((await given.next()).value).toEqual([1]);
    give(2, 3);
    give(4);
    await waitFor(() => asked() === 4, { describe: 'everything was taken from the source' });
    expect((await given.next()).value).toEqual([2, 3, 4]);
    give(5);
    end();
    expect((await given.next()).value).toEqual([5]);
    expect((await given.next()).done).toBe(true);
  });

  it('holds no more than it is allowed to and one list', async () => {
    const { lists, give, end } = source();
    for (let at = 0; at < 20; at++) give(at * 2, at * 2 + 1);
    end();
    const sizes: number[] = [];
    const all: number[] = [];
    for await (const items of gathered(lists, 4)) {
      sizes.push(items.length);
      all.push(...items);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
    expect(all).toEqual(Array.from({ length: 40 }, (_, at) => at));
  });

  it('fails as its source does, after what came before', async () => {
    async function* failing(): AsyncGenerator<readonly number[]> {
      yield [1];
      throw new Error('gone');
    }
    const given = gathered(failing(), 4);
    expect((await given.next()).value).toEqual([1]);
    await expect(given.next()).rejects.toThrow('gone');
  });

  it('closes its source when nobody listens any more', async () => {
    const { lists, give, isClosed } = source();
    for (let at = 0; at < 5; at++) give(at);
    for await (const _ of gathered(lists, 1)) break;
    await waitFor(isClosed, { describe: 'the source is closed' });
  });
});
