import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openSqliteEventStore } from '@tongban/event-store-sqlite';
import { systemClock } from '@tongban/kernel';
import { seededRandom } from '@tongban/testing';
import { afterAll, expect, it } from 'vitest';
import example from '../../contracts/tax/arrears-recorded/examples/valid-recorded.json' with { type: 'json' };

const kills = 50;
/** One in so many is killed from the beginning on, the others once they have acknowledged so many events. */
const killedEarly = 5;
const acknowledgedMin = 2;
const main = join(import.meta.dirname, '../../services/platform/src/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'tongban-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The platform as a process of its own, and where it answers. */
async function startProcess(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const args = [main, 'start', '--port', '0', '--data', folder, '--empty', '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, url: (JSON.parse(line) as { ready: string }).ready };
  }
  throw new Error('the platform ended before it was ready');
}

it(`loses no acknowledged event and leaves no half batch, killed ${kills} times at random moments`, async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const acknowledged = new Set<string>();
  const batches: string[][] = [];
  let number = 0;
  for (let kill = 0; kill < kills; kill++) {
    const { child, url } = await startProcess();
    const token = await (await fetch(`${url}/identity/token?as=tax&format=text`, { method: 'POST' })).text();
    const ended = once(child, 'exit');
    let isDoomed = false;
    const killSoon = (): void => {
      if (isDoomed) return;
      isDoomed = true;
      setTimeout(() => child.kill('SIGKILL'), random.between(0, 120));
    };
    let ofThisLife = 0;
    if (kill % killedEarly === 0) killSoon();
    const publisher = async (atomic: boolean): Promise<void> => {
      while (child.exitCode === null && child.signalCode === null) {
        const ids = Array.from({ length: atomic ? 5 : 1 }, () => `e-${number++}`);
        if (atomic) batches.push(ids);
        const events = ids.map((id) => ({ ...example, id, subject: example.subject }));
        const answered = await fetch(`${url}/v1/events${atomic ? '?atomic=true' : ''}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token.trim()}`,
            'content-type': `application/cloudevents${atomic ? '-batch' : ''}+json`,
          },
          body: JSON.stringify(atomic ? events : events[0]),
        }).catch(() => undefined);
        const body = answered?.ok ? await answered.text().catch(() => undefined) : undefined;
        if (answered && !answered.ok) throw new Error(`refused: ${await answered.text()}`);
        if (body === undefined) continue;
        for (const id of ids) acknowledged.add(id);
        ofThisLife += ids.length;
        if (ofThisLife >= acknowledgedMin) killSoon();
      }
    };
    await Promise.all([publisher(false), publisher(false), publisher(true), ended]);
  }

  const store = await openSqliteEventStore({ path: join(folder, 'events.db'), clock: systemClock });
  const found = new Set<string>();
  const revisions = new Map<string, number>();
  for (let after = 0, atEnd = false; !atEnd; ) {
    const page = await store.readAll({ after });
    for (const { id, position, stream, revision } of page.events) {
      expect(position).toBe(++after);
      expect(revision).toBe((revisions.get(stream) ?? -1) + 1);
      revisions.set(stream, revision);
      expect(found.has(id)).toBe(false);
      found.add(id);
    }
    after = page.next;
    atEnd = page.atEnd;
  }
  await store.close();
  expect([...acknowledged].filter((id) => !found.has(id))).toEqual([]);
  for (const ids of batches) expect([0, ids.length]).toContain(ids.filter((id) => found.has(id)).length);
  console.log(`${acknowledged.size} acknowledged, ${found.size} found, ${batches.length} batches`);
  expect(acknowledged.size).toBeGreaterThan(kills);
}, 300_000);
