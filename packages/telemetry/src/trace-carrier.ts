import { type Context, createTraceState, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';

/** W3C Trace Context as it travels in an event's attributes or in HTTP headers. */
export interface TraceCarrier {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/**
 * Version 00 of https://www.w3.org/TR/trace-context/#traceparent-header; later versions begin the same way.
 */
const traceparentForm =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** The attributes that carry the current span to whoever handles the event; empty outside a span. */
export function currentTrace(): TraceCarrier {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined) return {};
  const tracestate = span.traceState?.serialize();
  return {
    traceparent: `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`,
    ...(tracestate ? { tracestate } : {}),
  };
}

/** The context of a carrier, to be the parent of a span. What is malformed counts as absent, as W3C asks. */
export function parentContext(carrier: TraceCarrier): Context {
  const span = remoteSpan(carrier);
  return span === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, span);
}

function remoteSpan(carrier: TraceCarrier): SpanContext | undefined {
  const parts = traceparentForm.exec(carrier.traceparent ?? '');
  if (parts === null) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = parts;
  return {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 0x01,
    isRemote: true,
    ...(carrier.tracestate ? { traceState: createTraceState(carrier.tracestate) } : {}),
  };
}
