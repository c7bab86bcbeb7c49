import { type Meter, metrics } from '@opentelemetry/api';

/** Few and bounded values only: a route, never a path; a department, never a person. */
export type Labels = Readonly<Record<string, string | number | boolean>>;

export interface MetricOptions {
  readonly description: string;
  /** UCUM unit: `s`, `By`, `{event}`. */
  readonly unit?: string;
}

export interface HistogramOptions extends MetricOptions {
  /** Upper bounds of the buckets, in the unit, in ascending order; a value on a bound is within it. */
  readonly bounds: readonly number[];
}

export interface Counter {
  add(amount: number, labels?: Labels): void;
}

/** Values of one label set. */
export interface HistogramSeries {
  /** A value below 0, or that is none, is not counted. */
  record(value: number): void;
}

export interface Histogram {
  record(value: number, labels?: Labels): void;
  /** The values of labels that come again and again: whoever keeps it spares looking them up each time. */
  series(labels?: Labels): HistogramSeries;
}

export interface Gauge {
  record(value: number, labels?: Labels): void;
}

/** One reading of an observed gauge. */
export interface Reading {
  readonly value: number;
  readonly labels?: Labels;
}

/** Where a service says how it is doing, in numbers. */
export interface Metrics {
  counter(name: string, options: MetricOptions): Counter;
  histogram(name: string, options: HistogramOptions): Histogram;
  gauge(name: string, options: MetricOptions): Gauge;
  /** A gauge that is read when someone asks: a lag, a queue's length. */
  observe(
    name: string,
    options: MetricOptions,
    read: () => readonly Reading[] | Promise<readonly Reading[]>,
  ): void;
}

/**
 * Metrics of an OpenTelemetry meter; by default the process's own, which counts nothing until an SDK is
 * registered.
 */
export function metricsOf(meter: Meter = metrics.getMeter('tongban')): Metrics {
  return {
    counter: (name, options) => meter.createCounter(name, options),
    histogram: (name, { bounds, ...options }) => {
      const advice = { explicitBucketBoundaries: [...bounds] };
      const histogram = meter.createHistogram(name, { ...options, advice });
      return {
        record: (value, labels) => histogram.record(value, labels),
        series: (labels) => ({ record: (value) => histogram.record(value, labels) }),
      };
    },
    gauge: (name, options) => meter.createGauge(name, options),
    observe: (name, options, read) => {
      meter.createObservableGauge(name, options).addCallback(async (result) => {
        for (const { value, labels } of await read()) result.observe(value, labels);
      });
    },
  };
}
