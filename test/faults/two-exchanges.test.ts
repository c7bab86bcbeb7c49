import { waitFor } from '@tongban/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { openReceiver } from '../../services/exchange/src/testing/receiver.ts';
import {
  accountOpened,
  accountType,
  authority,
  grantAccounts,
  listItem,
  post,
  publish,
} from '../e2e/sharing-acts.ts';
import { caller, type TrialPlatform } from '../e2e/trial-platform.ts';
import { startFakeKurrent } from '../fakes/kurrent/fake-kurrent.ts';
import { type CityUnderTest, partsOf, startCityUnderTest, startEngines } from './city-under-test.ts';

describe('two exchanges on one event store', async () => {
  const engines = await startEngines();
  if ('absent' in engines) {
    it('work together', (context) => context.skip(engines.absent));
    return;
  }
  afterAll(() => engines.stop());

  it('deliver to a webhook once each, also when the one that delivers is killed; what one erases the other has not', {
    timeout: 120_000,
  }, async () => {
    const [kurrent, receiver] = await Promise.all([startFakeKurrent(), openReceiver()]);
    const city = await startCityUnderTest(engines, {
      kurrentUrl: kurrent.url,
      replicas: { exchange: 2 },
      exchangeSettings: { TONGBAN_EXCHANGE_WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1' },
    });
    try {
      const [first, second] = [platformAt(city, 'exchange-1'), platformAt(city, 'exchange-2')];
      await listItem(first);
      await grantAccounts(second);
      await post(first, '/v1/webhooks', 'tax', { url: receiver.url, types: [accountType] });
      const ids = Array.from({ length: 20 }, (_, at) => `account-${at}`);
      await publish(second, ...ids.slice(0, 10).map((id) => accountOpened(id)));
      const received = (): readonly string[] => receiver.deliveries.map(({ item }) => item.event.id);
      await waitFor(() => received().length >= 10, { describe: 'ten are delivered', timeoutMs: 20_000 });

      const holder = await waitFor(() => delivering(city), { describe: 'one delivers' });
      await city.processes.get(holder)?.kill();
      const left = holder === 'exchange-1' ? second : first;
      await publish(left, ...ids.slice(10).map((id) => accountOpened(id)));
      await waitFor(() => received().length >= 20, { describe: 'the other delivers', timeoutMs: 30_000 });
      expect(received()).toEqual(ids);
      await city.processes.get(holder)?.start();

      const both = [platformAt(city, 'exchange-1'), platformAt(city, 'exchange-2')] as const;
      const contactIn = async (platform: TrialPlatform): Promise<unknown> => {
        const { body } = await platform.call('/v1/feed?limit=1000', { as: 'tax' });
        const item = body.events.find(({ event }: { event: { id: string } }) => event.id === 'account-0');
        return item?.erased.length > 0 ? 'erased' : item?.event.data.contact;
      };
      // Both have the key of the person in memory from here on.
      for (const platform of both) expect(await contactIn(platform)).not.toBe('erased');
      const { personId } = (accountOpened('x').data as { contact: { personId: string } }).contact;
      const legalBasis = [{ source: '个人信息保护法', article: '第四十七条' }];
      await post(both[0], `/v1/persons/${personId}/erase`, authority.as, {
        requestedBy: 'person',
        legalBasis,
      });
      expect([await contactIn(both[0]), await contactIn(both[1])]).toEqual(['erased', 'erased']);
    } finally {
      await city.stop();
      await receiver.close();
      await kurrent.stop();
    }
  });
});

/** One replica, called by its own address. */
function platformAt(city: CityUnderTest, name: string): TrialPlatform {
  const url = city.processes.get(name)?.url ?? expect.unreachable(name);
  const { token, stop } = city;
  const restart = (): never => expect.unreachable('a replica is started by its process');
  return { url, folder: '', token, call: caller(url, token, { isApart: true }), restart, stop };
}

/** The replica that delivers to webhooks. */
async function delivering(city: CityUnderTest): Promise<string | undefined> {
  for (const { name, url } of city.processes.values()) {
    if ((await partsOf(url)).get('webhook-deliveries') === 'running') return name;
  }
  return undefined;
}
