import { execFile } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { decodedText, type NewEvent, type RecordedEvent, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { describe, expect, it, vi } from 'vitest';
import { encodeEventId } from './event-id.ts';
import { openSqliteEventStore } from './index.ts';
import { openInChild } from './testing/spawn-child.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const open = (path: string): ReturnType<typeof openSqliteEventStore> =>
  openSqliteEventStore({ path, clock: systemClock });

/** As files of version 1 were made, with the names of a stream, a source and a type. */
const schemaOf1 = `
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    type INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    source INTEGER NOT NULL,
    id ANY NOT NULL,
    json TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE UNIQUE INDEX events_by_id ON events (id, source);
  PRAGMA application_id = ${0x54424553};
  PRAGMA user_version = 1;
  INSERT INTO streams (name) VALUES ('tax.taxpayer-1');
  INSERT INTO sources (name) VALUES ('${sampleEvent({ id: 'a' }).source}');
  INSERT INTO types (name) VALUES ('${sampleEvent({ id: 'a' }).type}');
`;

const idsOf = (events: readonly RecordedEvent[]): readonly string[] => events.map(({ id }) => id);

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
        facts: { version: 99, versionMax: 2 },
      });
    }
  });

  it('goes on in a file of version 1, and finds in it what was there and what comes', async () => {
    const path = join(temporaryFolder(), 'events.db');
    const texts = Array.from({ length: 20 }, (_, at) => decodedText(sampleEvent({ id: `old-${at}` }).bytes));
    const before = new DatabaseSync(path);
    before.exec(schemaOf1);
    const insert = before.prepare(`INSERT INTO events VALUES (?, 1, ?, 1, 1, 1, ?, ?)`);
    for (const [at, text] of texts.entries()) insert.run(at + 1, at, encodeEventId(`old-${at}`), text);
    before.close();

    const stream = streamName('tax', 'taxpayer', '1');
    const more = (name: string, length: number): readonly NewEvent[] =>
      Array.from({ length }, (_, at) => sampleEvent({ id: `${name}-${at}` }));
    const ids = (name: string, length: number): readonly string[] => more(name, length).map(({ id }) => id);
    const warn = vi.fn();
    const logger = { info: vi.fn(), warn };
    const first = await openSqliteEventStore({ path, clock: systemClock, logger });
    expect(warn.mock.calls.map(([facts]) => facts)).toEqual([{ path, from: 1, to: 2 }]);
    expect(idsOf(await first.readStream(stream))).toEqual(ids('old', 20));
    await first.append(stream, 19, more('new', 40));
    await expect(first.append(stream, 19, more('late', 1))).rejects.toMatchObject({
      code: 'E_STORE_REVISION_CONFLICT',
    });
    await first.close();

    const second = await openSqliteEventStore({ path, clock: systemClock, logger });
    expect(warn).toHaveBeenCalledOnce();
    await second.append(stream, 59, more('last', 1));
    const all = [...ids('old', 20), ...ids('new', 40), 'last-0'];
    expect(idsOf(await second.readStream(stream))).toEqual(all);
    expect(idsOf(await second.readStream(stream, { from: 30, limit: 31 }))).toEqual(all.slice(30));
    expect(idsOf(await second.readStream(stream, { direction: 'backwards', from: 50 }))).toEqual(
      all.slice(0, 51).toReversed(),
    );
    expect((await second.find(sampleEvent({ id: 'a' }).source, 'old-7'))?.position).toBe(8);
    expect((await second.append(stream, 'any', more('old', 1)))[0]?.outcome).toBe('already-appended');
    await second.close();
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
