import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { CountedHistograms } from './counted-histograms.ts';
import { type Metrics, metricsOf } from './metrics.ts';

const scope = 'tongban';

export interface PrometheusMetrics extends Metrics {
  /** Everything measured so far, in the Prometheus text format 0.0.4. */
  text(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Metrics of this process that Prometheus can fetch. Starts no server: a service serves `text()` at
 * `/metrics`.
 */
export function prometheusMetrics(): PrometheusMetrics {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [reader] });
  const serializer = new PrometheusSerializer('', false, undefined, true, true);
  const histograms = new CountedHistograms(scope);
  return {
    ...metricsOf(provider.getMeter(scope)),
    histogram: (name, options) => histograms.named(name, options),
    text: async () => {
      const { resource, scopeMetrics } = (await reader.collect()).resourceMetrics;
      return serializer.serialize({ resource, scopeMetrics: [...scopeMetrics, histograms.collected()] });
    },
    close: () => provider.shutdown(),
  };
}
