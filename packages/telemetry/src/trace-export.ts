import { context, trace } from '@opentelemetry/api';
import { setTracing } from './event-trace.ts';

/** Spans of this process on their way to a collector. */
export interface TraceExport {
  /** Sends what waits, and ends. */
  close(): Promise<void>;
}

export interface TraceExportOptions {
  /** OTLP over HTTP: `http://collector:4318`. Spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  /** What the process is called in a trace: `tongban-exchange`. */
  readonly service: string;
}

/** Spans wait so long for others to go with, milliseconds. */
const batchMs = 1_000;

/**
 * Records spans from here on and sends them to a collector. One that does not answer costs the spans and nothing
 * else. Called once a process, before it works; the SDK is loaded only here, so that nobody else pays for it.
 */
export async function exportTraces({ endpoint, service }: TraceExportOptions): Promise<TraceExport> {
  const [{ AsyncLocalStorageContextManager }, { OTLPTraceExporter }, { resourceFromAttributes }, sdk] =
    await Promise.all([
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace'),
    ]);
  const exporter = new OTLPTraceExporter({
    url: new URL('v1/traces', `${endpoint.replace(/\/$/, '')}/`).href,
  });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, scheduledDelayMillis: batchMs })],
  });
  const contexts = new AsyncLocalStorageContextManager();
  contexts.enable();
  context.setGlobalContextManager(contexts);
  trace.setGlobalTracerProvider(provider);
  setTracing(true);
  return {
    async close() {
      setTracing(false);
      await provider.shutdown().catch(() => undefined);
      trace.disable();
      context.disable();
    },
  };
}
