import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What a client proposes to append. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LoggedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  /** The byte of the log at which its record begins: commit and prepare position at once, as of a real server. */
  readonly position: bigint;
  readonly createdMs: number;
}

export type Expected = 'any' | 'no-stream' | 'stream-exists' | number;

export type AppendAnswer =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrong-revision'; readonly current: number | undefined }
  | { readonly kind: 'too-large' };

/** `MaxAppendSize` of a real server as it is delivered. */
export const appendBytesMax = 1_048_576;
/** About what a real record has beside data and metadata, so that positions are as sparse as there. */
const recordOverheadBytes = 140;

/** The transaction log of the fake: in memory, and in a file of a folder where one is given. */
export class EventLog {
  readonly events: LoggedEvent[] = [];
  readonly #streams = new Map<string, LoggedEvent[]>();
  readonly #indexes = new Map<bigint, number>();
  readonly #waiting = new Set<() => void>();
  readonly #file: number | undefined;
  #end = 2_000n;

  constructor(folder: string | undefined) {
    if (folder !== undefined) this.#file = this.#open(folder);
    if (this.events.length === 0) {
      this.writeSystemEvent('$users', '$UserCreated');
      this.writeSystemEvent('$projections-$all', '$ProjectionsInitialized');
    }
  }

  stream(name: string): readonly LoggedEvent[] {
    return this.#streams.get(name) ?? [];
  }

  /** The place of the record that begins at a position; undefined where none does. */
  indexOf(position: bigint): number | undefined {
    return this.#indexes.get(position);
  }

  append(stream: string, expected: Expected, proposed: readonly ProposedEvent[]): AppendAnswer {
    if (sizeOf(proposed) > appendBytesMax) return { kind: 'too-large' };
    const known = this.stream(stream);
    const current = known.at(-1)?.revision;
    if (!isMet(expected, current)) return idempotentAnswer(known, expected, proposed);
    const createdMs = Date.now();
    const events = proposed.map((event, at) => {
      const position = this.#end;
      this.#end += BigInt(recordOverheadBytes + event.data.length + event.metadata.length + stream.length);
      return { ...event, stream, revision: (current ?? -1) + 1 + at, position, createdMs };
    });
    if (this.#file !== undefined) writeSync(this.#file, `${JSON.stringify(events.map(frozen))}\n`);
    this.#record(events);
    const last = events.at(-1);
    return { kind: 'appended', revision: last?.revision ?? current ?? 0, position: last?.position ?? 0n };
  }

  /** What a real server writes for itself; readers of ours have to leave it out. */
  writeSystemEvent(stream: string, type: string): void {
    const event = { id: crypto.randomUUID(), type, contentType: 'application/json' };
    this.append(stream, 'any', [{ ...event, data: Buffer.from('{}'), metadata: new Uint8Array() }]);
  }

  /** Calls `wake` at the next append; the answer takes it back. */
  onAppend(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => this.#waiting.delete(wake);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  #record(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      this.#indexes.set(event.position, this.events.length);
      this.events.push(event);
      const stream = this.#streams.get(event.stream) ?? [];
      stream.push(event);
      this.#streams.set(event.stream, stream);
    }
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  #open(folder: string): number {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'log.jsonl');
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    for (const line of text.split('\n').filter((one) => one !== '')) {
      this.#record((JSON.parse(line) as readonly FrozenEvent[]).map(thawed));
    }
    const last = this.events.at(-1);
    if (last !== undefined) this.#end = last.position + BigInt(appendBytesMax);
    return openSync(path, 'a');
  }
}

function isMet(expected: Expected, current: number | undefined): boolean {
  if (expected === 'any') return true;
  if (expected === 'no-stream') return current === undefined;
  if (expected === 'stream-exists') return current !== undefined;
  return expected === current;
}

/**
 * A real server knows a repeat by the ids after the expected revision. With `any` it knows only what it happens to
 * remember; the fake remembers nothing then, which is the worst that a client may meet.
 */
function idempotentAnswer(
  known: readonly LoggedEvent[],
  expected: Expected,
  proposed: readonly ProposedEvent[],
): AppendAnswer {
  const from = expected === 'no-stream' ? 0 : typeof expected === 'number' ? expected + 1 : undefined;
  const there = from === undefined ? [] : known.slice(from, from + proposed.length);
  const last = there.at(-1);
  const isRepeat = there.length === proposed.length && there.every(({ id }, at) => id === proposed[at]?.id);
  if (isRepeat && last) return { kind: 'appended', revision: last.revision, position: last.position };
  return { kind: 'wrong-revision', current: known.at(-1)?.revision };
}

function sizeOf(events: readonly ProposedEvent[]): number {
  return events.reduce((bytes, { data, metadata }) => bytes + data.length + metadata.length, 0);
}

interface FrozenEvent extends Omit<LoggedEvent, 'position' | 'data' | 'metadata'> {
  readonly position: string;
  readonly data: string;
  readonly metadata: string;
}

function frozen({ position, data, metadata, ...rest }: LoggedEvent): FrozenEvent {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return { ...rest, position: String(position), data: base64(data), metadata: base64(metadata) };
}

function thawed({ position, data, metadata, ...rest }: FrozenEvent): LoggedEvent {
  const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');
  return { ...rest, position: BigInt(position), data: bytes(data), metadata: bytes(metadata) };
}
