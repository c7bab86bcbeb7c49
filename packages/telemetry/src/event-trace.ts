import { SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { SpanAttributes } from './span.ts';
import { currentTrace, parentContext, type TraceCarrier } from './trace-carrier.ts';

/** A span that stays open while its event is handled together with others. */
export interface EventSpan {
  /** For whoever handles the event next. */
  readonly carrier: TraceCarrier;
  end(failure?: unknown): void;
}

const carriers = new WeakMap<object, TraceCarrier>();
let isOn = false;

/** Asked for by each span: one that is kept stays with the provider that it first had. */
export function tracer(): Tracer {
  return trace.getTracer('tongban');
}

/** Whether spans are recorded in this process: work for them alone is spared where they are not. */
export function isTracing(): boolean {
  return isOn;
}

/** Says that spans are recorded from now on, or no more. */
export function setTracing(on: boolean): void {
  isOn = on;
}

/** Notes the span under which an event came here: by default the one that is open. */
export function noteTrace(event: object, carrier: TraceCarrier = currentTrace()): void {
  if (carrier.traceparent !== undefined) carriers.set(event, carrier);
}

/** The span that an event's handling belongs to: the one under which it came here, else the one in its attributes. */
export function traceOf(event: TraceCarrier): TraceCarrier {
  return carriers.get(event) ?? event;
}

/** Opens a span for an event that belongs to a trace. Undefined where it belongs to none, or nobody records. */
export function openEventSpan(
  name: string,
  attributes: SpanAttributes,
  event: TraceCarrier,
): EventSpan | undefined {
  if (!isOn) return undefined;
  const parent = traceOf(event);
  if (parent.traceparent === undefined) return undefined;
  const span = tracer().startSpan(name, { attributes }, parentContext(parent));
  if (!span.isRecording()) return undefined;
  const { traceId, spanId, traceFlags } = span.spanContext();
  const { tracestate } = parent;
  return {
    carrier: {
      traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
      ...(tracestate === undefined ? {} : { tracestate }),
    },
    end(failure) {
      if (failure !== undefined) {
        span.recordException(failure instanceof Error ? failure : String(failure));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}

/** Does work on several events inside a span for each of those that belong to a trace. */
export async function withEventSpans<Outcome>(
  name: string,
  attributes: SpanAttributes,
  events: () => Iterable<TraceCarrier>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  if (!isOn) return work();
  const spans = [...events()].map((event) => openEventSpan(name, attributes, event));
  try {
    const outcome = await work();
    for (const span of spans) span?.end();
    return outcome;
  } catch (error) {
    for (const span of spans) span?.end(error);
    throw error;
  }
}
