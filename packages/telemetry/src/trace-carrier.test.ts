import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { withSpan } from './span.ts';
import { currentTrace, parentContext } from './trace-carrier.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('a carrier becomes a remote parent, with its state', () => {
  const span = trace.getSpanContext(parentContext({ traceparent, tracestate: 'city=1' }));
  expect(span).toMatchObject({
    traceId: traceparent.slice(3, 35),
    spanId: '00f067aa0ba902b7',
    isRemote: true,
  });
  expect(span?.traceState?.get('city')).toBe('1');
  expect(parentContext({})).toBe(ROOT_CONTEXT);
});

test('without an SDK the work is just done', async () => {
  expect(withSpan('work', {}, () => 7)).toBe(7);
  await expect(withSpan('work', {}, async () => 8, { traceparent })).resolves.toBe(8);
  expect(currentTrace()).toEqual({});
});
