import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const packages = join(import.meta.dirname, '../../packages');
const textOf = (path: string): string => readFileSync(join(packages, path), 'utf8').replace(/\s+/g, ' ');

/** A constant of a module, which is a number or a product of numbers. */
function constantOf(path: string, name: string): number {
  const [, value = ''] = new RegExp(`const ${name} = ([\\d_.* ]+);`).exec(textOf(path)) ?? [];
  return value.split('*').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1);
}

const kib = 1_024;
const mib = kib * kib;

it.each<[readme: string, says: string, module: string, constant: string, unit: number]>([
  ['event-store', 'the newest # events are kept', 'recent-events.ts', 'eventsMax', 1],
  ['event-store', '# MiB of text', 'recent-events.ts', 'bytesMax', mib],
  ['event-store-sqlite', 'or # events before that', 'group-commit.ts', 'groupEventsReady', 1],
  ['event-store-sqlite', '# events make a transaction', 'waiting-requests.ts', 'groupEventsMax', 1],
  ['event-store-sqlite', '# appends may wait', 'waiting-requests.ts', 'requestsMax', 1],
  ['event-store-sqlite', 'every # ms the store opens the file anew', 'group-commit.ts', 'recoveryDelayMs', 1],
  ['event-store-sqlite', 'than # ms, or than a quarter', 'wal-flush.ts', 'inPlaceMsMax', 1],
  ['event-store-sqlite', 'groups of # events and more', 'sqlite-event-store.ts', 'threadEventsMin', 1],
  ['event-store-sqlite', 'from # MiB of log', 'checkpointer.ts', 'startBytes', mib],
  ['event-store-sqlite', 'proves that # KiB have room', 'connection.ts', 'roomBytes', kib],
  ['event-store-sqlite', '# MiB of pages', 'connection.ts', 'cacheKiB', kib],
  ['event-store-sqlite', 'looks at # positions', 'reader.ts', 'scannedPositionsMax', 1],
  ['processing', 'after # positions', 'processor-run.ts', 'unwantedPositionsMax', 1],
])('the page of %s says "%s" as its source has it', (readme, says, module, constant, unit) => {
  const figure = constantOf(`${readme}/src/${module}`, constant) / unit;
  expect(textOf(`${readme}/README.md`)).toContain(says.replace('#', figure.toLocaleString('en')));
});
