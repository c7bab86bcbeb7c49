/**
 * What receiving over HTTP costs: the whole platform on a fresh folder, the load from another process:
 * `node test/load/feed.bench.ts [--quick] [--json] [--profile=<folder>]`. A department that was granted several
 * fields catches up with what was published before, then follows live, by long poll and by stream.
 */
import process from 'node:process';
import { type LoadGenerator, startLoadGenerator } from './load-generator.ts';
import type { Measured } from './load-work.ts';
import { median, milliseconds, printRows, type Row, rate } from './results.ts';
import { startPlatform } from './server-process.ts';
import { grantDutiesToTax, tokenOf } from './setup-city.ts';

const quick = process.argv.includes('--quick');
const rounds = quick ? 1 : 5;
const secondsOfHistory = quick ? 2 : 5;
const secondsLive = quick ? 2 : 6;
const livePerSecond = 500;

const profile = process.argv.find((one) => one.startsWith('--profile='))?.slice('--profile='.length);
const platform = await startPlatform({ profile });
const generator = startLoadGenerator();
try {
  const rows = await measureAll(generator);
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
  else printRows(rows);
} finally {
  generator.close();
  await platform.stop();
}

async function measureAll(generator: LoadGenerator): Promise<readonly Row[]> {
  await grantDutiesToTax(platform.url);
  const customs = { port: platform.port, token: await tokenOf(platform.url, 'customs') };
  const tax = { port: platform.port, token: await tokenOf(platform.url, 'tax') };
  const history = { kind: 'plain', batch: 100, connections: 4, seconds: secondsOfHistory } as const;
  await generator.run({ work: 'closed-loop', target: customs, ...history });
  await platform.quiet();

  const catchUps: Measured[] = [];
  const longPolls: Measured[] = [];
  const streams: Measured[] = [];
  const live = {
    work: 'following',
    target: customs,
    perSecond: livePerSecond,
    seconds: secondsLive,
  } as const;
  for (let round = 0; round < rounds; round++) {
    catchUps.push(await generator.run({ work: 'catch-up', target: tax, limit: 1_000 }));
    await platform.quiet();
    longPolls.push(await generator.run({ ...live, reader: { token: tax.token, channel: 'long-poll' } }));
    await platform.quiet();
    streams.push(await generator.run({ ...live, reader: { token: tax.token, channel: 'stream' } }));
    await platform.quiet();
  }
  const perSecond = median(catchUps.map((one) => one.perSecond));
  const events = median(catchUps.map((one) => one.events));
  return [
    {
      work: `catching up with ${events.toLocaleString('en')} events, pages of 1,000`,
      goal: '≥ 50,000/s',
      ours: rate(perSecond),
      holds: perSecond >= 50_000,
      beside: `p99 of a page ${milliseconds(median(catchUps.map((one) => one.p99Ms)))}`,
    },
    liveRow('publish → long poll', longPolls),
    liveRow('publish → stream', streams),
  ];
}

function liveRow(work: string, measured: readonly Measured[]): Row {
  const p99 = median(measured.map((one) => one.p99Ms));
  return {
    work: `${work}, ${livePerSecond}/s`,
    goal: 'p99 ≤ 20 ms',
    ours: `p99 ${milliseconds(p99)}`,
    holds: p99 <= 20,
    beside: `p50 ${milliseconds(median(measured.map((one) => one.p50Ms)))}`,
  };
}
