import { waitFor } from '@tongban/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { startFakeKurrent } from '../fakes/kurrent/fake-kurrent.ts';
import { type CityUnderTest, partsOf, startCityUnderTest, startEngines } from './city-under-test.ts';
import { publishSteadily } from './steady-client.ts';

describe('two replicas of each service', async () => {
  const engines = await startEngines();
  if ('absent' in engines) {
    it('are restarted in turn', (context) => context.skip(engines.absent));
    return;
  }
  afterAll(() => engines.stop());

  it('are stopped or killed in turn and started again, while two clients publish: nothing is lost, doubled or out of order', {
    timeout: 150_000,
  }, async () => {
    const kurrent = await startFakeKurrent();
    const city = await startCityUnderTest(engines, {
      kurrentUrl: kurrent.url,
      replicas: { exchange: 2, flows: 2 },
    });
    const token = () => city.token('customs');
    const clients = ['first', 'second'].map((word) =>
      publishSteadily({ url: city.url, token, word, cases: 8, restMs: 100 }),
    );
    const published = (): number => clients.reduce((sum, client) => sum + client.count(), 0);
    const goesOn = async (): Promise<void> => {
      const before = published();
      await waitFor(() => published() > before + 50, { describe: 'publishing goes on', timeoutMs: 30_000 });
    };
    try {
      await oneRelays(city);
      await goesOn();
      const ends = [
        ['exchange-1', 'stop'],
        ['flows-1', 'kill'],
        ['exchange-2', 'kill'],
        ['flows-2', 'stop'],
      ] as const;
      for (const [name, end] of ends) {
        const one = city.processes.get(name) ?? expect.unreachable(name);
        await one[end]();
        await goesOn();
        await oneRelays(city);
        await one.start();
      }
      await goesOn();
      for (const client of clients) await client.stop();

      const acknowledged = new Map(clients.flatMap((client) => [...client.acknowledged]));
      const expected = new Map([...acknowledged].map(([name, ids]) => [name, ids.length]));
      expect(await city.casesWith(acknowledged)).toEqual(expected);
      const counted = await city.onTheBus(acknowledged);
      console.log(`rolling restarts: ${published()} acknowledged, on the bus ${JSON.stringify(counted)}`);
      expect(counted).toEqual({ arrived: published(), lost: 0, doubled: 0, outOfOrder: 0 });
    } finally {
      for (const client of clients) await client.stop();
      await city.stop();
      await kurrent.stop();
    }
  });
});

/** Waits until one of the replicas that run carries events, and no other. */
async function oneRelays(city: CityUnderTest): Promise<void> {
  const states = async (): Promise<readonly (string | undefined)[]> => {
    const exchanges = [...city.processes.values()].filter(({ name }) => name.startsWith('exchange-'));
    return Promise.all(exchanges.map(async ({ url }) => (await partsOf(url)).get('relay')));
  };
  await waitFor(async () => (await states()).filter((state) => state === 'running').length === 1, {
    describe: 'one replica relays',
    timeoutMs: 20_000,
  });
}
