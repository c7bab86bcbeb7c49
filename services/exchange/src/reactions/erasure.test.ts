import { join } from 'node:path';
import { sequentialIds, type TemporaryFolder, temporaryFolder, waitFor } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPlatformJournal } from '../platform-journal.ts';
import { openReceiver, type Receiver } from '../testing/receiver.ts';
import { catalogue, operator, type RunningExchange, runExchange } from '../testing/running-exchange.ts';
import {
  accountOpened,
  accountType,
  done,
  grantAccounts,
  listAccounts,
  publish,
  utilities,
} from '../testing/sharing-steps.ts';

describe('an erased person', () => {
  let exchange: RunningExchange;
  let receiver: Receiver;
  let folder: TemporaryFolder;
  const erase = {
    requestedBy: 'person',
    legalBasis: [{ source: '中华人民共和国个人信息保护法', article: '第四十七条' }],
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    exchange = await runExchange({ viewsPath: join(folder.path, 'exchange.db') });
    receiver = await openReceiver();
  });
  afterEach(async () => {
    await exchange.stop();
    await receiver.close();
    await folder.remove();
  });

  it('shows as erased wherever the event is read, and still does after a restart', async () => {
    await listAccounts(exchange);
    await grantAccounts(exchange, { fields: ['/accountNumber', '/contact'] });
    await done(publish(exchange, accountOpened('A-1')));
    const path = '/v1/events?source=/departments/utilities/billing&id=A-1';
    const inFeed = async () =>
      (await exchange.call('GET', '/v1/feed')).body.events.find(
        ({ event }: { readonly event: { readonly type: string } }) => event.type === accountType,
      );
    expect((await inFeed()).event.data.contact).toMatchObject({ name: '林晓岚', phone: '13800000123' });

    await done(exchange.call('POST', '/v1/persons/P-000123/erase', { as: operator, body: erase }));
    const erased = ['/contact/name', '/contact/phone'];
    const gone = { erased, event: { data: { contact: { personId: 'P-000123' } } } };
    const check = async (): Promise<void> => {
      expect((await exchange.call('GET', path, { as: utilities })).body).toMatchObject(gone);
      expect(await inFeed()).toMatchObject(gone);
      expect(JSON.stringify(await inFeed())).not.toMatch(/林晓岚|13800000123|enc:v1/);
    };
    await check();
    const { body } = await done(
      exchange.call('POST', '/v1/webhooks', {
        body: { url: receiver.url, types: [accountType], from: 'beginning' },
      }),
    );
    await expect.poll(() => receiver.taken().length).toBe(1);
    expect(receiver.deliveries[0]?.item).toMatchObject(gone);
    expect(receiver.deliveries[0]?.body).not.toMatch(/林晓岚|13800000123|enc:v1/);
    expect(body.types).toEqual([accountType]);

    await exchange.stop();
    exchange = await runExchange({ ...exchange, viewsPath: join(folder.path, 'exchange.db') });
    await check();
  });

  it('is erased by the order alone, where the process died before it had carried it out', async () => {
    const { body: published } = await done(publish(exchange, accountOpened('A-1')));
    const [sealed] = await exchange.recorded(accountType);
    const [, keyId = ''] = /enc:v1:([^:]+):/.exec(sealed?.json ?? '') ?? [];
    await exchange.stop();
    const { store, clock } = exchange;
    const journal = openPlatformJournal({ store, catalogue, clock, ids: sequentialIds('order') });
    const by = { department: 'platform', system: 'operations' };
    await journal.record('platform.personal-data-erased.v1', {
      subject: 'P-000123',
      data: { personId: 'P-000123', ...erase, requestedBy: 'person', keyIds: [keyId], by },
    });
    exchange = await runExchange({ ...exchange, viewsPath: join(folder.path, 'exchange.db') });
    const path = '/v1/events?source=/departments/utilities/billing&id=A-1';
    const erased = async () => (await exchange.call('GET', path, { as: utilities })).body.erased.length === 2;
    await waitFor(erased, { describe: `the event at ${published.position} shows as erased` });
  });
});
