import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Labels, type Metrics, metricsOf } from './metrics.ts';
import { prometheusMetrics } from './prometheus-metrics.ts';

const options = { description: 'Waiting.', unit: 's', bounds: [0.25, 1, 4] };

/** What Prometheus reads, line by line in no order, where OpenTelemetry's SDK counts. */
async function countedBySdk(measure: (metrics: Metrics) => void): Promise<readonly string[]> {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [reader] });
  measure(metricsOf(provider.getMeter('tongban')));
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  return linesOf(new PrometheusSerializer('', false, undefined, true, true).serialize(resourceMetrics));
}

/** The same where they are counted here. */
async function countedHere(measure: (metrics: Metrics) => void): Promise<readonly string[]> {
  const metrics = prometheusMetrics();
  measure(metrics);
  const text = await metrics.text();
  await metrics.close();
  return linesOf(text);
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').sort();
}

test('says the same as OpenTelemetry’s own histograms, whatever is measured', async () => {
  const value = fc.oneof(
    fc.constantFrom(0, 0.25, 1, 4),
    fc.nat(40).map((eighths) => eighths / 8),
  );
  const labels = fc.constantFrom<Labels | undefined>(
    undefined,
    {},
    { route: '/a', status: 201 },
    { status: 201, route: '/a' },
    { route: '/a', status: '201' },
    { route: '/a', status: 404 },
    { route: '/a', status: 404, isLate: true },
  );
  const name = fc.constantFrom('wait', 'other');
  const measured = fc.array(fc.tuple(name, value, labels, fc.boolean()), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(measured, async (all) => {
      const measure = (metrics: Metrics): void => {
        for (const [of, amount, said, kept] of all) {
          const histogram = metrics.histogram(of, options);
          if (kept) histogram.series(said).record(amount);
          else histogram.record(amount, said);
        }
      };
      expect(await countedHere(measure)).toEqual(await countedBySdk(measure));
    }),
    { numRuns: 100 },
  );
});

test('says the same where there are more label sets than are kept apart', async () => {
  const measure = (metrics: Metrics): void => {
    const histogram = metrics.histogram('wait', options);
    for (let nth = 0; nth < 2_010; nth++) histogram.record(1, { nth });
    histogram.record(1, { nth: 7 });
  };
  const lines = await countedHere(measure);
  expect(lines).toEqual(await countedBySdk(measure));
  expect(lines).toContain('wait_count{otel_metric_overflow="true"} 11');
});

test('counts on between two readings, and nothing that is below zero or no number', async () => {
  const metrics = prometheusMetrics();
  const series = metrics.histogram('wait', options).series({ route: '/a' });
  expect(await metrics.text()).not.toContain('wait');
  for (const count of [1, 2]) {
    series.record(0.5);
    for (const none of [-1, Number.NaN]) series.record(none);
    expect(await metrics.text()).toContain(`wait_count{route="/a"} ${count}`);
  }
  await metrics.close();
});
