import { execFile } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { systemClock } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { openSqliteEventStore } from './index.ts';
import { openInChild } from './testing/spawn-child.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const open = (path: string): ReturnType<typeof openSqliteEventStore> =>
  openSqliteEventStore({ path, clock: systemClock });

describe('opening', () => {
  it('makes folder and files for their owner alone', async () => {
    const folder = join(temporaryFolder(), 'data', 'deep');
    const store = await open(join(folder, 'events.db'));
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect(mode(folder)).toBe(0o700);
    for (const name of ['events.db', 'events.db-wal', 'events.db-shm', 'events.db.lock', 'events.db.pid']) {
      expect([name, mode(join(folder, name))]).toEqual([name, 0o600]);
    }
    await store.close();
  });

  it('is closed before the process ends, also where its thread has just been started', async () => {
    const script = join(import.meta.dirname, 'testing/close-stores.child.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [script, temporaryFolder()]);
    expect(stdout).toBe('5\n');
  });

  it('refuses a folder that is a file, and a file that is a folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(open(join(folder, 'file', 'events.db'))).rejects.toMatchObject({
      code: 'E_STORE_FOLDER_UNUSABLE',
    });
    mkdirSync(join(folder, 'events.db'));
    await expect(open(join(folder, 'events.db'))).rejects.toMatchObject({ code: 'E_STORE_FOLDER_UNUSABLE' });
  });

  it('refuses what is no database, what is damaged, and what belongs to another program', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'text.db'), 'not a database, but long enough to look at '.repeat(40));
    await expect(open(join(folder, 'text.db'))).rejects.toMatchObject({ code: 'E_STORE_FILE_DAMAGED' });
    const foreign = new DatabaseSync(join(folder, 'foreign.db'));
    foreign.exec('CREATE TABLE letters (text TEXT)');
    foreign.close();
    await expect(open(join(folder, 'foreign.db'))).rejects.toMatchObject({ code: 'E_STORE_FILE_DAMAGED' });
  });

  it('refuses a file of a newer version, and leaves it as it is and free', async () => {
    const path = join(temporaryFolder(), 'events.db');
    await (await open(path)).close();
    const raise = new DatabaseSync(path);
    raise.exec('PRAGMA user_version = 99');
    raise.close();
    for (let time = 0; time < 2; time++) {
      await expect(open(path)).rejects.toMatchObject({
        code: 'E_STORE_FILE_NEWER',
        facts: { version: 99, versionMax: 1 },
      });
    }
  });

  it('refuses a folder that it may not write, in another user’s name where this one may everything', async (context) => {
    const path = join(temporaryFolder(), 'data', 'events.db');
    await (await open(path)).close();
    const isRoot = process.getuid?.() === 0;
    const nobody = 65_534;
    if (isRoot) {
      chownSync(join(path, '..'), nobody, nobody);
      chmodSync(join(path, '../..'), 0o755);
      if (!isOpenToAll(process.execPath) || !isOpenToAll(import.meta.dirname)) {
        return context.skip('this checkout cannot be read by another user, in whose name the test would run');
      }
    }
    chmodSync(join(path, '..'), 0o500);
    const { answer } = await openInChild(path, isRoot ? { uid: nobody, gid: nobody } : {});
    chmodSync(join(path, '..'), 0o700);
    expect(answer).toMatchObject({ code: 'E_STORE_READ_ONLY' });
    expect(answer.message).toContain('events.db cannot be written');
  });
});

/** Whether every folder down to a path lets every user through. */
function isOpenToAll(path: string): boolean {
  accessSync(path, constants.R_OK);
  const parts = path.split('/').slice(1);
  return parts.every((_, at) => (statSync(`/${parts.slice(0, at + 1).join('/')}`).mode & 0o005) === 0o005);
}
