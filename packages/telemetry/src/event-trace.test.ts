import { startOtlpReceiver } from '@tongban/testing';
import { expect, it } from 'vitest';
import { isTracing, noteTrace, openEventSpan, traceOf, withEventSpans } from './event-trace.ts';
import { withSpan } from './span.ts';
import { exportTraces } from './trace-export.ts';

const inAttributes = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };

it('costs nothing and opens nothing where nobody records', async () => {
  expect(isTracing()).toBe(false);
  expect(openEventSpan('relay', {}, inAttributes)).toBeUndefined();
  const events = (): never => expect.unreachable('nobody looks at the events');
  expect(await withEventSpans('project', {}, events, async () => 'done')).toBe('done');
});

it('continues the span under which an event came here, else the one in its attributes', async () => {
  const receiver = await startOtlpReceiver();
  const traces = await exportTraces({ endpoint: receiver.endpoint, service: 'exchange' });
  const [fresh, old, untraced] = [{}, inAttributes, {}];
  withSpan('append', {}, () => noteTrace(fresh));
  const relayed = openEventSpan('relay', {}, fresh);
  relayed?.end();
  await withEventSpans(
    'project',
    {},
    () => [fresh, old, untraced],
    async () => undefined,
  );
  const failing = withEventSpans(
    'refuse',
    {},
    () => [old],
    () => Promise.reject(new Error('refused')),
  );
  await expect(failing).rejects.toThrow('refused');
  await traces.close();
  await receiver.close();

  const of = (name: string) => receiver.spans.filter((span) => span.name === name);
  const [append] = of('append');
  expect(traceOf(fresh).traceparent).toContain(append?.spanId);
  expect(of('relay')).toMatchObject([{ traceId: append?.traceId, parentSpanId: append?.spanId }]);
  expect(relayed?.carrier.traceparent).toContain(of('relay')[0]?.spanId);
  expect(of('project').map(({ parentSpanId }) => parentSpanId)).toEqual([append?.spanId, '00f067aa0ba902b7']);
  expect(of('refuse')).toMatchObject([{ parentSpanId: '00f067aa0ba902b7' }]);
});
