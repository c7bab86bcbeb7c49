import { Worker } from 'node:worker_threads';
import type { Projection, ViewModule } from '@tongban/processing';
import { viewErrors } from './errors.ts';
import { type PackedEvents, packEvents } from './packed-events.ts';
import type { Executed, SqliteWriterOptions } from './sqlite-connection.ts';
import type { SqliteWriter } from './sqlite-database.ts';

/** What the thread is told: a statement, to project a batch of a view, or to close. */
export type SqliteOrder =
  | 'close'
  | { readonly sql: string; readonly parameters: readonly unknown[] }
  | {
      readonly view: ViewModule;
      readonly projection: Omit<Projection, 'events'>;
      readonly events: PackedEvents;
    };

/** What the thread says to being opened and to each order, in turn. */
export type SqliteAnswer = Executed | { readonly failure: SqliteFailure };

/** As much of an error as is known of it on the other side. */
export interface SqliteFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly errcode?: unknown;
}

/** Opens a database in a thread of its own. Rejects with what SQLite throws there. */
export async function openSqliteThread(
  options: SqliteWriterOptions,
): Promise<SqliteWriter & Required<Pick<SqliteWriter, 'project'>>> {
  const worker = new Worker(new URL('./sqlite-thread-worker.ts', import.meta.url), { workerData: options });
  /** Those who wait, in the order in which the answers come. */
  const waiting: { resolve(executed: Executed): void; reject(error: unknown): void }[] = [];
  let ended: Error | undefined;
  let closed: Promise<void> | undefined;

  const nextAnswer = (): Promise<Executed> => {
    // Whoever waits for an answer keeps the process alive; an open database alone does not.
    worker.ref();
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const next = (): (typeof waiting)[number] | undefined => {
    const first = waiting.shift();
    if (waiting.length === 0) worker.unref();
    return first;
  };
  const end = (error: Error): void => {
    ended ??= error;
    while (waiting.length > 0) next()?.reject(ended);
  };
  worker.on('message', (answer: SqliteAnswer) => {
    const first = next();
    if ('failure' in answer) first?.reject(errorOf(answer.failure));
    else first?.resolve(answer);
  });
  // The failure of the thread is no failure of an event: processors wait, and park nothing.
  worker.on('error', (cause) => end(viewErrors.error('E_VIEWS_UNAVAILABLE', { cause })));
  worker.on('exit', () => end(viewErrors.error('E_VIEWS_CLOSED')));

  const send = async (order: SqliteOrder, handedOver: readonly ArrayBuffer[] = []): Promise<Executed> => {
    if (ended !== undefined) throw ended;
    worker.postMessage(order, handedOver);
    return nextAnswer();
  };
  await nextAnswer();
  return {
    execute: (sql, parameters) => send({ sql, parameters }),
    async project(view, { events, ...projection }) {
      const packed = packEvents(events);
      await send({ view, projection, events: packed }, [packed.texts.buffer, packed.numbers.buffer]);
    },
    close() {
      closed ??= ended === undefined ? send('close').then(() => undefined) : Promise.resolve();
      return closed;
    },
  };
}

function errorOf({ name, message, code, errcode }: SqliteFailure): Error {
  if (typeof code === 'string' && Object.hasOwn(viewErrors.rows, code)) {
    return viewErrors.error(code as keyof typeof viewErrors.rows);
  }
  return Object.assign(new Error(message), { name, code, errcode });
}
