import { startOtlpReceiver } from '@tongban/testing';
import { expect, it } from 'vitest';
import { withSpan } from './span.ts';
import { currentTrace } from './trace-carrier.ts';
import { exportTraces } from './trace-export.ts';

it('sends spans with their parents to a collector, also those of an event from another process', async () => {
  const receiver = await startOtlpReceiver();
  const traces = await exportTraces({ endpoint: receiver.endpoint, service: 'exchange' });
  const event = await withSpan('publish', { 'event.type': 'tax.a.v1' }, async () =>
    withSpan('append', {}, () => currentTrace()),
  );
  withSpan('react', {}, () => undefined, event);
  await traces.close();
  await receiver.close();
  const of = (name: string) => receiver.spans.find((span) => span.name === name) ?? expect.unreachable(name);
  expect(receiver.spans).toHaveLength(3);
  expect(of('publish')).toMatchObject({ service: 'exchange', parentSpanId: '' });
  expect(of('append')).toMatchObject({ traceId: of('publish').traceId, parentSpanId: of('publish').spanId });
  expect(of('react')).toMatchObject({ traceId: of('publish').traceId, parentSpanId: of('append').spanId });
});

it('costs the spans and nothing else where no collector answers', async () => {
  const receiver = await startOtlpReceiver();
  await receiver.close();
  const traces = await exportTraces({ endpoint: receiver.endpoint, service: 'exchange' });
  expect(await withSpan('publish', {}, async () => 'done')).toBe('done');
  await traces.close();
  expect(currentTrace()).toEqual({});
});
