import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candidate } from './store/candidate.ts';
import { openLimitLog } from './store/limit-log.ts';
import { following, keepingUp } from './store/live.ts';
import { openOurStore } from './store/our-store.ts';
import { type InstalledPeer, installedPeers } from './store/peers/installed-peers.ts';
import { median, type PeerFigures, printTables, type Row } from './store/results.ts';
import { eventBytes, type IdKind, sampleEvents } from './store/sample-events.ts';
import {
  appending,
  fill,
  handling,
  type Measured,
  readingAll,
  readingStreams,
  refusingWrongRevisions,
} from './store/workloads.ts';

/**
 * Measures the embedded store beside the limit (what an append-only file and the parser allow) and beside its peers, in
 * one run: `node store.bench.ts [--quick] [--json] [--only=a,b]`. The peers are looked for in the folder that
 * BENCH_PEERS names. Ours and the limit take turns, and at the end the peers; each figure is the median of the rounds.
 */
const quick = process.argv.includes('--quick');
const rounds = quick ? 1 : 5;
/** Of the peers, which are slower: a round of them all takes minutes. */
const peerRounds = quick ? 1 : 3;
const scale = quick ? 0.2 : 1;
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');

/**
 * What is measured is a store that has run for a while, as platforms do: it has written so many events (a short run in
 * proportion), more than its log holds before that begins anew, and a third of the work at hand, which compiles its code.
 */
const eventsBefore = 80_000;

/** Work on a fresh candidate; `part` is how much of it: peers do less, so that nobody waits for ever. */
type Work = (candidate: Candidate, part: number) => Promise<Measured>;

interface Comparison {
  readonly id: string;
  readonly name: string;
  readonly goal: string;
  readonly work: Work;
  /** 0 where the peers are not measured. */
  readonly peerPart: number;
  /** The comparison before it with whose peers it is compared: they have no other way to do the same. */
  readonly peersOf?: string;
}

const comparisons: readonly Comparison[] = [
  {
    id: 'a',
    name: '1 client, one event',
    goal: '≥ 0.8 of the limit, ≥ every peer',
    work: append(1, 1, 20_000),
    peerPart: 0.2,
  },
  {
    id: 'b',
    name: '64 clients, one event',
    goal: '≥ 0.6 of the limit, ≥ 8 × the best peer, p99 ≤ 3 ms',
    work: append(64, 1, 150_000),
    peerPart: 0.05,
  },
  {
    id: 'c',
    name: 'batches of 100',
    goal: '≥ 0.65 of the limit, ≥ 2 × the best peer',
    work: append(1, 100, 1_500),
    peerPart: 0.2,
  },
  { id: 'c16', name: 'batches of 100, 16 clients', goal: '', work: append(16, 100, 2_000), peerPart: 0 },
  {
    id: 'c4',
    name: 'batches of 100, UUIDv4',
    goal: '≥ every peer',
    work: append(1, 100, 4_000, 'v4'),
    peerPart: 0.25,
  },
  { id: 'd', name: 'read streams of 1,000', goal: '≥ 0.7 of the limit', work: readStreams, peerPart: 0.2 },
  { id: 'e', name: 'read everything', goal: '≥ 0.6 of the limit', work: readEverything, peerPart: 1 },
  {
    id: 'f',
    name: 'load 10, decide, append; 64 at once',
    goal: '≥ 0.85 of the limit, ≥ 4 × the best peer',
    work: handleCommands(false),
    peerPart: 0.1,
  },
  {
    id: 'fr',
    name: 'f, going on from remembered states',
    goal: '≥ 4 × the best peer',
    work: handleCommands(true),
    peerPart: 0,
    peersOf: 'f',
  },
];

await inFolder(openOurStore, (candidate) => refusingWrongRevisions(candidate, sampleEvents(3)));
const wanted = comparisons.filter(({ id }) => isWanted(id));
const compared: { readonly comparison: Comparison; readonly row: Row }[] = [];
for (const comparison of wanted) compared.push({ comparison, row: await compare(comparison) });
const alone: Row[] = [];
if (isWanted('slow')) alone.push(await withSlowFlush());
if (isWanted('g')) alone.push(await liveLatency(), await liveCost());
if (isWanted('size')) alone.push(await sizeOnDisk());
// Last of all: what a database server goes on doing in the background would else be measured with ours.
const { peers, stop } = await installedPeers(compared.length > 0 ? process.env.BENCH_PEERS : undefined);
try {
  const rows = [...(await beside(peers)), ...alone];
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
  else printTables(rows);
} finally {
  await stop();
}

function isWanted(id: string): boolean {
  return only?.includes(id) ?? true;
}

async function compare({ id, name, goal, work }: Comparison): Promise<Row> {
  const ours: Measured[] = [];
  const limit: Measured[] = [];
  let durability = '';
  for (let round = 0; round < rounds; round++) {
    limit.push(await inFolder(openLimitLog, (candidate) => work(candidate, scale)));
    await inFolder(openOurStore, async (candidate) => {
      ours.push(await work(candidate, scale));
      durability = candidate.durability();
    });
  }
  return { work: `${id}. ${name}`, goal, ours: median(ours), limit: median(limit), durability };
}

