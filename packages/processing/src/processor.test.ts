import { inMemoryEventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { silentLogger } from '@tongban/telemetry';
import { expect, it } from 'vitest';
import { defineReactor, defineView } from './processor.ts';
import { runProcessor } from './run-processor.ts';
import { hastyClock } from './testing/clocks.ts';
import { inMemoryProcessingStore, type MemoryTx } from './testing/in-memory-processing-store.ts';

it('has a name that can stand in an id, and tables that can stand in SQL', () => {
  const react = async (): Promise<void> => {};
  expect(() => defineReactor({ name: 'Flows', react })).toThrow('no name for a processor');
  const view = { name: 'flows', version: 1, tables: ['flow; drop'], create: react, project: react };
  expect(() => defineView(view)).toThrow('no name for a table');
  expect(() => defineView({ ...view, tables: [], version: 0 })).toThrow('version of 1 or more');
});

it('begins with what is recorded after its first start, if that is what a reactor wants', async () => {
  const clock = hastyClock(0);
  const store = inMemoryEventStore({ clock });
  const append = (id: string) => store.append(streamName('tax', 'case', '1'), 'any', [sampleEvent({ id })]);
  const answered: string[] = [];
  const reactor = defineReactor<MemoryTx>({
    name: 'late',
    startAt: 'now',
    react: async ({ id }) => void answered.push(id),
  });
  const options = { store, processing: inMemoryProcessingStore(), clock, logger: silentLogger };
  await append('before');
  await (await runProcessor(reactor, options)).stop();
  await append('between');
  const handle = await runProcessor(reactor, options);
  await append('after');
  await handle.whenProcessed(3);
  await handle.stop();
  expect(answered).toEqual(['between', 'after']);
});

it('stops when the signal that it was given aborts', async () => {
  const clock = hastyClock(0);
  const store = inMemoryEventStore({ clock });
  const reactor = defineReactor<MemoryTx>({ name: 'r', react: async () => {} });
  const process = new AbortController();
  const options = { store, processing: inMemoryProcessingStore(), clock, logger: silentLogger };
  const handle = await runProcessor(reactor, { ...options, signal: process.signal });
  process.abort();
  await handle.stop();
  expect((await handle.status()).state).toBe('stopped');
});
