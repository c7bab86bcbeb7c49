import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '@tongban/folders';
import { decodeJson } from '@tongban/kernel';

/** Names one event. */
export interface EventRef {
  readonly source: string;
  readonly id: string;
}

/** An event of another department, and where it stands in the feed, to be read again there. */
export interface ReceivedRef extends EventRef {
  readonly cursor: string;
}

/** An own event, by what it takes to look it up and to know it again among answers. */
export interface ToldRef {
  readonly id: string;
  readonly type: string;
  /** As in `Answer`. */
  readonly name?: string;
}

/** What a department keeps of one thing that others told it: never their data, which stays where its rights are checked. */
export interface Entry {
  readonly about: string;
  /** The event by which the department acted: the first one received, or the right one by the last correction. */
  readonly restsOn: EventRef;
  /** Every event received about the thing. */
  readonly received: readonly ReceivedRef[];
  /** Own events that rest on it and stand. */
  readonly told: readonly ToldRef[];
}

/** The register of a department system, one entry a thing. */
export interface Register {
  about(thing: string): Entry | undefined;
  /** The entry of the thing that an event is about. */
  of(event: EventRef): Entry | undefined;
  /** On disk when it returns. */
  keep(entry: Entry): void;
}

/** Writes at the end of a file, to the disk itself. @throws what the file system refuses, perhaps after a part of it */
type Append = (file: string, line: Uint8Array) => void;

const appendFlushed: Append = (file, line) => appendFileSync(file, line, { flush: true });

/**
 * A register in a file of one line an entry, of which the last one of a thing counts; held in memory, a few hundred bytes
 * a thing. A crash, or a disk that is full, leaves the last line whole or not at all. One process at a time.
 *
 * @throws SyntaxError where the file has something else in it; what the file system refuses
 */
export function fileRegister(file: string, append: Append = appendFlushed): Register {
  const byThing = new Map<string, Entry>();
  const thingOf = new Map<string, string>();
  const take = (entry: Entry): void => {
    byThing.set(entry.about, entry);
    for (const event of entry.received) thingOf.set(keyOf(event), entry.about);
  };
  const { lines, bytes } = wholeLines(file);
  for (const line of lines) take(decodeJson(line) as Entry);
  makeFolder(dirname(file));
  let end = bytes;
  let isTorn = false;
  return {
    about: (thing) => byThing.get(thing),
    of: (event) => byThing.get(thingOf.get(keyOf(event)) ?? ''),
    keep(entry) {
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      // A disk that is full takes half a line: the next one may not go on behind it.
      if (isTorn) truncateSync(file, end);
      isTorn = true;
      append(file, line);
      isTorn = false;
      end += line.length;
      take(entry);
    },
  };
}

export function isSameEvent(one: EventRef, other: EventRef): boolean {
  return one.source === other.source && one.id === other.id;
}

/** The lines that were written whole; what a crash left of another one is cut off. */
function wholeLines(file: string): { readonly lines: readonly string[]; readonly bytes: number } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { lines: [], bytes: 0 };
    throw error;
  }
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
  return { lines: bytes.toString('utf8', 0, end).split('\n').slice(0, -1), bytes: end };
}

function keyOf({ source, id }: EventRef): string {
  return `${source} ${id}`;
}
