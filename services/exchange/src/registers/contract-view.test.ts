import type { CloudEvent } from '@tongban/cloudevents';
import { inMemoryEventStore, newEvent, streamName } from '@tongban/event-store';
import type { JsonObject } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { simulatedClock } from '@tongban/testing';
import { expect, it } from 'vitest';
import example from '../../../../contracts/platform/contract-registered/examples/valid-minor.json' with {
  type: 'json',
};
import { catalogue } from '../testing/running-exchange.ts';
import { accountType } from '../testing/sharing-steps.ts';
import { openContractView } from './contract-view.ts';

const contract = 'tax.clearance-issued';
const event = example as unknown as CloudEvent;
const sound = catalogue.get(`${contract}.v1`)?.latest.schema;
const terms = JSON.stringify(catalogue.get(`${contract}.v1`)?.terms);

it('says of a registration that is refused what it is, in its log and, until the next one, to who asks how it is', async () => {
  const clock = simulatedClock({ startMs: 0 });
  const store = inMemoryEventStore({ clock });
  const data: JsonObject = { ...example.data, terms, schema: '{"type":"object"}' };
  await store.append(streamName('platform', 'contract', contract), 'any', [newEvent({ ...event, data })]);
  const lines: unknown[] = [];
  const logger = { ...silentLogger, warn: (facts: object, message: string) => lines.push([facts, message]) };
  const view = openContractView({ store, baseline: catalogue, clock, logger });
  const { refused } = await view.current();
  expect(refused).toMatchObject([{ type: `${contract}.v1`, version: '1.1' }]);
  expect(await view.status()).toMatchObject({ remark: expect.stringContaining(`${contract}.v1 1.1`) });
  expect(lines).toMatchObject([
    [
      {
        ...{ type: `${contract}.v1`, version: '1.1' },
        problems: expect.arrayContaining(['tax/clearance-issued/v1.1.schema.json#/properties required']),
      },
      expect.stringContaining('refused'),
    ],
  ]);
  const schema = JSON.stringify({ ...sound, $id: String(sound?.$id).replace('1.0', '1.2') });
  await store.append(streamName('platform', 'contract', contract), 'any', [
    newEvent({ ...event, id: 'next', data: { ...data, version: '1.2', schema } }),
  ]);
  expect((await view.current()).get(`${contract}.v1`)?.latest.version).toBe('1.2');
  expect(await view.status()).not.toHaveProperty('remark');
  await view.stop();
});

it('holds to the terms of the folder where the folder has taken the version over since', async () => {
  const clock = simulatedClock({ startMs: 0 });
  const store = inMemoryEventStore({ clock });
  const known = catalogue.get(accountType);
  const terms = JSON.stringify({ ...known?.terms, personalData: [] });
  const schema = JSON.stringify(known?.latest.schema);
  const data: JsonObject = {
    ...example.data,
    contract: 'utilities.account-opened',
    version: '1.0',
    terms,
    schema,
  };
  await store.append(streamName('platform', 'contract', 'utilities.account-opened'), 'any', [
    newEvent({ ...event, data }),
  ]);
  const view = openContractView({ store, baseline: catalogue, clock, logger: silentLogger });
  const { get, refused } = await view.current();
  expect(get(accountType)?.terms.personalData).toHaveLength(2);
  expect(refused).toEqual([]);
  await view.stop();
});
