import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '@tongban/event-store-sqlite';
import { systemClock } from '@tongban/kernel';
import { expect, it, onTestFinished } from 'vitest';

/** Kills of a writing process; each comes a random moment after a random number of lines from it. */
const kills = 50;
const linesMax = 120;
const momentMsMax = 5;

/** Appends by name, with the number of their events. */
interface Said {
  readonly begun: Map<string, number>;
  readonly acknowledged: Map<string, number>;
}

it(`loses nothing acknowledged and leaves no half batch over ${kills} kills`, {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-kill-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'events.db');
  const said: Said = { begun: new Map(), acknowledged: new Map() };
  for (let round = 0; round < kills; round++) {
    await writeUntilKilled(path, round, said);
    if (round % 10 === 9) await compare(path, said);
  }
  expect(said.acknowledged.size).toBeGreaterThan(kills);
});

/** Lets a process write until it has had a random number of answers, kills it, and keeps what it said. */
async function writeUntilKilled(path: string, round: number, { begun, acknowledged }: Said): Promise<void> {
  const script = join(import.meta.dirname, 'store-writer.child.ts');
  const child = spawn(process.execPath, [script, path, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killAfter = Math.ceil(Math.random() * linesMax);
  let output = '';
  let isDoomed = false;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (isDoomed || output.split('\n').length <= killAfter) return;
    isDoomed = true;
    setTimeout(() => child.kill('SIGKILL'), Math.random() * momentMsMax);
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  // A last line without its end may be cut off: it does not count as said.
  for (const line of output.split('\n').slice(0, -1)) {
    const [mark, name = '', count] = line.split(' ');
    (mark === '!' ? acknowledged : begun).set(name, Number(count));
  }
}

async function compare(path: string, { begun, acknowledged }: Said): Promise<void> {
  const store = await openSqliteEventStore({ path, clock: systemClock });
  const found = new Map<string, number>();
  const revisions = new Map<string, number>();
  let expectedPosition = 1;
  for (let after = 0, atEnd = false; !atEnd; ) {
    const page = await store.readAll({ after, limit: 1_000 });
    for (const { id, position, stream, revision, event } of page.events) {
      expect(position).toBe(expectedPosition++);
      expect(revision).toBe((revisions.get(stream) ?? -1) + 1);
      revisions.set(stream, revision);
      const name = event.correlationid;
      // Events of a batch lie in their order, each once.
      expect(id).toBe(`${name}.${found.get(name) ?? 0}`);
      found.set(name, (found.get(name) ?? 0) + 1);
    }
    after = page.next;
    atEnd = page.atEnd;
  }
  await store.close();
  for (const [name, count] of acknowledged) expect([name, found.get(name)]).toEqual([name, count]);
  for (const [name, count] of found) expect([name, count]).toEqual([name, begun.get(name)]);
}