/** The same work by the peers, who take turns. */
async function beside(all: readonly InstalledPeer[]): Promise<readonly Row[]> {
  for (const { open } of all) {
    await inFolder(open, (candidate) => refusingWrongRevisions(candidate, sampleEvents(3)));
  }
  const measured = new Map<string, readonly PeerFigures[]>();
  const rows: Row[] = [];
  for (const { comparison, row } of compared) {
    const { id, peerPart, peersOf = id } = comparison;
    const able = all.filter(({ works }) => works?.includes(id) ?? true);
    if (peerPart > 0) measured.set(id, await figuresOf(able, comparison));
    rows.push({ ...row, peers: measured.get(peersOf) ?? [] });
  }
  return rows;
}

async function figuresOf(
  able: readonly InstalledPeer[],
  { work, peerPart }: Comparison,
): Promise<readonly PeerFigures[]> {
  const measured = new Map<string, Measured[]>();
  const durabilities = new Map<string, string>();
  for (let round = 0; round < peerRounds; round++) {
    for (const { name, open } of able) {
      await inFolder(open, async (candidate) => {
        measured.set(name, [...(measured.get(name) ?? []), await work(candidate, scale * peerPart)]);
        durabilities.set(name, candidate.durability());
      });
    }
  }
  return able.map(({ name }) => ({
    name,
    figures: median(measured.get(name) ?? []),
    durability: durabilities.get(name) ?? '',
  }));
}

function append(clients: number, batch: number, full: number, ids: IdKind = 'v7'): Work {
  return async (candidate, part) => {
    const appends = Math.ceil(full * part);
    const before = Math.ceil((eventsBefore * part) / 100);
    const warming = Math.ceil(appends / 3);
    const make = sampleEvents(before * 100 + (appends + warming) * batch, ids);
    await appending(candidate, make, { clients: 1, batch: 100, appends: before, prefix: 'before-' });
    await appending(candidate, make, { clients, batch, appends: warming, prefix: 'warm-' });
    return appending(candidate, make, { clients, batch, appends });
  };
}

async function readStreams(candidate: Candidate, part: number): Promise<Measured> {
  await fill(candidate, sampleEvents(64_000), { streams: 64, length: 1_000 });
  await readingStreams(candidate, 64, 64);
  return readingStreams(candidate, 64, Math.ceil(400 * part));
}

async function readEverything(candidate: Candidate): Promise<Measured> {
  await fill(candidate, sampleEvents(100_000), { streams: 1_000, length: 100 });
  await readingAll(candidate);
  return readingAll(candidate);
}

/** Over as many streams for everybody: how many there are is what makes it hard. */
function handleCommands(remembering: boolean): Work {
  return async (candidate, part) => {
    const streams = Math.ceil(10_000 * scale);
    const commands = Math.ceil(20_000 * part);
    const warming = Math.ceil(commands / 3);
    const make = sampleEvents(streams * 10 + warming + commands);
    for (let at = 0; at < 10; at++) await fill(candidate, make, { streams, length: 1, at });
    await handling(candidate, make, { clients: 64, streams, commands: warming, remembering });
    return handling(candidate, make, { clients: 64, streams, commands, remembering });
  };
}

/** What 64 clients get where every flush takes 2 ms longer. */
async function withSlowFlush(): Promise<Row> {
  const slow = (folder: string): ReturnType<typeof openOurStore> => openOurStore(folder, 2);
  return inFolder(slow, async (candidate) => ({
    work: 'b, each flush 2 ms slower',
    goal: '19,000/s was seen',
    ours: await append(64, 1, 20_000)(candidate, scale),
    durability: candidate.durability(),
  }));
}

async function liveLatency(): Promise<Row> {
  const seconds = quick ? 2 : 5;
  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    const make = sampleEvents(1_000 * seconds);
    measured.push(
      await inFolder(openOurStore, (candidate) => following(candidate, make, { perSecond: 1_000, seconds })),
    );
  }
  return { work: 'g. append → live subscriber, 1,000/s', goal: 'p99 ≤ 2 ms', ours: median(measured) };
}

async function liveCost(): Promise<Row> {
  const appends = Math.ceil(100_000 * scale);
  const ours: Measured[] = [];
  const limit: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const watched of [false, true]) {
      const measured = await inFolder(openOurStore, (candidate) =>
        keepingUp(candidate, sampleEvents(appends), { appends, watched }),
      );
      (watched ? ours : limit).push(measured);
    }
  }
  const work = 'g. b with a subscriber; limit: without';
  return { work, goal: '≥ 0.7 of the limit', ours: median(ours), limit: median(limit) };
}

async function sizeOnDisk(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
  const count = 50_000;
  const candidate = await openOurStore(folder);
  await appending(candidate, sampleEvents(count), { clients: 64, batch: 1, appends: count });
  await candidate.close();
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  rmSync(folder, { recursive: true });
  const work = 'size, bytes an event; limit: its text';
  return { work, goal: '≤ 1.5 × its text', ours: { rate: bytes / count }, limit: { rate: eventBytes } };
}

async function inFolder<Opened extends Candidate, Answer>(
  open: (folder: string) => Promise<Opened>,
  work: (candidate: Opened) => Promise<Answer>,
): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
  // What came before is not to be written to the disk while this is measured.
  execFileSync('sync');
  const candidate = await open(folder);
  try {
    return await work(candidate);
  } finally {
    await candidate.close();
    rmSync(folder, { recursive: true });
  }
}
