/**
 * How fast events go through Kafka, on three brokers: `node test/kafka/kafka.bench.ts [--quick]`.
 *
 * Latency: published into the embedded store at 500 a second, relayed, consumed by another process that writes an
 * effect in SQLite. Rate: stored events relayed, and heard again from the beginning, beside a bare kafkajs producer and
 * consumer and beside Apache Kafka's own Java client, with records of the same size, partitions and acks, in turns on
 * the same brokers.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { kafkaBus, openKafkaRelay } from '@tongban/event-bus-kafka';
import { type EventStore, inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { openSqliteEventStore } from '@tongban/event-store-sqlite';
import { systemClock } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { temporaryFolder, waitFor } from '@tongban/testing';
import { applyDeclaration } from '../../infra/kafka/apply-declaration.ts';
import { kafkaJars } from '../../infra/kafka/kafka-jars.ts';
import { startKafka } from '../../infra/kafka/start-kafka.ts';
import { consumeBare, produceBare } from './bare-kafkajs.ts';

const quick = process.argv.includes('--quick');
const perSecond = 500;
const latencyEvents = quick ? 2_500 : 15_000;
/** The first seconds are those of a code that is not yet compiled. */
const warmUpEvents = quick ? 500 : 2_500;
const rateEvents = quick ? 30_000 : 150_000;
const rounds = quick ? 1 : 3;
const streams = 300;
/** The canonical text of an event of these. */
const recordBytes = benchEvent(0, 0).bytes.length;

const kafka = await startKafka({ brokers: 3, faults: true });
if ('absent' in kafka) {
  console.error(kafka.absent);
  process.exit(1);
}
const { brokers } = kafka;
try {
  await measureLatency();
  await measureRates();
} finally {
  await kafka.stop();
}
process.exit(0);

async function measureLatency(): Promise<void> {
  await using folder = await temporaryFolder();
  const prefix = 'latency';
  await applyDeclaration({ brokers, different: { prefix, owners: ['tax'], departments: [] } });
  const store = await openSqliteEventStore({ path: join(folder.path, 'events.db'), clock: systemClock });
  const relay = openKafkaRelay({ brokers, prefix, store, clock: systemClock, logger: silentLogger });
  const words = [brokers.join(','), prefix, join(folder.path, 'views.db'), String(latencyEvents)];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'latency.child.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const startMs = performance.now();
  for (let at = 0; at < latencyEvents; at++) {
    const dueMs = startMs + (at * 1_000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    void store.append(streamName('tax', 'taxpayer', String(at % streams)), 'any', [benchEvent(at, dueMs)]);
  }
  const { value } = await lines.next();
  const latencies = (JSON.parse(value as string) as number[])
    .slice(warmUpEvents)
    .sort((one, other) => one - other);
  await once(child, 'exit');
  await relay.stop();
  await store.close();
  const quantile = (share: number): string =>
    (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1);
  console.log(
    `publish -> topic -> effect in another process, at ${perSecond}/s, ${latencies.length} events:`,
  );
  console.log(
    `  p50 ${quantile(0.5)} ms   p90 ${quantile(0.9)} ms   p99 ${quantile(0.99)} ms   max ${quantile(0.9999)} ms`,
  );
}

async function measureRates(): Promise<void> {
  const store = inMemoryEventStore({ clock: systemClock });
  for (let from = 0; from < rateEvents; from += 100) {
    const events = Array.from({ length: 100 }, (_, at) => benchEvent(from + at, 0));
    await store.append(streamName('tax', 'taxpayer', String((from / 100) % streams)), 'any', events);
  }
  const rates: Record<string, number[]> = {};
  const note = (work: string, perSecond: number): void => {
    rates[work] ??= [];
    rates[work].push(perSecond);
    console.error(`… ${work}: ${Math.round(perSecond).toLocaleString('en')}/s`);
  };
  for (let round = 0; round < rounds; round++) {
    const prefix = `rate-${round}`;
    await applyDeclaration({
      brokers,
      different: { prefix, owners: ['tax', 'bare', 'java'], departments: [] },
    });
    note('bare kafkajs producer', await produceBare(brokers, `${prefix}.bare`, store));
    note('relay', await relayRate(prefix, store));
    note('bare kafkajs consumer', await consumeBare(brokers, `${prefix}.bare`, rateEvents));
    const java = await javaRates(`${prefix}.java`);
    note('Java client, producer', java.produced);
    note('Java client, consumer', java.consumed);
    note('bus, events not looked into', await busRate(prefix, false));
    note('bus, events parsed', await busRate(prefix, true));
  }
  console.log(`\nrates, events a second, medians of ${rounds} rounds of ${rateEvents} events of about 1 KB:`);
  for (const [work, all] of Object.entries(rates)) {
    const median = all.sort((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0;
    console.log(`  ${work.padEnd(30)} ${Math.round(median).toLocaleString('en').padStart(9)}`);
  }
}

async function javaRates(topic: string): Promise<{ readonly produced: number; readonly consumed: number }> {
  const jars = await kafkaJars();
  if ('absent' in jars) throw new Error(jars.absent);
  const program = join(import.meta.dirname, 'JavaClient.java');
  const words = [brokers.join(','), topic, String(rateEvents), String(recordBytes)];
  const { stdout } = await promisify(execFile)('java', ['-cp', join(jars.folder, '*'), program, ...words]);
  const [produced = 0, consumed = 0] = stdout.trim().split(' ').map(Number);
  return { produced, consumed };
}

async function relayRate(prefix: string, store: EventStore): Promise<number> {
  const relay = openKafkaRelay({ brokers, prefix, store, clock: systemClock, logger: silentLogger });
  await waitFor(async () => (await relay.status()).position > 0, {
    describe: 'the relay begins',
    timeoutMs: 60_000,
  });
  const from = (await relay.status()).position;
  const startMs = performance.now();
  await waitFor(async () => (await relay.status()).lagEvents === 0, {
    describe: 'all is relayed',
    timeoutMs: 120_000,
  });
  const seconds = (performance.now() - startMs) / 1_000;
  await relay.stop();
  return (rateEvents - from) / seconds;
}

async function busRate(prefix: string, isParsed: boolean): Promise<number> {
  const bus = kafkaBus({ brokers, prefix, logger: silentLogger });
  let heard = 0;
  let startMs = 0;
  let before = 0;
  const control = new AbortController();
  for await (const message of bus.subscribe({ consumer: 'bench', after: 0, signal: control.signal })) {
    if (message.kind !== 'events') continue;
    if (isParsed) for (const { event } of message.events) heard += event.data === undefined ? 0 : 1;
    else heard += message.events.length;
    if (startMs === 0) {
      startMs = performance.now();
      before = heard;
    }
    if (heard === rateEvents) control.abort();
  }
  const seconds = (performance.now() - startMs) / 1_000;
  await bus.close();
  return (heard - before) / seconds;
}

function benchEvent(at: number, dueMs: number) {
  return sampleEvent({
    id: `event-${at}`,
    data: {
      atMs: performance.timeOrigin + dueMs,
      certificateNo: `榕税清〔2026〕${at}号`,
      note: 'x'.repeat(600),
    },
  });
}
