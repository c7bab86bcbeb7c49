import type { EventStore, RecordedEvent, StreamName } from '../index.ts';
import { streamName } from '../stream-name.ts';
import type { OpenedStore } from './event-store-contract.ts';

/** Runs a test over a store of its own and releases it. */
export async function withStore(
  open: () => Promise<OpenedStore>,
  test: (store: EventStore, opened: OpenedStore) => Promise<void>,
): Promise<void> {
  const opened = await open();
  try {
    await test(opened.store, opened);
  } finally {
    await opened.close();
  }
}

export function taxpayer(key: string): StreamName {
  return streamName('tax', 'taxpayer', key);
}

export function idsOf(events: readonly RecordedEvent[]): readonly string[] {
  return events.map(({ id }) => id);
}

/** Everything recorded, page by page. */
export async function readEverything(store: EventStore, limit = 500): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after = 0; ; ) {
    const page = await store.readAll({ after, limit });
    events.push(...page.events);
    after = page.next;
    if (page.atEnd) return events;
  }
}

/** The code of the error that a promise rejects with; undefined where it does not. */
export async function refusalOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
