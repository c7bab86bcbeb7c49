import { join } from 'node:path';
import { TongbanProblem } from '@tongban/client';
import { silentLogger } from '@tongban/telemetry';
import { simulatedClock, type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DepartmentSystem } from './department-system.ts';
import { type AnyClient, runDepartmentSystem } from './run-department-system.ts';
import { receivedEvent } from './testing/sample-order.ts';

const registry: DepartmentSystem = {
  department: 'property-registry',
  system: 'title-register',
  needs: [],
  reactions: [
    {
      to: 'courts.seizure-ordered.v1',
      about: ({ subject }) => subject,
      answer: ({ subject, data }, { on, at }) =>
        ['1', '2'].slice(0, data.units as number).map((name) => ({
          type: 'property-registry.seal-entered.v1',
          name,
          subject,
          data: { on, at },
        })),
    },
  ],
};

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

interface Answered {
  readonly type: string;
  readonly name: string;
  readonly data: object;
}

/** Hands the system one order, and answers what it published; `fail` is what the platform throws, by its name. */
async function answersTo(
  units: number,
  fail: Readonly<Record<string, Error>> = {},
): Promise<readonly Answered[]> {
  const published: Answered[] = [];
  const client = {
    async subscribe({ types, handle, onPoison }: Parameters<AnyClient['subscribe']>[0]) {
      expect(types).toEqual(['courts.seizure-ordered.v1']);
      const event = receivedEvent('courts.seizure-ordered.v1', 'real-estate:1', { units });
      const context = {
        recordedAt: '2026-03-12T16:30:00.000Z',
        signal: new AbortController().signal,
        async publish(type: string, draft: Omit<Answered, 'type'>) {
          published.push({ type, ...draft });
          const failure = fail[draft.name];
          if (failure) throw failure;
          return { id: draft.name };
        },
      };
      try {
        await handle(event, context as unknown as Parameters<typeof handle>[1]);
      } catch (error) {
        expect(onPoison?.({ item: {} as never, error, attempts: 1 })).toBe('stop');
        throw error;
      }
    },
  };
  const clock = simulatedClock({ startMs: 0 });
  const running = runDepartmentSystem(registry, {
    client: client as unknown as AnyClient,
    cursorFile: join(folder.path, 'cursor'),
    registerFile: join(folder.path, 'register'),
    clock,
    logger: silentLogger,
    handlingMs: () => 100,
    signal: new AbortController().signal,
  });
  const outcome = running.then(() => published);
  await Promise.allSettled([outcome, clock.runUntilIdle()]);
  return outcome;
}

const reused = new TongbanProblem('E_EVENT_ID_REUSED', { status: 409, title: { zh: '…', en: '…' } });

it('publishes each answer under its own name, dated by the record of the cause: in Shanghai it is the next day', async () => {
  const data = { on: '2026-03-13', at: '2026-03-12T16:30:00.000Z' };
  expect(await answersTo(2)).toMatchObject([
    { name: '1', type: 'property-registry.seal-entered.v1', data },
    { name: '2', data },
  ]);
  expect(await answersTo(0)).toEqual([]);
});

it('lets an answer stand that it gave before under other circumstances, and gives those that are missing', async () => {
  expect((await answersTo(2, { '1': reused })).map(({ name }) => name)).toEqual(['1', '2']);
});

it('stops at an event that it cannot answer', async () => {
  await expect(answersTo(2, { '1': new Error('refused') })).rejects.toThrow('refused');
});
