import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openSqliteEventStore, type SqliteEventStore } from './index.ts';
import { manualClock } from './testing/manual-clock.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const stream = 'tax.taxpayer-1' as StreamName;
const batch = (name: string): ReturnType<typeof sampleEvent>[] =>
  Array.from({ length: 50 }, (_, at) =>
    sampleEvent({ id: `${name}-${at}`, data: { text: 'x'.repeat(1_000) } }),
  );

/** Appends batches until the disk is full; answers the names of those that were acknowledged. */
async function fillUp(store: SqliteEventStore): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  for (let nth = 0; ; nth++) {
    try {
      await store.append(stream, 'any', batch(`batch-${nth}`));
      acknowledged.push(`batch-${nth}`);
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_STORE_FULL', status: 507, retryable: true });
      return acknowledged;
    }
  }
}

async function expectExactly(store: SqliteEventStore, names: readonly string[]): Promise<void> {
  const ids: string[] = [];
  for (let after = 0, atEnd = false; !atEnd; ) {
    const page = await store.readAll({ after });
    ids.push(...page.events.map(({ id }) => id));
    after = page.next;
    atEnd = page.atEnd;
  }
  expect(ids).toEqual(names.flatMap((name) => batch(name).map(({ id }) => id)));
}

const inPlaceAndInThread = [
  ['in place', Number.POSITIVE_INFINITY],
  ['in its thread', 1],
] as const;

it.each(inPlaceAndInThread)(
  'writing %s it refuses cleanly when the file may not grow, keeps reading, and accepts again when it may',
  async (_, threadEventsMin) => {
    const clock = manualClock();
    let pagesMax = 100;
    const path = join(temporaryFolder(), 'events.db');
    const store = await openSqliteEventStore({ path, clock, pagesMax: () => pagesMax, threadEventsMin });
    const acknowledged = await fillUp(store);
    expect(acknowledged.length).toBeGreaterThan(3);
    await expectExactly(store, acknowledged);
    // Several groups under way at once: all are refused, and none is there afterwards.
    const late = ['late-1', 'late-2', 'late-3'].map((name) => store.append(stream, 'any', batch(name)));
    for (const answer of await Promise.allSettled(late)) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'E_STORE_FULL' } });
    }
    clock.fire();
    expect(store.health()).toMatchObject({ status: 'failing', error: { code: 'E_STORE_FULL' } });

    pagesMax = 10_000;
    clock.fire();
    expect(store.health()).toEqual({ status: 'ok' });
    await store.append(stream, acknowledged.length * 50 - 1, batch('afterwards'));
    await expectExactly(store, [...acknowledged, 'afterwards']);
    await store.close();
  },
);

it.each(inPlaceAndInThread)(
  'writing %s it keeps exactly what it acknowledged where the file fills up under many appends at once',
  async (_, threadEventsMin) => {
    const clock = manualClock();
    let pagesMax = 200;
    const path = join(temporaryFolder(), 'events.db');
    const store = await openSqliteEventStore({ path, clock, pagesMax: () => pagesMax, threadEventsMin });
    const sent: Promise<string>[] = [];
    for (let nth = 0; nth < 60; nth++) {
      const name = `batch-${nth}`;
      const appending = store.append(stream, 'any', batch(name)).then(() => name);
      appending.catch(() => undefined);
      sent.push(appending);
      // The event loop comes round, so that one group is under way while the next forms.
      await new Promise(setImmediate);
    }
    const answers = await Promise.allSettled(sent);
    const acknowledged = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'E_STORE_FULL' });
    }
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.length).toBeLessThan(60);
    await expectExactly(store, acknowledged);

    // At most one attempt to recover waits, not one for each group that failed.
    expect(clock.waiting).toBeLessThanOrEqual(1);
    pagesMax = 10_000;
    await vi.waitFor(async () => {
      clock.fire();
      await store.append(stream, 'any', batch('afterwards'));
    });
    expect([store.health(), clock.waiting]).toEqual([{ status: 'ok' }, 0]);
    await expectExactly(store, [...acknowledged, 'afterwards']);
    await store.close();
  },
);

it.for(inPlaceAndInThread)(
  'writing %s it does the same on a real full disk',
  async ([, threadEventsMin], context) => {
    const disk = join(temporaryFolder(), 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'pipe' });
    } catch {
      return context.skip('no file system may be mounted here, so no disk can be made full');
    }
    onTestFinished(() => void execFileSync('umount', ['-l', disk]));
    const path = join(disk, 'events.db');
    const store = await openSqliteEventStore({ path, clock: systemClock, threadEventsMin });
    const acknowledged = await fillUp(store);
    expect(acknowledged.length).toBeGreaterThan(3);
    await expectExactly(store, acknowledged);
    expect(store.health()).toMatchObject({ status: 'failing', error: { code: 'E_STORE_FULL' } });

    execFileSync('mount', ['-o', 'remount,size=32m', disk]);
    await vi.waitFor(() => expect(store.health()).toEqual({ status: 'ok' }), { timeout: 10_000 });
    await store.append(stream, 'any', batch('afterwards'));
    await expectExactly(store, [...acknowledged, 'afterwards']);
    await store.close();
  },
);
