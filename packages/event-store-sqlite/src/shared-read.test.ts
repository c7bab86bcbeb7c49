import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from './connection.ts';
import { SharedRead } from './shared-read.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

/** A database, one that reads of it, and what that one sees. */
function opened(): {
  readonly writing: DatabaseSync;
  readonly reading: DatabaseSync;
  readonly shared: SharedRead;
  readonly seen: () => number;
} {
  const path = join(temporaryFolder(), 'numbers.db');
  const writing = new DatabaseSync(path);
  writing.exec('PRAGMA journal_mode = WAL; CREATE TABLE numbers (n INTEGER PRIMARY KEY)');
  const reading = new DatabaseSync(path);
  const count = reading.prepare('SELECT count(*) AS n FROM numbers');
  return { writing, reading, shared: new SharedRead(reading), seen: () => Number(count.get()?.n) };
}

/** A process that nobody catches an error for would end. */
const uncaught = vi.fn();
beforeEach(() => {
  process.on('uncaughtException', uncaught);
  return () => {
    process.off('uncaughtException', uncaught);
    expect(uncaught).not.toHaveBeenCalled();
  };
});

describe('SharedRead', () => {
  it('shows one state to all who read up to the same position, until the moment is over', async () => {
    const { writing, shared, seen } = opened();
    shared.join(0);
    expect(seen()).toBe(0);
    writing.exec('INSERT INTO numbers VALUES (1)');
    shared.join(0);
    expect(seen()).toBe(0);
    await Promise.resolve();
    shared.join(0);
    expect(seen()).toBe(1);
  });

  it('shows what has become durable since to whoever reads up to there in the same moment', () => {
    const { writing, shared, seen } = opened();
    shared.join(0);
    expect(seen()).toBe(0);
    writing.exec('INSERT INTO numbers VALUES (1)');
    shared.join(1);
    expect(seen()).toBe(1);
  });

  it('holds nothing once it was ended, however often', async () => {
    const { writing, shared, seen } = opened();
    shared.join(0);
    expect(seen()).toBe(0);
    shared.end();
    shared.end();
    writing.exec('INSERT INTO numbers VALUES (1)');
    expect({ ...writing.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() }).toMatchObject({
      busy: 0,
      log: 0,
    });
    await Promise.resolve();
    expect(seen()).toBe(1);
  });

  it('may find its transaction ended by SQLite', async () => {
    const { reading, shared, seen } = opened();
    shared.join(0);
    expect(seen()).toBe(0);
    reading.exec('ROLLBACK');
    await new Promise((resolve) => setImmediate(resolve));
    shared.join(0);
    expect(seen()).toBe(0);
  });

  it('is over when its connection writes or copies the log in the same moment', () => {
    const connection = new Connection(join(temporaryFolder(), 'events.db'));
    const { reader, recorder } = connection;
    const request = { stream: streamName('tax', 'taxpayer', '1'), expected: 'any' } as const;
    const read = (durable: number): number => reader.readAll({ after: 0 }, durable).events.length;
    expect(read(0)).toBe(0);
    expect(recorder.record([[{ ...request, events: [sampleEvent({ id: 'a' })] }]], 1)).toMatchObject([
      { ok: true },
    ]);
    expect(read(1)).toBe(1);
    expect(connection.walBytes).toBeGreaterThan(0);
    expect(read(1)).toBe(1);
    connection.checkpoint('PASSIVE');
    expect(connection.walBytes).toBe(0);
    connection.close();
  });

  it('is over when its connection is closed in the same moment', async () => {
    const connection = new Connection(join(temporaryFolder(), 'events.db'));
    expect(connection.reader.readAll({ after: 0 }, 0).events).toEqual([]);
    connection.close();
    await new Promise((resolve) => setImmediate(resolve));
  });
});
