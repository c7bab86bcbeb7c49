/**
 * What publishing over HTTP costs: the whole platform on a fresh folder beside a bare Hono route, each in a process
 * of its own, the load from a third: `node test/load/publish.bench.ts [--quick] [--json] [--profile=<folder>]`.
 * The two take turns; figures are medians of the rounds.
 */
import process from 'node:process';
import { generateSigningKey } from '@tongban/cloudevents/signature';
import { type LoadGenerator, startLoadGenerator } from './load-generator.ts';
import type { ClosedLoop, Measured, Target } from './load-work.ts';
import { median, milliseconds, printRows, type Row, rate } from './results.ts';
import { publishers } from './sample-events.ts';
import { type ServerProcess, startBareRoute, startPlatform } from './server-process.ts';
import { registerKey, tokenOf } from './setup-city.ts';

const quick = process.argv.includes('--quick');
const rounds = quick ? 3 : 7;
const seconds = quick ? 1 : 3;
const connections = 64;
const keyId = 'bench-1';

/** A round, with what a request or an event cost the server in processor time. */
interface Round extends Measured {
  readonly cpuUsEach: number;
}

type Load = Pick<ClosedLoop, 'kind' | 'batch' | 'isUnsorted' | 'signing'>;

const profile = process.argv.find((one) => one.startsWith('--profile='))?.slice('--profile='.length);
const platform = await startPlatform({ profile });
const bare = await startBareRoute();
const generator = startLoadGenerator();
try {
  const rows = await measureAll(generator);
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
  else printRows(rows);
} finally {
  generator.close();
  await Promise.all([platform.stop(), bare.stop()]);
}

async function measureAll(generator: LoadGenerator): Promise<readonly Row[]> {
  const customs = { port: platform.port, token: await tokenOf(platform.url, 'customs') };
  const tax = { port: platform.port, token: await tokenOf(platform.url, 'tax') };
  const nowhere = { port: bare.port, token: 'none' };
  const key = generateSigningKey('ed25519');
  await registerKey(platform.url, keyId, key.verificationKey.spki);
  const signing = { keyId, pem: key.exportPem(), count: 15_000 * seconds };

  const closed = async (server: ServerProcess, target: Target, load: Load): Promise<Round> => {
    const work = { work: 'closed-loop', target, connections, seconds, ...load } as const;
    const before = server.cpuMs();
    const measured = await generator.run(work);
    const cpuUsEach = ((server.cpuMs() - before) * 1_000) / measured.events;
    await server.quiet();
    return { ...measured, cpuUsEach };
  };
  const single = { kind: 'plain', batch: 1 } as const;
  await closed(bare, nowhere, single);
  await closed(platform, customs, single);

  const pairs: { readonly bare: Round; readonly ours: Round }[] = [];
  const unsorted: Round[] = [];
  const batches: Round[] = [];
  const signed: Round[] = [];
  const personal: Round[] = [];
  const open: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    // In both orders, so that neither gains from its place: the bare route alone differs by a fifth from run to run.
    const before = await closed(bare, nowhere, single);
    pairs.push({ bare: before, ours: await closed(platform, customs, single) });
    const ours = await closed(platform, customs, single);
    pairs.push({ bare: await closed(bare, nowhere, single), ours });
    unsorted.push(await closed(platform, customs, { ...single, isUnsorted: true }));
    batches.push(await closed(platform, customs, { kind: 'plain', batch: 100 }));
    signed.push(await closed(platform, customs, { kind: 'signed', batch: 1, signing }));
    personal.push(await closed(platform, tax, { kind: 'personal', batch: 1 }));
    open.push(
      await generator.run({ work: 'open-loop', target: customs, perSecond: 2_000, seconds, connections }),
    );
    await platform.quiet();
  }
  const ours = pairs.map((pair) => pair.ours);
  const ratio = median(pairs.map((pair) => pair.ours.perSecond / pair.bare.perSecond));
  const bares = pairs.map((pair) => pair.bare);
  const ratioUnsorted = of(unsorted, 'perSecond') / of(bares, 'perSecond');
  const opened = of(open, 'p99Ms');
  return [
    {
      work: `single events, ${connections} connections`,
      goal: '≥ 6,000/s',
      ...rateRow(ours, 6_000),
    },
    {
      work: 'the same, of the bare route',
      goal: '≥ 0.5',
      ours: ratio.toFixed(2),
      holds: ratio >= 0.5,
      beside: `bare ${besideOf(bares)}, ${rate(of(bares, 'perSecond'))}`,
    },
    {
      work: 'single events with their members in another order than the client’s',
      goal: '',
      ...rateRow(unsorted, 0),
    },
    { work: 'those, of the bare route', goal: '', ours: ratioUnsorted.toFixed(2), holds: true },
    {
      work: 'single events at 2,000/s, open loop',
      goal: 'p99 ≤ 30 ms',
      ours: `p99 ${milliseconds(opened)}`,
      holds: opened <= 30,
      beside: `p50 ${milliseconds(of(open, 'p50Ms'))}`,
    },
    { work: 'batches of 100', goal: '≥ 25,000/s', ...rateRow(batches, 25_000) },
    { work: 'signed single events, Ed25519', goal: '≥ 4,000/s', ...rateRow(signed, 4_000) },
    {
      work: `single events, two personal fields (${publishers.personal.department})`,
      goal: '',
      ...rateRow(personal, 0),
    },
  ];
}

function rateRow(measured: readonly Round[], goal: number): Pick<Row, 'ours' | 'holds' | 'beside'> {
  const perSecond = of(measured, 'perSecond');
  return { ours: rate(perSecond), holds: perSecond >= goal, beside: besideOf(measured) };
}

function besideOf(measured: readonly Round[]): string {
  const p99 = milliseconds(of(measured, 'p99Ms'));
  const cpu = median(measured.map(({ cpuUsEach }) => cpuUsEach));
  return `p99 ${p99}, ${cpu.toFixed(0)} µs of processor an event, generator ${of(measured, 'generatorShare').toFixed(2)} cores`;
}

function of(measured: readonly Measured[], figure: Exclude<keyof Measured, 'events'>): number {
  return median(measured.map((one) => one[figure]));
}
