import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  type Span,
  trace,
} from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLogger } from './create-logger.ts';
import { setTracing } from './event-trace.ts';
import { withSpan } from './span.ts';
import { currentTrace } from './trace-carrier.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

/** A tracer that records, small enough to read: the real SDK is another package's. */
interface RecordedSpan {
  readonly name: string;
  readonly parentTraceId: string | undefined;
  ended: boolean;
  failed: boolean;
}

const spans: RecordedSpan[] = [];

function registerTracer(): void {
  const contexts = new AsyncLocalStorage<Context>();
  context.setGlobalContextManager({
    active: () => contexts.getStore() ?? ROOT_CONTEXT,
    with: (inner, work, self, ...rest) => contexts.run(inner, () => work.apply(self, rest)),
    bind: (_inner, target) => target,
    enable: () => ({}) as ContextManager,
    disable: () => ({}) as ContextManager,
  } as ContextManager);
  const startSpan = (name: string, _options: unknown, outer: Context): Span => {
    const parentTraceId = trace.getSpanContext(outer)?.traceId;
    const recorded: RecordedSpan = { name, parentTraceId, ended: false, failed: false };
    spans.push(recorded);
    const spanId = String(spans.length).padStart(16, '0');
    return {
      spanContext: () => ({ traceId: parentTraceId ?? '1'.repeat(32), spanId, traceFlags: 1 }),
      isRecording: () => true,
      recordException: () => {},
      setStatus: () => {
        recorded.failed = true;
      },
      setAttribute: () => {},
      end: () => {
        recorded.ended = true;
      },
    } as unknown as Span;
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) as never });
}

beforeAll(() => {
  registerTracer();
  setTracing(true);
});
beforeEach(() => {
  spans.length = 0;
});
afterAll(() => {
  setTracing(false);
  trace.disable();
  context.disable();
});

test('a span continues the trace of an event and hands it on', async () => {
  const carried = await withSpan('handle', {}, async () => currentTrace(), { traceparent });
  expect(spans).toEqual([{ name: 'handle', parentTraceId: traceId, ended: true, failed: false }]);
  expect(carried.traceparent).toBe(`00-${traceId}-0000000000000001-01`);
});

test.each(['', 'nonsense', `ff-${traceId}-00f067aa0ba902b7-01`, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`])(
  'a malformed traceparent begins a new trace: %s',
  (malformed) => {
    withSpan('handle', {}, () => {}, { traceparent: malformed });
    expect(spans[0]?.parentTraceId).toBeUndefined();
  },
);

test('a failure is recorded and thrown on, sync and async', async () => {
  expect(() =>
    withSpan('sync', {}, () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  await expect(withSpan('async', {}, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(spans.map(({ ended, failed }) => [ended, failed])).toEqual([
    [true, true],
    [true, true],
  ]);
});

test('log lines inside a span carry its trace id', () => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    name: 'x',
    destination: { write: (line) => void lines.push(line) },
  });
  withSpan('handle', {}, () => logger.info({}, 'Inside.'), { traceparent });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ traceId, spanId: '0000000000000001' });
});
