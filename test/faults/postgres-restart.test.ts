import { waitFor } from '@tongban/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { startCityUnderTest, startEngines } from './city-under-test.ts';
import { publishSteadily } from './steady-client.ts';

describe('PostgreSQL', async () => {
  const engines = await startEngines();
  if ('absent' in engines) {
    it('is restarted', (context) => context.skip(engines.absent));
    return;
  }
  afterAll(() => engines.stop());
  const { restart } = engines.postgres;
  if (restart === undefined) {
    it('is restarted', (context) => context.skip('the server of POSTGRES_URL is not ours to restart'));
    return;
  }

  it('is restarted twice while a client publishes: views wait and go on, and every effect happens once', {
    timeout: 120_000,
  }, async () => {
    const city = await startCityUnderTest(engines);
    const token = () => city.token('customs');
    const client = publishSteadily({ url: city.url, token, word: 'restart', cases: 8, restMs: 100 });
    const goesOn = async (): Promise<void> => {
      const before = client.count();
      await waitFor(() => client.count() > before + 50, {
        describe: 'publishing goes on',
        timeoutMs: 30_000,
      });
    };
    try {
      for (let times = 0; times < 2; times++) {
        await goesOn();
        await restart();
        await goesOn();
        await city.casesWith(new Map(client.acknowledged));
      }
      await client.stop();
      const expected = new Map([...client.acknowledged].map(([name, ids]) => [name, ids.length]));
      expect(await city.casesWith(client.acknowledged)).toEqual(expected);
      const counted = await city.onTheBus(client.acknowledged);
      console.log(`PostgreSQL restarted twice: ${client.count()} acknowledged, ${JSON.stringify(counted)}`);
      expect(counted).toEqual({ arrived: client.count(), lost: 0, doubled: 0, outOfOrder: 0 });
    } finally {
      await client.stop();
      await city.stop();
    }
  });
});
