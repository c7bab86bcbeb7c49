import { isTracing, type Metrics, noteTrace, withSpan } from '@tongban/telemetry';
import { appendEach } from './append-each.ts';
import type { Append, EventStore, NewEvent } from './event-store.ts';
import { eventOf } from './new-event.ts';

/** Seconds. A flush of a fast disk takes a tenth of a millisecond, a majority of a cluster some milliseconds. */
const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The same store, whose appends are measured, and are spans of the trace that they belong to. */
export function observedStore<Store extends EventStore>(store: Store, metrics: Metrics): Store {
  const description = 'Time from an append to its being durable.';
  const duration = metrics
    .histogram('tongban_append_duration_seconds', { description, unit: 's', bounds })
    .series();
  // Chained and not awaited: every event that is published comes this way, and an async function makes more promises.
  const observed = <Outcomes>(stream: string, append: () => Promise<Outcomes>): Promise<Outcomes> => {
    const startedMs = performance.now();
    return withSpan('append', { 'tongban.stream': stream }, append).then((outcomes) => {
      duration.record((performance.now() - startedMs) / 1_000);
      return outcomes;
    });
  };
  return {
    ...store,
    append: (stream, expected, events) =>
      observed(stream, () => store.append(stream, expected, traced(events))),
    appendAll: (appends) =>
      observed(appends[0]?.stream ?? '', () => store.appendAll(appends.map(tracedAppend))),
    appendEach: (appends) =>
      observed(appends[0]?.stream ?? '', () => appendEach(store, appends.map(tracedAppend))),
  };
}

function tracedAppend(append: Append): Append {
  return isTracing() ? { ...append, events: traced(append.events) } : append;
}

/** Followers in this process are handed the same objects: what they do belongs to this append. */
function traced(events: readonly NewEvent[]): readonly NewEvent[] {
  if (!isTracing()) return events;
  return events.map((one) => {
    const event = eventOf(one);
    noteTrace(event);
    return { ...one, event };
  });
}
