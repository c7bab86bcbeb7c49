import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@tongban/kernel';
import { expect, it } from 'vitest';
import { openSqliteEventStore, ownerOf } from './index.ts';
import { openInChild } from './testing/spawn-child.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const open = (path: string): ReturnType<typeof openSqliteEventStore> =>
  openSqliteEventStore({ path, clock: systemClock });

it('lets one process have a file, tells the other who has it, and is free again after kill -9', async () => {
  const path = join(temporaryFolder(), 'events.db');
  expect(ownerOf(path)).toBeUndefined();
  const { child, answer } = await openInChild(path);
  expect(ownerOf(path)).toEqual({ pid: child.pid });
  expect(answer.pid).toBe(child.pid);
  await expect(open(path)).rejects.toMatchObject({ code: 'E_STORE_LOCKED', facts: { path, pid: child.pid } });

  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(ownerOf(path)).toBeUndefined();
  const store = await open(path);
  expect(ownerOf(path)).toEqual({ pid: process.pid });
  expect((await openInChild(path)).answer).toMatchObject({
    code: 'E_STORE_LOCKED',
    facts: { pid: process.pid },
  });
  await store.close();
  expect((await openInChild(path)).answer.code).toBeUndefined();
});

it('refuses a second opening in the same process, which does not loosen the first', async () => {
  const path = join(temporaryFolder(), 'events.db');
  const store = await open(path);
  await expect(open(path)).rejects.toMatchObject({ code: 'E_STORE_LOCKED', facts: { pid: process.pid } });
  expect((await openInChild(path)).answer.code).toBe('E_STORE_LOCKED');
  await store.close();
});

it('does not care for the pid of a process that is gone', async () => {
  const path = join(temporaryFolder(), 'events.db');
  writeFileSync(`${path}.pid`, '1\n');
  const store = await open(path);
  await store.close();
});
