import type { BenchEvent } from './candidate.ts';
import type { OurCandidate } from './our-store.ts';
import { appending, type Measured, percentile } from './workloads.ts';

type Make = (count: number) => readonly BenchEvent[];

/** Appends at an even pace and measures from the call of `append` to the subscriber's hands. */
export async function following(
  candidate: OurCandidate,
  make: Make,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Measured> {
  const count = perSecond * seconds;
  const latencies = new Float64Array(count);
  const sent = new Map<string, number>();
  const seen = watch(candidate, count, (id, nth) => {
    latencies[nth] = performance.now() - (sent.get(id) ?? 0);
  });
  const start = performance.now();
  for (let nth = 0; nth < count; ) {
    while (nth < count && performance.now() - start >= (nth * 1_000) / perSecond) {
      const events = make(1);
      sent.set(events[0]?.id ?? '', performance.now());
      void candidate.append('tax.taxpayer-live', nth - 1, events);
      nth += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await seen;
  return { rate: (count * 1_000) / (performance.now() - start), p99Ms: percentile(latencies, 0.99) };
}

/** The rate of 64 clients until the subscriber, if there is one, has everything. */
export async function keepingUp(
  candidate: OurCandidate,
  make: Make,
  { appends, watched }: { appends: number; watched: boolean },
): Promise<Measured> {
  const seen = watched ? watch(candidate, appends, () => {}) : Promise.resolve();
  const start = performance.now();
  const { p99Ms } = await appending(candidate, make, { clients: 64, batch: 1, appends });
  await seen;
  return { rate: (appends * 1_000) / (performance.now() - start), ...(p99Ms === undefined ? {} : { p99Ms }) };
}

async function watch(
  { store }: OurCandidate,
  count: number,
  onEvent: (id: string, nth: number) => void,
): Promise<void> {
  const control = new AbortController();
  let nth = 0;
  for await (const message of store.subscribe({ after: 0, signal: control.signal })) {
    if (message.kind !== 'events') continue;
    for (const { id } of message.events) onEvent(id, nth++);
    if (nth >= count) break;
  }
}
