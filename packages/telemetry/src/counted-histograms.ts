import { ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type HistogramMetricData,
  type ScopeMetrics,
} from '@opentelemetry/sdk-metrics';
import type { Histogram, HistogramOptions, HistogramSeries, Labels } from './metrics.ts';

/** Label sets of one histogram, as with OpenTelemetry. What comes beyond them is counted together. */
const seriesMax = 2_000;
const beyond: Labels = { 'otel.metric.overflow': true };

/**
 * Histograms that are counted here and not by OpenTelemetry's SDK, which sorts the labels of every single value and writes
 * them as JSON to find its place: more than the rest of what a small request costs to measure. What comes out is the same.
 */
export class CountedHistograms {
  readonly #scope: string;
  readonly #byName = new Map<string, CountedHistogram>();

  /** @param scope the name of the meter that they stand for */
  constructor(scope: string) {
    this.#scope = scope;
  }

  /** The one of a name, as it was first asked for. */
  named(name: string, options: HistogramOptions): Histogram {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const histogram = new CountedHistogram(name, options);
    this.#byName.set(name, histogram);
    return histogram;
  }

  /** What was counted so far. */
  collected(): ScopeMetrics {
    const all = [...this.#byName.values()].map((one) => one.collected());
    return { scope: { name: this.#scope }, metrics: all.filter(({ dataPoints }) => dataPoints.length > 0) };
  }
}

class CountedHistogram implements Histogram {
  readonly #name: string;
  readonly #options: HistogramOptions;
  readonly #series = new Map<string, CountedSeries>();

  constructor(name: string, options: HistogramOptions) {
    this.#name = name;
    this.#options = options;
  }

  record(value: number, labels?: Labels): void {
    this.series(labels).record(value);
  }

  series(labels: Labels = {}): CountedSeries {
    const key = JSON.stringify(Object.entries(labels).sort(byName));
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    if (this.#series.size >= seriesMax - 1 && labels !== beyond) return this.series(beyond);
    const series = new CountedSeries(labels, this.#options.bounds);
    this.#series.set(key, series);
    return series;
  }

  collected(): HistogramMetricData {
    const { description, unit = '' } = this.#options;
    return {
      descriptor: { name: this.#name, description, unit, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints: [...this.#series.values()].filter(({ count }) => count > 0).map((one) => one.collected()),
    };
  }
}

class CountedSeries implements HistogramSeries {
  readonly #labels: Labels;
  readonly #bounds: readonly number[];
  /** One more than bounds: the last is of what lies beyond them all. */
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  constructor(labels: Labels, bounds: readonly number[]) {
    this.#labels = labels;
    this.#bounds = bounds;
    this.#counts = Array(bounds.length + 1).fill(0);
  }

  get count(): number {
    return this.#count;
  }

  record(value: number): void {
    if (!(value >= 0)) return;
    let at = 0;
    while (at < this.#bounds.length && value > (this.#bounds[at] as number)) at++;
    (this.#counts[at] as number) += 1;
    this.#sum += value;
    this.#count += 1;
  }

  collected(): HistogramMetricData['dataPoints'][number] {
    const buckets = { boundaries: [...this.#bounds], counts: [...this.#counts] };
    return {
      // Prometheus' text has no times; whoever fetches it notes when.
      startTime: [0, 0],
      endTime: [0, 0],
      attributes: { ...this.#labels },
      value: { buckets, sum: this.#sum, count: this.#count },
    };
  }
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
