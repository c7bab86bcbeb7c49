import { expect, test } from 'vitest';
import { metricsOf } from './metrics.ts';
import { prometheusMetrics } from './prometheus-metrics.ts';

test('what is measured is in the text for Prometheus', async () => {
  const metrics = prometheusMetrics();
  const published = metrics.counter('events_published', {
    description: 'Events published.',
    unit: '{event}',
  });
  published.add(2, { department: 'tax' });
  published.add(1, { department: 'tax' });
  metrics.histogram('wait', { description: 'Waiting.', unit: 's', bounds: [0.1, 1] }).record(0.5);
  metrics.gauge('queue', { description: 'Waiting items.' }).record(4);
  metrics.observe('lag', { description: 'Lag.', unit: 's' }, () => [{ value: 9, labels: { view: 'flows' } }]);
  const text = await metrics.text();
  expect(text).toContain('events_published_total{department="tax"} 3');
  expect(text).toContain('# HELP events_published_total Events published.');
  expect(text).toMatch(/wait(_seconds)?_bucket\{le="1"\} 1/);
  expect(text).toMatch(/^queue 4$/m);
  expect(text).toMatch(/^lag(_seconds)?\{view="flows"\} 9$/m);
  await metrics.close();
});

test('without an SDK metrics cost nothing and fail nothing', () => {
  const metrics = metricsOf();
  metrics.counter('x', { description: 'x' }).add(1);
  metrics.observe('y', { description: 'y' }, () => []);
});
