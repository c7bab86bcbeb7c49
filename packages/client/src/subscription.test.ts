import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@tongban/kernel';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CursorStore, inMemoryCursorStore } from './cursor-store.ts';
import { fileCursorStore } from './file-cursor-store.ts';
import type { HandlerContext, SubscribeOptions } from './subscribe-options.ts';
import { type FakeExchange, type Mishap, openFakeExchange } from './testing/fake-exchange.ts';
import { type AnyEvents, clearance, quickClient, uscc } from './testing/quick-client.ts';

let exchange: FakeExchange;
beforeEach(async () => {
  exchange = await openFakeExchange();
});
afterEach(() => exchange.close());

async function record(count: number, type = clearance): Promise<void> {
  const client = quickClient(exchange.baseUrl);
  for (let at = 0; at < count; at++) {
    exchange.record(await client.prepare(type, { subject: uscc, data: { n: exchange.recorded.length } }));
  }
}

type Options = Partial<SubscribeOptions<AnyEvents, string>>;

/** Subscribes until `count` events were handled, and answers their numbers. */
async function received(count: number, options: Options = {}): Promise<number[]> {
  const ending = new AbortController();
  const numbers: number[] = [];
  if (count === 0) ending.abort();
  const { cursorStore = inMemoryCursorStore() } = options;
  await quickClient(exchange.baseUrl).subscribe({
    handlerRetry: { delayMs: 1, delayMsMax: 1 },
    signal: ending.signal,
    ...options,
    cursorStore: {
      load: cursorStore.load,
      async save(cursor) {
        await cursorStore.save(cursor);
        if (numbers.length === count) ending.abort();
      },
    },
    handle: async (event, context) => {
      await options.handle?.(event, context);
      numbers.push(event.data.n as number);
    },
  });
  return numbers;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe.each(['sse', 'poll'] as const)('a subscription by %s', (transport) => {
  it('hands over history and then what comes, in order, and acknowledges', async () => {
    await record(3);
    const receiving = received(5, { transport });
    while (exchange.acknowledged.at(-1) !== 'tax:3') await new Promise(setImmediate);
    await record(2);
    expect(await receiving).toEqual(upTo(5));
    expect(exchange.acknowledged.at(-1)).toBe('tax:5');
  });

  it('goes on where the cursor store says', async () => {
    await record(6);
    const cursorStore = inMemoryCursorStore();
    expect(await received(2, { transport, cursorStore })).toEqual([0, 1]);
    expect(await cursorStore.load()).toBe('tax:2');
    expect(await received(4, { transport, cursorStore })).toEqual([2, 3, 4, 5]);
  });

  it('hands over a name with an escape as it is, whatever text was read before', async () => {
    JSON.parse(String.raw`{"! of a client":1,"\\":1}`);
    const data = { n: 0, odd: { '! of a client': 1, '"': 1 } };
    exchange.record(await quickClient(exchange.baseUrl).prepare(clearance, { subject: uscc, data }));
    let handled: unknown;
    await received(1, {
      transport,
      handle: (event) => {
        handled = event.data;
      },
    });
    expect(handled).toEqual(data);
  });

  it('drops repeats', async () => {
    exchange.repeatItems = true;
    await record(4);
    expect(await received(4, { transport })).toEqual(upTo(4));
  });

  it('hands over only the types asked for, and keeps the cursor past the others', async () => {
    await record(1);
    await record(3, 'tax.arrears-found.v1');
    await record(1);
    await record(2, 'tax.arrears-found.v1');
    const cursorStore = inMemoryCursorStore();
    const ending = new AbortController();
    const numbers: unknown[] = [];
    await quickClient(exchange.baseUrl).subscribe({
      cursorStore,
      transport,
      types: [clearance],
      signal: ending.signal,
      handle: (event) => void numbers.push(event.data.n),
      onCaughtUp: () => ending.abort(),
    });
    expect(numbers).toEqual([0, 4]);
    expect(await cursorStore.load()).toBe('tax:7');
  });

  it('hands over corrections of the types asked for to a handler of their own, as patiently as events', async () => {
    const correct = async (type: string) =>
      exchange.record(
        await quickClient(exchange.baseUrl).prepare('sharing.correction-delivered.v1', {
          subject: 'C-1',
          data: { correctionId: 'C-1', type, wrong: { source: '/departments/tax/core', id: 'E-1' } },
        }),
      );
    await record(1);
    await correct(clearance);
    await correct('tax.arrears-found.v1');
    await record(1);
    const subscribed = async (options: Pick<Options, 'handleCorrection'>) => {
      const ending = new AbortController();
      const cursorStore = inMemoryCursorStore();
      const handled: unknown[] = [];
      const warned: unknown[] = [];
      const logger = { info: () => {}, warn: (_: object, message: string) => void warned.push(message) };
      await quickClient(exchange.baseUrl, { logger }).subscribe({
        cursorStore,
        transport,
        types: [clearance],
        handlerRetry: { delayMs: 1, delayMsMax: 1 },
        signal: ending.signal,
        handle: (event) => void handled.push(event.data.n),
        ...(options.handleCorrection && {
          handleCorrection: async (correction, context) => {
            await options.handleCorrection?.(correction, context);
            handled.push(correction.data.wrong?.id);
          },
        }),
        onCaughtUp: () => ending.abort(),
      });
      return { handled, warned, cursor: await cursorStore.load() };
    };
    const handleCorrection: Options['handleCorrection'] = (_, { attempt }) => {
      if (attempt < 3) throw new Error('not yet');
    };
    expect(await subscribed({ handleCorrection })).toEqual({
      handled: [0, 'E-1', 3],
      warned: ['handling an event failed', 'handling an event failed'],
      cursor: 'tax:4',
    });
    // Written before there were corrections: `handle` never sees one, and the log tells.
    expect(await subscribed({})).toEqual({
      handled: [0, 3],
      warned: ['a correction of what is received was passed over: give handleCorrection'],
      cursor: 'tax:4',
    });
  });

  it('tries a failing handler again, then stops before the event and goes on with it later', async () => {
    await record(4);
    const cursorStore = inMemoryCursorStore();
    let broken = true;
    const attempts: number[] = [];
    const handle = (event: { data: { n?: unknown } }, { attempt }: HandlerContext<AnyEvents>): void => {
      if (event.data.n !== 2 || !broken) return;
      attempts.push(attempt);
      throw new Error('no such taxpayer');
    };
    await expect(received(4, { transport, cursorStore, handle })).rejects.toMatchObject({
      code: 'E_CLIENT_HANDLER',
      facts: { cursor: 'tax:3', attempts: 5 },
    });
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    expect(await cursorStore.load()).toBe('tax:2');
    broken = false;
    expect(await received(2, { transport, cursorStore, handle })).toEqual([2, 3]);
  });

  it('asks onPoison, which may begin anew or go on without the event', async () => {
    await record(3);
    const asked: number[] = [];
    const numbers = await received(2, {
      transport,
      handle: (event) => {
        if (event.data.n === 1) throw new Error('poison');
      },
      onPoison: ({ attempts }) => {
        asked.push(attempts);
        return attempts < 10 ? 'retry' : 'skip';
      },
    });
    expect(numbers).toEqual([0, 2]);
    expect(asked).toEqual([5, 10]);
  });

  it('ends without moving its cursor when it is ended while a handler waits to try again', async () => {
    await record(1);
    const cursorStore = inMemoryCursorStore();
    const ending = new AbortController();
    await quickClient(exchange.baseUrl).subscribe({
      cursorStore,
      transport,
      signal: ending.signal,
      handlerRetry: { delayMs: 3_600_000, delayMsMax: 3_600_000 },
      handle: () => {
        queueMicrotask(() => setImmediate(() => ending.abort()));
        throw new Error('not now');
      },
    });
    expect(await cursorStore.load()).toBeUndefined();
  });

  it('hands an event over once more where the signal aborted while it was handled', async () => {
    await record(3);
    const cursorStore = inMemoryCursorStore();
    const ending = new AbortController();
    const numbers: unknown[] = [];
    await quickClient(exchange.baseUrl).subscribe({
      cursorStore,
      transport,
      signal: ending.signal,
      handle: (event) => {
        if (event.data.n === 1) ending.abort();
        else numbers.push(event.data.n);
      },
    });
    expect(numbers).toEqual([0]);
    expect(await received(2, { transport, cursorStore })).toEqual([1, 2]);
  });

  it('rejects at once where the platform refuses the cursor for good', async () => {
    exchange.answer = { status: 400, body: { code: 'E_CURSOR_FOREIGN', title: 'foreign', retryable: false } };
    await expect(received(1, { transport })).rejects.toMatchObject({ code: 'E_CURSOR_FOREIGN' });
  });

  it('stops where the cursor cannot be kept', async () => {
    await record(2);
    const cursorStore: CursorStore = {
      load: async () => undefined,
      save: () => Promise.reject(new Error('disk full')),
    };
    await expect(received(2, { transport, cursorStore })).rejects.toThrow('disk full');
  });

  it('publishes an answer once, however often the handler runs', async () => {
    await record(1);
    let runs = 0;
    const receiving = received(1, {
      transport,
      types: [clearance],
      handle: async (_, context) => {
        await context.publish('tax.answered.v1', { subject: uscc, data: { runs: 'once' } });
        await context.publish('tax.answered.v1', { subject: uscc, data: { runs: 'once' }, name: 'second' });
        if (++runs < 3) throw new Error('fails after it published');
      },
    });
    await receiving;
    expect(exchange.recorded.slice(1)).toHaveLength(2);
    const [cause, answer] = exchange.recorded;
    expect(answer).toMatchObject({ causationid: cause?.id, correlationid: cause?.correlationid });
  });

  it('loses nothing, doubles nothing and keeps the order, whatever happens to its connections', async () => {
    const mishap = fc.constantFrom<Mishap>(
      'cut-before',
      'cut-after',
      'half-answer',
      'unavailable',
      'too-many',
    );
    await record(40);
    await fc.assert(
      fc.asyncProperty(
        fc.array(mishap, { maxLength: 10 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 39 }),
        async (mishaps, streamMessagesMax, repeatItems, firstPart) => {
          Object.assign(exchange, { mishaps: [...mishaps], streamMessagesMax, repeatItems });
          const cursorStore = inMemoryCursorStore();
          const first = await received(firstPart, { transport, cursorStore });
          const second = await received(40 - firstPart, { transport, cursorStore });
          expect([...first, ...second]).toEqual(upTo(40));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a stream that falls silent', () => {
  it('is left and opened anew', async () => {
    const timers: (() => void)[] = [];
    /** Fires at once what waits for 45 s: the silence. Everything else is left to real time. */
    const clock: Clock = {
      now: () => Date.now(),
      after: (delayMs, fire) => {
        if (delayMs === 45_000) timers.push(fire);
        const timer = delayMs === 45_000 ? undefined : setTimeout(fire, Math.min(delayMs, 60_000));
        return () => clearTimeout(timer);
      },
    };
    const ending = new AbortController();
    let caughtUp = 0;
    await quickClient(exchange.baseUrl, { clock }).subscribe({
      cursorStore: inMemoryCursorStore(),
      signal: ending.signal,
      handle: () => {},
      onCaughtUp: () => {
        if (++caughtUp === 2) ending.abort();
        else setImmediate(() => timers.at(-1)?.());
      },
    });
    expect(exchange.requests.filter((request) => request === 'GET /v1/feed/stream')).toHaveLength(2);
  });
});

describe('fileCursorStore', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tongban-client-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps the cursor in one line, and has none at first', async () => {
    const path = join(folder, 'deep', 'cursor');
    expect(await fileCursorStore(path).load()).toBeUndefined();
    await fileCursorStore(path).save('market-regulation:12');
    expect(await readFile(path, 'utf8')).toBe('market-regulation:12\n');
    expect(await fileCursorStore(path).load()).toBe('market-regulation:12');
    await fileCursorStore(path).save('district-2:12');
    expect(await fileCursorStore(path).load()).toBe('district-2:12');
  });

  it.each(['', 'tax', 'tax:1x', '{"cursor":"tax:1"}'])(
    'does not begin anew where it reads %j',
    async (text) => {
      const path = join(folder, 'cursor');
      await writeFile(path, text);
      await expect(fileCursorStore(path).load()).rejects.toMatchObject({ code: 'E_CLIENT_CURSOR' });
    },
  );

  it('says what is wrong with a path below a file, when it reads and when it writes', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const store = fileCursorStore(join(file, 'cursor'));
    await expect(store.load()).rejects.toMatchObject({
      code: 'E_CLIENT_CURSOR',
      detail: { zh: expect.stringContaining(file), en: expect.stringContaining('cannot be read') },
    });
    await expect(store.save('tax:1')).rejects.toMatchObject({
      code: 'E_CLIENT_CURSOR_NOT_KEPT',
      detail: { zh: expect.stringContaining(file), en: expect.stringContaining(`mkdir '${file}'`) },
    });
  });

  it.runIf(process.platform === 'linux')('comes back from where no folder can be made', async () => {
    const store = fileCursorStore('/proc/tongban/cursor');
    await expect(store.save('tax:1')).rejects.toMatchObject({ code: 'E_CLIENT_CURSOR_NOT_KEPT' });
  });
});
