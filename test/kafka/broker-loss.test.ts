import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { kafkaBus, openKafkaRelay } from '@tongban/event-bus-kafka';
import { inMemoryEventStore } from '@tongban/event-store';
import { systemClock } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { temporaryFolder, waitFor } from '@tongban/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { applyDeclaration } from '../../infra/kafka/apply-declaration.ts';
import { startKafka } from '../../infra/kafka/start-kafka.ts';
import { openCountingView } from './counting-view.ts';
import { publishSteadily } from './publisher.ts';
import { readRaw } from './raw-topics.ts';
import { tally } from './tally.ts';

const owners = ['tax', 'customs'];

describe('three brokers', async () => {
  const kafka = await startKafka({ brokers: 3, faults: true });
  if ('absent' in kafka) {
    it('may be lost', (context) => context.skip(kafka.absent));
    return;
  }
  afterAll(() => kafka.stop());
  const { brokers } = kafka;

  /** A store that is published to, its relay and a consumer, while something happens to the brokers. */
  async function throughFaults(prefix: string, faults: (flows: () => Promise<void>) => Promise<void>) {
    await using folder = await temporaryFolder();
    await applyDeclaration({ brokers, different: { prefix, owners, departments: [] } });
    const connection = { brokers, prefix, logger: silentLogger };
    const store = inMemoryEventStore({ clock: systemClock });
    const relay = openKafkaRelay({ ...connection, store, clock: systemClock });
    const bus = kafkaBus(connection);
    const view = await openCountingView(join(folder.path, 'views.db'));
    const ending = new AbortController();
    const following = view.follow(bus, ending.signal);
    const publisher = publishSteadily(store, prefix);
    /** Everything published so far has had its effect. */
    const flows = async (): Promise<void> => {
      const head = await store.head();
      await waitFor(() => view.position() >= head, {
        describe: `position ${head} has its effect`,
        timeoutMs: 60_000,
      });
    };
    try {
      await waitFor(() => view.position() > 0, { describe: 'events flow', timeoutMs: 60_000 });
      await faults(flows);
      await publisher.stop();
      await flows();
      const topics = owners.map((owner) => `${prefix}.${owner}`);
      return {
        published: publisher.acknowledged.size,
        effects: tally(await view.arrivals(), publisher.acknowledged),
        raw: tally(await readRaw(brokers, topics), publisher.acknowledged),
      };
    } finally {
      ending.abort();
      await following;
      await bus.close();
      await relay.stop();
      await store.close();
      await view.close();
    }
  }

  it('are killed one after the other, four times in all, and nothing is lost, doubled or out of order', {
    timeout: 180_000,
  }, async () => {
    const { published, effects, raw } = await throughFaults('kills', async (flows) => {
      for (const node of [1, 2, 3, 1]) {
        await kafka.kill(node);
        await flows();
        await kafka.start(node);
      }
    });
    const nothing = { arrived: published, lost: 0, doubled: 0, outOfOrder: 0 };
    console.log(
      `four kills: ${published} published, effects ${JSON.stringify(effects)}, topics ${JSON.stringify(raw)}`,
    );
    expect(effects).toEqual(nothing);
    expect(raw).toEqual(nothing);
  });

  it('are all away for 20 seconds and come back, and nothing is lost, doubled or out of order', {
    timeout: 180_000,
  }, async () => {
    const { published, effects, raw } = await throughFaults('outage', async () => {
      await kafka.stopAll();
      await setTimeout(20_000);
      await kafka.startAll();
    });
    const nothing = { arrived: published, lost: 0, doubled: 0, outOfOrder: 0 };
    console.log(
      `outage: ${published} published, effects ${JSON.stringify(effects)}, topics ${JSON.stringify(raw)}`,
    );
    expect(effects).toEqual(nothing);
    expect(raw).toEqual(nothing);
  });
});
