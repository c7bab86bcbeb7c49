import { contractCatalogue } from '@tongban/contracts';
import type { EventStore } from '@tongban/event-store';
import { open } from '@tongban/http';
import { systemClock } from '@tongban/kernel';
import { createLogger, prometheusMetrics, silentLogger } from '@tongban/telemetry';
import type { ViewStore } from '@tongban/view-store';
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
  await running.stop();
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
