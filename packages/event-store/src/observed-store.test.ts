import { systemClock } from '@tongban/kernel';
import { exportTraces, prometheusMetrics, traceOf } from '@tongban/telemetry';
import { startOtlpReceiver } from '@tongban/testing';
import { expect, it } from 'vitest';
import { inMemoryEventStore } from './in-memory-event-store.ts';
import { observedStore } from './observed-store.ts';
import { streamName } from './stream-name.ts';
import { sampleEvent } from './testing.ts';

const stream = streamName('tax', 'taxpayer', '1');

it('measures appends, and hands followers the span of the append', async () => {
  const receiver = await startOtlpReceiver();
  const traces = await exportTraces({ endpoint: receiver.endpoint, service: 'exchange' });
  const metrics = prometheusMetrics();
  const store = observedStore(inMemoryEventStore({ clock: systemClock }), metrics);
  await store.append(stream, 'any', [sampleEvent({ id: 'a' })]);
  await store.appendAll([{ stream, expected: 'any', events: [sampleEvent({ id: 'b' })] }]);
  const { events } = await store.readAll({ after: 0 });
  expect(events.map(({ id }) => id)).toEqual(['a', 'b']);
  const carried = events.map(({ event }) => traceOf(event).traceparent);
  await traces.close();
  await receiver.close();
  const spans = receiver.spans.filter(({ name }) => name === 'append');
  expect(spans).toHaveLength(2);
  for (const [at, { spanId }] of spans.entries()) expect(carried[at]).toContain(spanId);
  expect(await metrics.text()).toContain('tongban_append_duration_seconds_count 2');
  await metrics.close();
  await store.close();
});

it('passes on what an append refuses', async () => {
  const store = observedStore(inMemoryEventStore({ clock: systemClock }), prometheusMetrics());
  await store.append(stream, 'any', [sampleEvent({ id: 'a' })]);
  await expect(store.append(stream, 'no-stream', [sampleEvent({ id: 'b' })])).rejects.toMatchObject({
    code: 'E_STORE_REVISION_CONFLICT',
  });
  await store.close();
});
