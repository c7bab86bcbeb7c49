/** A request of several events: their numbers in the whole, and its body, a JSON array. */
export interface EventBatch {
  readonly indexes: readonly number[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface BatchLimits {
  readonly eventsMax: number;
  readonly bytesMax: number;
}

/**
 * Splits encoded events into bodies within the limits, in their order. An event alone always fits: it was
 * checked when it was encoded.
 */
export function eventBatches(
  events: readonly (readonly [index: number, bytes: Uint8Array])[],
  { eventsMax, bytesMax }: BatchLimits,
): EventBatch[] {
  const batches: EventBatch[] = [];
  let batch: (readonly [number, Uint8Array])[] = [];
  let size = 2;
  const close = (): void => {
    if (batch.length > 0)
      batches.push({ indexes: batch.map(([index]) => index), bytes: joined(batch, size) });
    batch = [];
    size = 2;
  };
  for (const event of events) {
    const added = event[1].length + (batch.length > 0 ? 1 : 0);
    if (batch.length >= eventsMax || (batch.length > 0 && size + added > bytesMax)) close();
    size += event[1].length + (batch.length > 0 ? 1 : 0);
    batch.push(event);
  }
  close();
  return batches;
}

/** `[`, the events with commas between them, `]`. */
function joined(events: readonly (readonly [number, Uint8Array])[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const [, event] of events) {
    bytes[at] = at === 0 ? 0x5b : 0x2c;
    bytes.set(event, at + 1);
    at += event.length + 1;
  }
  bytes[at] = 0x5d;
  return bytes;
}
