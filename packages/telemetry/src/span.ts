import { type Context, context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { isTracing, tracer } from './event-trace.ts';
import { parentContext, type TraceCarrier } from './trace-carrier.ts';

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** What a piece of work may say about itself while its span is open. */
export interface OpenSpan {
  setAttribute(name: string, value: string | number | boolean): unknown;
}

const noSpan: OpenSpan = { setAttribute: () => undefined };

/**
 * Does a piece of work inside a span; the span ends when the work does, or its promise, and records what it
 * throws.
 * A parent from another process is given as the attributes of its event. Where nobody records it costs one call.
 */
export function withSpan<Outcome>(
  name: string,
  attributes: SpanAttributes,
  work: (span: OpenSpan) => Outcome,
  parent?: TraceCarrier,
): Outcome {
  if (!isTracing()) return work(noSpan);
  const outer: Context = parent === undefined ? context.active() : parentContext(parent);
  const span = tracer().startSpan(name, { attributes }, outer);
  if (!span.isRecording()) return work(span);
  return context.with(trace.setSpan(outer, span), () => finish(span, work));
}

function finish<Outcome>(span: Span, work: (span: OpenSpan) => Outcome): Outcome {
  let outcome: Outcome;
  try {
    outcome = work(span);
  } catch (error) {
    fail(span, error);
    throw error;
  }
  if (!(outcome instanceof Promise)) {
    span.end();
    return outcome;
  }
  return outcome.then(
    (value) => {
      span.end();
      return value;
    },
    (error) => {
      fail(span, error);
      throw error;
    },
  ) as Outcome;
}

function fail(span: Span, error: unknown): void {
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
