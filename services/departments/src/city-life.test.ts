import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalDate } from '@tongban/calendar';
import { TongbanProblem } from '@tongban/client';
import { canonicalJson } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { type SimulatedClock, simulatedClock, type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CityLifeOptions, runCityLife } from './city-life.ts';
import type { AnyClient } from './run-department-system.ts';

const noon = Date.parse('2026-03-12T04:00:00Z');
const dayMs = 86_400_000;
/** Each enterprise leads to two events, of two departments. */
const eventsOf = (index: number, on: LocalDate) =>
  ['market-regulation', 'utilities'].map((department) => ({
    department,
    type: `${department}.happened.v1`,
    id: `${department}-${index}`,
    subject: `enterprise-${index}`,
    correlationId: `case-${index}`,
    data: { on },
  }));

let folder: TemporaryFolder;
let clock: SimulatedClock;
let ending: AbortController;
/** What the platform recorded, by id. */
let recorded: Map<string, string>;
/** The connection breaks after so many were sent. */
let breakAfter: number;
let sent: number;

beforeEach(async () => {
  folder = await temporaryFolder();
  clock = simulatedClock({ startMs: noon });
  ending = new AbortController();
  recorded = new Map();
  breakAfter = Number.POSITIVE_INFINITY;
  sent = 0;
});

afterEach(() => folder.remove());

/** Records an event once by its id, refuses another content, and may break when it has done so. */
function clientOf(): AnyClient {
  const client = {
    async publish(type: string, { id, ...told }: { readonly id: string }) {
      const text = canonicalJson({ type, ...told });
      const known = recorded.get(id);
      if (known !== undefined && known !== text)
        throw new TongbanProblem('E_EVENT_ID_REUSED', { status: 409, title: { zh: '…', en: '…' } });
      recorded.set(id, text);
      sent += 1;
      if (sent === breakAfter) throw new Error('the connection broke');
      return { id };
    },
  };
  return client as unknown as AnyClient;
}

function live(more: Partial<CityLifeOptions> = {}): Promise<void> {
  return runCityLife({
    clientOf,
    eventsOf,
    enterprisesMax: 100,
    atFirst: 3,
    everyMs: 0,
    stateFile: join(folder.path, 'city', 'market-regulation.json'),
    clock,
    logger: silentLogger,
    signal: ending.signal,
    ...more,
  });
}

it('lets so many enterprises come at first, each with its events, at nine o’clock of the day', async () => {
  await live();
  expect([...recorded.keys()]).toEqual(
    [0, 1, 2].flatMap((at) => [`market-regulation-${at}`, `utilities-${at}`]),
  );
  expect(recorded.get('utilities-2')).toContain('2026-03-12T09:00:00+08:00');
});

it('goes on where it was, and publishes nothing again', async () => {
  await live();
  await live();
  expect(sent).toBe(6);
  await live({ atFirst: 4 });
  expect(recorded.size).toBe(8);
  expect(sent).toBe(8);
});

it('doubles nothing where it was interrupted, on the same day or another', async () => {
  for (const days of [0, 1]) {
    for (let at = 1; at <= 6; at++) {
      recorded = new Map();
      sent = 0;
      breakAfter = at;
      await rm(join(folder.path, 'city'), { recursive: true, force: true });
      await expect(live()).rejects.toThrow('the connection broke');
      const before = new Map(recorded);
      await clock.advance(days * dayMs);
      await live();
      expect(recorded.size).toBe(6);
      for (const [id, text] of before) expect(recorded.get(id)).toBe(text);
    }
  }
});

it('begins anew where its state was lost: what was published stands', async () => {
  await live();
  const before = [...recorded];
  await rm(join(folder.path, 'city'), { recursive: true });
  await clock.advance(dayMs);
  await live({ atFirst: 4 });
  expect([...recorded].slice(0, 6)).toEqual(before);
  expect(recorded.size).toBe(8);
});

it('registers another one each time that so long has passed, until there are no more or it is ended', async () => {
  const living = live({ atFirst: 1, everyMs: 15_000, enterprisesMax: 3 });
  await clock.advance(14_999);
  expect(recorded.size).toBe(2);
  await clock.advance(1);
  expect(recorded.size).toBe(4);
  await clock.advance(60_000);
  await living;
  expect(recorded.size).toBe(6);

  const endless = live({ atFirst: 1, everyMs: 15_000 });
  ending.abort();
  await clock.advance(60_000);
  await endless;
  expect(recorded.size).toBe(6);
});

it('keeps how many have come, and fails where it cannot read that', async () => {
  const file = join(folder.path, 'city', 'market-regulation.json');
  await live();
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ registered: 3 });
  const refused = live({ stateFile: folder.path });
  await expect(refused).rejects.toThrow('EISDIR');
});
