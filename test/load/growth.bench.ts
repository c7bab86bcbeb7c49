/**
 * What the same work costs as the store grows: the whole platform on a fresh folder, filled in batches up to each mark:
 * `node test/load/growth.bench.ts [--marks=10000,1000000] [--json]`. Ten million events take some ten minutes and 40 GB.
 */
import process from 'node:process';
import { ids } from './event-requests.ts';
import { HttpConnection, requestBytes } from './http-connection.ts';
import { type LoadGenerator, startLoadGenerator } from './load-generator.ts';
import { median, milliseconds, rate } from './results.ts';
import { caseMarks, idMark, sampleEvents } from './sample-events.ts';
import { type ServerProcess, startPlatform } from './server-process.ts';
import { grantDutiesToTax, tokenOf } from './setup-city.ts';

const marksGiven = process.argv.find((one) => one.startsWith('--marks='))?.slice('--marks='.length);
const marks = (marksGiven ?? '10000,1000000').split(',').map(Number);
/** Cases of a few events whose pages are read, and pages of the feed, at each mark. */
const readsEach = 100;
const eventsOfCase = 5;
const connections = 64;
const secondsEach = 3;

interface AtMark {
  readonly events: number;
  readonly singlePerSecond: number;
  readonly batchPerSecond: number;
  readonly feedPageMs: number;
  readonly casePageMs: number;
  readonly residentMiB: number;
}

const platform = await startPlatform();
const generator = startLoadGenerator();
try {
  const figures = await measureAll(platform, generator);
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
  else print(figures);
} finally {
  generator.close();
  await platform.stop();
}

async function measureAll(server: ServerProcess, load: LoadGenerator): Promise<readonly AtMark[]> {
  await grantDutiesToTax(server.url);
  const figures: AtMark[] = [];
  let events = 0;
  let cursor: string | undefined;
  for (const mark of marks) {
    while (events < mark) {
      events += (await publish(server, load, 100, Math.min(20, Math.ceil((mark - events) / 30_000)))).events;
      progress(`${events.toLocaleString('en')} events of ${mark.toLocaleString('en')}`);
    }
    await server.quiet();
    progress('measuring');
    const single = await publish(server, load, 1, secondsEach);
    await server.quiet();
    const batches = await publish(server, load, 100, secondsEach);
    await server.quiet();
    const cases = await publishCases(server);
    await server.quiet();
    const feed = await readFeed(server, cursor);
    cursor = feed.next;
    figures.push({
      events,
      singlePerSecond: single.perSecond,
      batchPerSecond: batches.perSecond,
      feedPageMs: feed.medianMs,
      casePageMs: await readCases(server, cases),
      residentMiB: server.residentMiB(),
    });
    events += single.events + batches.events + cases.length * eventsOfCase;
  }
  return figures;
}

async function publish(
  server: ServerProcess,
  load: LoadGenerator,
  batch: number,
  seconds: number,
): ReturnType<LoadGenerator['run']> {
  const target = { port: server.port, token: await tokenOf(server.url, 'customs') };
  return load.run({ work: 'closed-loop', target, kind: 'plain', batch, connections, seconds });
}

/** Cases that nothing else belongs to: their pages are of one size however much there is beside them. */
async function publishCases({ port, url }: ServerProcess): Promise<readonly string[]> {
  const token = await tokenOf(url, 'customs');
  const connection = await HttpConnection.open(port);
  const text = JSON.stringify(sampleEvents.plain);
  const cases: string[] = [];
  for (let nth = 0; nth < readsEach; nth++) {
    const number = `1${String(Date.now()).padStart(14, '0')}${String(nth).padStart(3, '0')}`;
    const batch = Array.from({ length: eventsOfCase }, () =>
      text.replaceAll(caseMarks.plain, number).replaceAll(idMark, ids.next()),
    );
    const contentType = 'application/cloudevents-batch+json';
    const request = { method: 'POST', path: '/v1/events', token, contentType, body: `[${batch}]` } as const;
    const { status, body } = await connection.ask(requestBytes(request));
    if (status !== 200) throw new Error(`${status} ${body.toString()}`);
    cases.push(`declaration-${number}`);
  }
  connection.close();
  return cases;
}

/** Pages of 100 events from a cursor on; from the beginning where there is none. */
async function readFeed(
  { port, url }: ServerProcess,
  from: string | undefined,
): Promise<{ readonly medianMs: number; readonly next: string | undefined }> {
  const token = await tokenOf(url, 'tax');
  const connection = await HttpConnection.open(port);
  const times: number[] = [];
  let next = from;
  for (let nth = 0; nth < readsEach; nth++) {
    const after = next === undefined ? '' : `&after=${encodeURIComponent(next)}`;
    const { ms, body } = await timed(connection, `/v1/feed?limit=100${after}`, token);
    times.push(ms);
    next = (JSON.parse(body) as { readonly next: string }).next;
  }
  connection.close();
  return { medianMs: median(times), next };
}

async function readCases({ port, url }: ServerProcess, cases: readonly string[]): Promise<number> {
  const token = await tokenOf(url, 'customs');
  const connection = await HttpConnection.open(port);
  const times: number[] = [];
  for (const flow of cases) times.push((await timed(connection, `/v1/flows/${flow}`, token)).ms);
  connection.close();
  return median(times);
}

async function timed(
  connection: HttpConnection,
  path: string,
  token: string,
): Promise<{ readonly ms: number; readonly body: string }> {
  const startedAt = performance.now();
  const { status, body } = await connection.ask(requestBytes({ method: 'GET', path, token }));
  const ms = performance.now() - startedAt;
  if (status !== 200) throw new Error(`${status} ${body.toString()}`);
  return { ms, body: body.toString() };
}

function progress(text: string): void {
  if (!process.argv.includes('--json')) console.log(text);
}

function print(figures: readonly AtMark[]): void {
  console.table(
    Object.fromEntries(
      figures.map((at) => [
        `${at.events.toLocaleString('en')} events`,
        {
          single: rate(at.singlePerSecond),
          batches: rate(at.batchPerSecond),
          'page of the feed': milliseconds(at.feedPageMs),
          'page of a case': milliseconds(at.casePageMs),
          resident: `${Math.round(at.residentMiB)} MiB`,
        },
      ]),
    ),
  );
}
