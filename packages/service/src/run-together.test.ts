import { contractCatalogue } from '@tongban/contracts';
import type { EventStore } from '@tongban/event-store';
import { open } from '@tongban/http';
import { systemClock, type TongbanError } from '@tongban/kernel';
import { createLogger, prometheusMetrics, silentLogger } from '@tongban/telemetry';
import { freePort, waitFor } from '@tongban/testing';
import { type ViewStore, viewErrors } from '@tongban/view-store';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Adapters, defineService, type ServiceDefinition } from './define-service.ts';
import { type RunningServices, type RunOptions, runService, runTogether } from './run-together.ts';

const happened: string[] = [];
let running: RunningServices | undefined;

afterEach(async () => {
  await running?.stop();
  running = undefined;
  happened.length = 0;
});

/** A store that only answers how far it is: nothing here appends. */
const store = { head: () => Promise.resolve(0) } as unknown as EventStore;

const adapters: Adapters = {
  store,
  contracts: contractCatalogue([]),
  openViews: <Tables>({ schema }: { readonly schema: string }) => {
    happened.push(`open views of ${schema}`);
    const close = (): Promise<void> => {
      happened.push(`close views of ${schema}`);
      return Promise.resolve();
    };
    return Promise.resolve({ close } as unknown as ViewStore<Tables>);
  },
  clock: systemClock,
  ids: { next: () => 'id' },
  random: (target) => target,
};

function options(more: Partial<RunOptions> = {}): RunOptions {
  const authenticate = (): never => {
    throw new Error('nobody signs in here');
  };
  const listen = { host: '127.0.0.1', port: 0 };
  return { adapters, config: {}, logger: silentLogger, authenticate, listen, ...more };
}

function service(name: string, state: () => string = () => 'running'): ServiceDefinition {
  return defineService({
    name,
    async start({ app, keep, views }) {
      await views();
      app.get(`/${name}`, open(), (c) => c.json({ name }));
      happened.push(`start ${name}`);
      const stop = (): Promise<void> => {
        happened.push(`stop ${name}`);
        return Promise.resolve();
      };
      keep({ name: 'worker', status: () => ({ state: state() }), stop });
    },
  });
}

test('services start in order, answer on one port, and stop in reverse order', async () => {
  running = await runTogether([service('one'), service('two')], options());
  expect(await (await fetch(`${running.url}/two`)).json()).toEqual({ name: 'two' });
  await Promise.all([running.stop(), running.stop()]);
  expect(happened).toEqual([
    'open views of one',
    'start one',
    'open views of two',
    'start two',
    'stop two',
    'close views of two',
    'stop one',
    'close views of one',
  ]);
  await expect(fetch(`${running.url}/one`)).rejects.toThrow();
});

test('readiness tells the state of each part', async () => {
  let state = 'running';
  running = await runTogether([service('one', () => state)], options());
  const ready = await fetch(`${running.url}/health/ready`);
  expect([ready.status, (await ready.json()).status]).toEqual([200, 'ready']);
  state = 'waiting';
  const waiting = await fetch(`${running.url}/health/ready`);
  expect(waiting.status).toBe(503);
  expect((await waiting.json()).parts).toContainEqual({
    service: 'one',
    part: 'worker',
    ready: false,
    state: 'waiting',
  });
  expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
});

test('a part whose status throws is not ready, and the page still answers', async () => {
  const broken = service('one', () => {
    throw new Error('no');
  });
  running = await runTogether([broken], options());
  expect((await running.health()).parts).toContainEqual({
    service: 'one',
    part: 'worker',
    ready: false,
    state: 'failed',
  });
});

test('metrics are served where there are some', async () => {
  running = await runTogether([service('one')], options({ metrics: prometheusMetrics() }));
  await fetch(`${running.url}/one`);
  expect(await (await fetch(`${running.url}/metrics`)).text()).toContain('route="/one"');
});

test('a failure in start stops what had started, its own parts too, and explains', async () => {
  const failing = defineService({
    name: 'bad',
    async start({ views }) {
      await views();
      throw new Error('the table is missing');
    },
  });
  const attempt = runTogether([service('one'), failing], options());
  await expect(attempt).rejects.toMatchObject({
    code: 'E_SERVICE_START',
    detail: {
      zh: '服务 bad 未能启动，已启动的部分均已停止。原因：the table is missing',
      en: 'The service bad did not start, and everything that had started was stopped. The reason: the table is missing',
    },
  });
  expect(happened.slice(-3)).toEqual(['close views of bad', 'stop one', 'close views of one']);
});

test('a port in use stops what had started', async () => {
  running = await runTogether([service('one')], options());
  const listen = { host: '127.0.0.1', port: running.port };
  await expect(runTogether([service('two')], options({ listen }))).rejects.toMatchObject({
    code: 'E_HTTP_PORT_IN_USE',
  });
  expect(happened).toContain('stop two');
});

test('a part that does not stop is left behind, and the others still stop', async () => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'error',
    name: 'x',
    destination: { write: (line) => void lines.push(line) },
  });
  const stuck = defineService({
    name: 'stuck',
    async start({ keep }) {
      keep({ name: 'worker', status: () => ({ state: 'running' }), stop: () => new Promise(() => {}) });
    },
  });
  const broken = defineService({
    name: 'broken',
    async start({ keep }) {
      keep({
        name: 'worker',
        status: () => ({ state: 'running' }),
        stop: () => Promise.reject(new Error('disk')),
      });
    },
  });
  running = await runTogether([service('one'), stuck, broken], options({ logger, graceMs: 50 }));
  const stopping = running.stop();
  running = undefined;
  await expect(stopping).rejects.toMatchObject({
    code: 'E_SERVICE_STOP',
    facts: { parts: ['broken/worker', 'stuck/worker'] },
  });
  expect(happened).toContain('stop one');
  expect(lines.map((line) => JSON.parse(line).message)).toEqual([
    'A part failed to stop.',
    'A part did not stop in time and was left behind.',
  ]);
});

