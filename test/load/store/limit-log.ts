import { closeSync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchEvent, Candidate } from './candidate.ts';

interface Waiting {
  readonly stream: string;
  readonly events: readonly BenchEvent[];
  readonly resolve: () => void;
}

const lineEnd = Buffer.from('\n');

/**
 * The limit: lines appended to a file, one write and one fdatasync a group, formed as our store forms its groups. No
 * index, no check of revisions or ids; where a line lies is remembered in memory only. Reading is reading the file and parsing the lines.
 */
export async function openLimitLog(folder: string): Promise<Candidate> {
  const file = openSync(join(folder, 'events.log'), 'w+');
  const places = new Map<string, { readonly at: number; readonly bytes: number }[]>();
  let waiting: Waiting[] = [];
  let end = 0;
  let count = 0;
  let groups = 0;
  let flushes = 0;

  const writeGroup = (): void => {
    const group = waiting;
    waiting = [];
    groups += 1;
    const bytes = Buffer.concat(
      group.flatMap(({ events }) => events.flatMap((event) => [event.bytes, lineEnd])),
    );
    writeSync(file, bytes, 0, bytes.length, end);
    fdatasyncSync(file);
    flushes += 1;
    for (const { stream, events, resolve } of group) {
      const known = places.get(stream) ?? [];
      for (const { bytes: text } of events) {
        const length = text.length + lineEnd.length;
        known.push({ at: end, bytes: length });
        end += length;
      }
      places.set(stream, known);
      count += events.length;
      resolve();
    }
  };
  const parsed = (at: number, bytes: number): number => {
    const chunk = Buffer.allocUnsafe(bytes);
    readSync(file, chunk, 0, bytes, at);
    let events = 0;
    for (const line of chunk.toString().split('\n')) {
      if (line === '') continue;
      JSON.parse(line);
      events += 1;
    }
    return events;
  };

  return {
    name: 'limit: append-only file',
    append: (stream, _revision, events) =>
      new Promise((resolve) => {
        if (waiting.push({ stream, events, resolve }) === 1) setImmediate(writeGroup);
      }),
    readStream: async (stream) => {
      const known = places.get(stream) ?? [];
      const [first, last] = [known[0], known.at(-1)];
      if (first === undefined || last === undefined) return 0;
      // Written in one batch, the lines lie together and are read at once, as a clustered store could.
      const span = last.at + last.bytes - first.at;
      const isTogether = span === known.reduce((sum, { bytes }) => sum + bytes, 0);
      if (isTogether) return parsed(first.at, span);
      return known.reduce((sum, { at, bytes }) => sum + parsed(at, bytes), 0);
    },
    readAll: async () => {
      let events = 0;
      const all = [...places.values()].flat().toSorted((left, right) => left.at - right.at);
      for (let from = 0; from < all.length; from += 500) {
        const [first, last] = [all[from], all[Math.min(from + 500, all.length) - 1]];
        if (first && last) events += parsed(first.at, last.at + last.bytes - first.at);
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (events !== count) throw new Error(`read ${events} of ${count}`);
      return events;
    },
    durability: () => `${flushes} fdatasync for ${groups} groups`,
    close: async () => closeSync(file),
  };
}
