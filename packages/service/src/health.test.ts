import { storeErrors } from '@tongban/event-store';
import { createApp } from '@tongban/http';
import { checkedRequest } from '@tongban/http/testing';
import { silentLogger } from '@tongban/telemetry';
import { simulatedClock } from '@tongban/testing';
import { expect, test } from 'vitest';
import { healthOf, mountHealth } from './health.ts';
import type { KeptPart, PartStatus } from './service-part.ts';

const part = (name: string, status: () => PartStatus | Promise<PartStatus>): KeptPart => ({
  service: 'one',
  part: { name, status, stop: () => Promise.resolve() },
});

test.each([
  ['running', true],
  ['rebuilding', true],
  ['retrying', true],
  ['paused', true],
  ['waiting', false],
  ['failing', false],
  ['failed', false],
  ['stopped', false],
])('%s is ready: %s', async (state, ready) => {
  const clock = simulatedClock({ startMs: 0 });
  const health = await healthOf([part('worker', () => ({ state }))], clock);
  expect(health).toEqual({ ready, parts: [{ service: 'one', part: 'worker', ready, state }] });
});

test('one part that is not ready is enough, and the others are told all the same', async () => {
  const clock = simulatedClock({ startMs: 0 });
  const parts = [part('a', () => ({ state: 'running' })), part('b', () => ({ state: 'waiting' }))];
  const health = await healthOf(parts, clock);
  expect(health.ready).toBe(false);
  expect(health.parts.map(({ part: name, ready }) => [name, ready])).toEqual([
    ['a', true],
    ['b', false],
  ]);
});

test('the code of the last failure is told while a part is not ready, and only then', async () => {
  const clock = simulatedClock({ startMs: 0 });
  const lastFailure = { code: 'E_STORE_FULL' };
  const { parts } = await healthOf(
    [
      part('ill', () => ({ state: 'waiting', lastFailure })),
      part('well again', () => ({ state: 'running', lastFailure })),
      part('throws', () => Promise.reject(storeErrors.error('E_STORE_CLOSED'))),
      part('throws anything', () => Promise.reject(new Error('no'))),
    ],
    clock,
  );
  expect(parts.map(({ state, code }) => [state, code])).toEqual([
    ['waiting', 'E_STORE_FULL'],
    ['running', undefined],
    ['failed', 'E_STORE_CLOSED'],
    ['failed', undefined],
  ]);
});

test('what somebody should see to is told of a part that is ready', async () => {
  const clock = simulatedClock({ startMs: 0 });
  const { ready, parts } = await healthOf(
    [part('contracts', () => ({ state: 'running', remark: 'One is refused.' }))],
    clock,
  );
  expect([ready, parts[0]?.remark]).toEqual([true, 'One is refused.']);
});

test('a part that does not answer within a second is silent, and keeps nobody waiting longer', async () => {
  const clock = simulatedClock({ startMs: 0 });
  const answering = healthOf(
    [part('silent', () => new Promise(() => {})), part('worker', () => ({ state: 'running' }))],
    clock,
  );
  await clock.advance(1_000);
  expect((await answering).parts.map(({ state }) => state)).toEqual(['silent', 'running']);
});

test('asking leaves no timer behind', async () => {
  const clock = simulatedClock({ startMs: 0 });
  await healthOf([part('worker', () => ({ state: 'running' }))], clock);
  expect(clock.pending).toBe(0);
});

test('what is answered is as it is described, whether all is ready or not', async () => {
  const clock = simulatedClock({ startMs: 0 });
  let state = 'running';
  const authenticate = (): never => expect.unreachable('nobody has to say who they are');
  const app = createApp({ name: 'test', logger: silentLogger, authenticate });
  const parts = [
    part('worker', () => ({ state, lastFailure: { code: 'E_STORE_FULL' }, remark: 'see to it' })),
  ];
  mountHealth(
    app,
    () => healthOf(parts, clock),
    async () => '# TYPE up gauge\n',
  );
  expect((await checkedRequest(app, '/health/live')).status).toBe(200);
  expect((await checkedRequest(app, '/health/ready')).status).toBe(200);
  expect((await checkedRequest(app, '/metrics')).status).toBe(200);
  state = 'failed';
  expect((await checkedRequest(app, '/health/ready')).status).toBe(503);
});