test('a service gets its configuration, and learns the address once the process listens', async () => {
  const address = Promise.withResolvers<string>();
  let stopped = false;
  const definition = defineService({
    name: 'one',
    config: z.object({ greeting: z.string() }),
    async start({ config, listening, signal, app }) {
      signal.addEventListener('abort', () => {
        stopped = true;
      });
      app.get('/greeting', open(), (c) => c.text(config.greeting));
      listening.then(address.resolve, address.reject);
    },
  });
  running = await runService(definition, options({ config: { one: { greeting: '你好' } } }));
  expect(await (await fetch(`${await address.promise}/greeting`)).text()).toBe('你好');
  await running.stop();
  expect(stopped).toBe(true);
});

test('a wrong configuration is told before the service starts', async () => {
  const definition = defineService({
    name: 'one',
    config: z.strictObject({ seats: z.int() }),
    start: async () => void happened.push('started'),
  });
  const attempt = runService(definition, options({ config: { one: { seats: 'many' } } }));
  await expect(attempt).rejects.toMatchObject({
    code: 'E_SERVICE_START',
    problems: [{ pointer: '/seats', rule: 'type' }],
    cause: { code: 'E_CONFIG_INVALID' },
  });
  expect(happened).toEqual([]);
});

test('readiness says by its code why the store does not accept events, and that it does again', async () => {
  let health: ReturnType<NonNullable<NonNullable<Adapters['store']>['health']>> = {
    status: 'failing',
    error: { code: 'E_STORE_FULL' },
  };
  const told = { ...adapters, store: { ...store, health: () => health } };
  running = await runTogether([service('one')], options({ adapters: told }));
  const failing = await fetch(`${running.url}/health/ready`);
  expect(failing.status).toBe(503);
  expect((await failing.json()).parts[0]).toEqual({
    service: 'process',
    part: 'event-store',
    ready: false,
    state: 'failing',
    code: 'E_STORE_FULL',
  });
  health = { status: 'ok' };
  expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
});

test('the port opens only when everything has started', async () => {
  const starting = Promise.withResolvers<void>();
  const port = await freePort();
  const slow = defineService({ name: 'slow', start: () => starting.promise });
  const attempt = runTogether([service('one'), slow], options({ listen: { host: '127.0.0.1', port } }));
  await waitFor(() => happened.includes('start one'), { describe: 'the first service has started' });
  await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
  starting.resolve();
  running = await attempt;
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
});

test('a service that fails in the middle takes its own parts down first, tells whoever waits, and later ones never start', async () => {
  const aborted: unknown[] = [];
  const listening: unknown[] = [];
  const failing = defineService({
    name: 'bad',
    async start({ keep, views, signal, listening: address }) {
      signal.addEventListener('abort', () => aborted.push(signal.reason));
      address.catch((error: unknown) => listening.push(error));
      await views();
      for (const name of ['first', 'second']) {
        keep({
          name,
          status: () => ({ state: 'running' }),
          stop: async () => void happened.push(`stop ${name}`),
        });
      }
      throw viewErrors.error('E_VIEWS_FULL', { detail: { zh: '没有空间', en: 'No room' } });
    },
  });
  const failure = await runTogether([service('one'), failing, service('never')], options()).catch(
    (error: unknown) => error as TongbanError,
  );
  expect(failure).toMatchObject({
    code: 'E_SERVICE_START',
    facts: { service: 'bad' },
    cause: { code: 'E_VIEWS_FULL' },
    detail: {
      zh: expect.stringContaining('原因：没有空间'),
      en: expect.stringContaining('The reason: No room'),
    },
  });
  expect(happened.slice(happened.indexOf('open views of bad'))).toEqual([
    'open views of bad',
    'stop second',
    'stop first',
    'close views of bad',
    'stop one',
    'close views of one',
  ]);
  expect([aborted, listening]).toEqual([[failure], [failure]]);
});

test('a database that does not open is the failure of its service', async () => {
  const openViews: Adapters['openViews'] = ({ schema }) =>
    schema === 'two' ? Promise.reject(viewErrors.error('E_VIEWS_FOREIGN')) : adapters.openViews({ schema });
  const attempt = runTogether(
    [service('one'), service('two')],
    options({ adapters: { ...adapters, openViews } }),
  );
  await expect(attempt).rejects.toMatchObject({
    facts: { service: 'two' },
    cause: { code: 'E_VIEWS_FOREIGN' },
  });
  expect(happened.slice(-2)).toEqual(['stop one', 'close views of one']);
});

test('a start that fails is told although what it leaves does not stop', async () => {
  const bad = defineService({
    name: 'bad',
    async start({ keep }) {
      keep({ name: 'stuck', status: () => ({ state: 'running' }), stop: () => new Promise(() => {}) });
      throw new Error('the real reason');
    },
  });
  await expect(runTogether([service('one'), bad], options({ graceMs: 20 }))).rejects.toMatchObject({
    code: 'E_SERVICE_START',
    detail: { en: expect.stringContaining('the real reason') },
  });
  expect(happened).toContain('stop one');
});

test('a route that has not said who may use it stops the start', async () => {
  const careless = defineService({
    name: 'careless',
    async start({ app }) {
      app.get('/open-to-whom', (c) => c.text('?'));
    },
  });
  await expect(runTogether([service('one'), careless], options())).rejects.toThrow('GET /open-to-whom');
  expect(happened.slice(-2)).toEqual(['stop one', 'close views of one']);
});
