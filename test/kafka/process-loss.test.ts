import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { kafkaBus, openKafkaRelay } from '@tongban/event-bus-kafka';
import { inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { temporaryFolder, waitFor } from '@tongban/testing';
import kafkajs from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { applyDeclaration } from '../../infra/kafka/apply-declaration.ts';
import { startKafka } from '../../infra/kafka/start-kafka.ts';
import { openCountingView } from './counting-view.ts';
import { readRaw } from './raw-topics.ts';
import { repeatableIds, repeatableStore } from './repeatable-store.ts';
import { tally } from './tally.ts';

const owners = ['tax', 'customs'];
const count = 20_000;

describe('relays and consumers', async () => {
  const kafka = await startKafka({ brokers: 1 });
  if ('absent' in kafka) {
    it('may be killed', (context) => context.skip(kafka.absent));
    return;
  }
  afterAll(() => kafka.stop());
  const { brokers } = kafka;
  const declare = (prefix: string) =>
    applyDeclaration({
      brokers,
      different: { prefix, owners, departments: [], replicas: 1, minInSyncReplicas: 1 },
    });
  const child = (file: string, ...words: readonly string[]): ChildProcess =>
    spawn(process.execPath, [join(import.meta.dirname, file), brokers.join(','), ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  /** Hears everything up to a position with a consumer of its own, and counts. */
  async function heard(prefix: string, last: number) {
    await using folder = await temporaryFolder();
    const bus = kafkaBus({ brokers, prefix, logger: silentLogger });
    const view = await openCountingView(join(folder.path, 'views.db'));
    const ending = new AbortController();
    const following = view.follow(bus, ending.signal);
    await waitFor(() => view.position() >= last, { describe: 'all is heard', timeoutMs: 60_000 });
    ending.abort();
    await following;
    const arrivals = await view.arrivals();
    await bus.close();
    await view.close();
    return arrivals;
  }

  it('a relay that is killed again and again loses nothing, and doubles nothing for consumers of the bus', {
    timeout: 120_000,
  }, async () => {
    const prefix = 'killed-relay';
    await declare(prefix);
    let kills = 0;
    for (let isDone = false; !isDone; ) {
      const relay = child('relay.child.ts', prefix, String(count));
      const ended = once(relay, 'exit');
      // It is killed while it works, at the first word that it gives of having come further.
      for await (const line of createInterface({ input: relay.stdout as NodeJS.ReadableStream })) {
        if (line === 'done') isDone = true;
        else if (kills < 5) {
          relay.kill('SIGKILL');
          kills += 1;
        }
      }
      await ended;
    }
    const expected = repeatableIds(count);
    const effects = tally(await heard(prefix, count), expected);
    const raw = tally(
      await readRaw(
        brokers,
        owners.map((owner) => `${prefix}.${owner}`),
      ),
      expected,
    );
    console.log(
      `relay killed ${kills} times: effects ${JSON.stringify(effects)}, topics ${JSON.stringify(raw)}`,
    );
    expect(kills).toBeGreaterThanOrEqual(4);
    expect(effects).toEqual({ arrived: count, lost: 0, doubled: 0, outOfOrder: 0 });
    expect(raw).toMatchObject({ arrived: count, lost: 0 });
  });

  it('a consumer that is killed between its effect and its commit has every effect once', {
    timeout: 120_000,
  }, async () => {
    const prefix = 'killed-consumer';
    await declare(prefix);
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'views.db');
    const store = await repeatableStore(count);
    const relay = openKafkaRelay({ brokers, prefix, logger: silentLogger, store, clock: systemClock });
    const ends: string[] = [];
    for (const killAfter of [0, 5_000, 10_000, 15_000, undefined]) {
      const words = [prefix, path, String(count), ...(killAfter === undefined ? [] : [String(killAfter)])];
      const [code, signal] = await once(child('consumer.child.ts', ...words), 'exit');
      ends.push(signal ?? `code ${code}`);
    }
    expect(ends).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL', 'code 0']);
    const view = await openCountingView(path);
    const effects = tally(await view.arrivals(), repeatableIds(count));
    console.log(`consumer killed 4 times: effects ${JSON.stringify(effects)}`);
    expect(effects).toEqual({ arrived: count, lost: 0, doubled: 0, outOfOrder: 0 });
    await view.close();
    await relay.stop();
    await store.close();
  });

  it('two relays at once, copies and late records change nothing for consumers of the bus', {
    timeout: 60_000,
  }, async () => {
    const prefix = 'copies';
    await declare(prefix);
    const store = inMemoryEventStore({ clock: systemClock });
    const options = { brokers, prefix, logger: silentLogger, store, clock: systemClock };
    const relays = [openKafkaRelay(options), openKafkaRelay(options)];
    const stranger = new kafkajs.Kafka({
      brokers: [...brokers],
      logLevel: kafkajs.logLevel.NOTHING,
    }).producer();
    await stranger.connect();
    const ids = new Set<string>();
    const stream = streamName('tax', 'taxpayer', '1');
    for (let at = 0; at < 300; at++) {
      const id = `e-${at}`;
      ids.add(id);
      await store.append(stream, 'any', [sampleEvent({ id })]);
      if (at % 50 !== 49) continue;
      const headers = {
        ce_id: 'e-0',
        ce_source: '/x',
        ce_type: 'tax.a.v1',
        position: '1',
        revision: '0',
        stream,
      };
      const copy = { key: stream, headers: { ...headers, recordedat: '2025-03-01T01:00:00Z' }, value: '{}' };
      await stranger.send({ topic: `${prefix}.tax`, messages: [copy, { key: stream, value: 'junk' }] });
      await waitFor(async () => (await relays[0]?.status())?.position === at + 1, {
        describe: 'it is relayed',
      });
    }
    await stranger.disconnect();
    const effects = tally(await heard(prefix, 300), ids);
    for (const relay of relays) await relay.stop();
    expect(effects).toEqual({ arrived: 300, lost: 0, doubled: 0, outOfOrder: 0 });
    const raw = tally(await readRaw(brokers, [`${prefix}.tax`]), ids);
    expect(raw.lost).toBe(0);
    expect(raw.doubled).toBeGreaterThan(5);
    await store.close();
  });
});
