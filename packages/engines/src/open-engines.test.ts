import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, type TongbanError } from '@tongban/kernel';
import { metricsOf, silentLogger } from '@tongban/telemetry';
import { temporaryFolder } from '@tongban/testing';
import { expect, it } from 'vitest';
import { busConfig, type EngineConfig, storeConfig, viewsConfig } from './engine-config.ts';
import { assertComplete, openEngines } from './open-engines.ts';

const surroundings = { clock: systemClock, logger: silentLogger, metrics: metricsOf() };
const missingOf = (config: EngineConfig): readonly string[] => {
  try {
    assertComplete(config);
    return [];
  } catch (error) {
    return (error as TongbanError).problems.map(({ pointer }) => pointer);
  }
};

it('opens the embedded engines where nothing else is said', async () => {
  await using folder = await temporaryFolder();
  const { adapters, close } = await openEngines(
    {
      data: folder.path,
      store: storeConfig.parse(undefined),
      views: viewsConfig.parse(undefined),
      bus: busConfig.parse(undefined),
    },
    surroundings,
  );
  expect(adapters.transport).toBeUndefined();
  expect(await adapters.bus?.head()).toBe(0);
  expect(adapters.contracts.all().length).toBeGreaterThan(25);
  const views = await adapters.openViews({ schema: 'flows' });
  await views.close();
  expect(existsSync(join(folder.path, 'views', 'flows.db'))).toBe(true);
  await close();
  await expect(adapters.store?.head()).rejects.toMatchObject({ code: 'E_STORE_CLOSED' });
});

it('a process that needs no engine has none', async () => {
  await using folder = await temporaryFolder();
  const { adapters, close } = await openEngines({ data: folder.path }, surroundings);
  expect([adapters.store, adapters.bus, adapters.transport]).toEqual([undefined, undefined, undefined]);
  await close();
});

it('says everything that is missing at once, with why and an example', async () => {
  const kafka = busConfig.parse({ engine: 'kafka', user: 'platform' });
  const config: EngineConfig = {
    data: 'nowhere',
    store: storeConfig.parse({ engine: 'kurrentdb' }),
    views: viewsConfig.parse({ engine: 'postgres' }),
    bus: kafka,
  };
  expect(missingOf(config)).toEqual(['/store/url', '/views/url', '/bus/brokers', '/bus/password']);
  expect(missingOf({ data: '', bus: busConfig.parse(undefined) })).toEqual(['/bus/engine']);
  const refusal = await openEngines(config, surroundings).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'E_ENGINE_SETTING' });
  const [first] = (refusal as TongbanError).problems;
  expect(first?.message).toEqual({
    zh: '须设置 store.url（因为 store.engine = kurrentdb；环境变量 TONGBAN_STORE_URL），例如 kurrentdb://host:2113?tls=false',
    en: 'store.url has to be set (store.engine = kurrentdb; environment TONGBAN_STORE_URL), for example kurrentdb://host:2113?tls=false',
  });
  expect(first?.expected).toBe('kurrentdb://host:2113?tls=false');
});
