import { parentPort, workerData } from 'node:worker_threads';
import { Checkpointer } from './checkpointer.ts';
import { Connection } from './connection.ts';
import { packVerdicts, unpackRequests } from './packed-group.ts';
import { systemFlush } from './wal-flush.ts';
import type { WriterAnswer, WriterFailure, WriterOrder, WriterThreadOptions } from './writer-thread.ts';

/** The thread of `WriterThread`. Order: commit, flush, answer. Nobody else writes the file while a group is in flight. */
const { path, pagesMax } = workerData as WriterThreadOptions;
const checkpointer = new Checkpointer(path);
let connection: Connection | undefined;
let failure: WriterFailure | undefined;

try {
  connection = new Connection(path, pagesMax);
  answer('ready');
} catch (error) {
  fail(error);
}

/** The order before, also where the writer had to wait for the log to be copied. */
let before: Promise<void> = Promise.resolve();

parentPort?.on('message', (order: WriterOrder) => {
  before = before.then(() => handle(order));
});

async function handle(order: WriterOrder): Promise<void> {
  if (order === 'close') {
    await checkpointer.close();
    connection?.close();
    parentPort?.close();
    return;
  }
  if (connection === undefined) return answer({ failure: failure as WriterFailure });
  try {
    const { recorder, walFile } = connection;
    const held = checkpointer.tend(connection);
    if (held !== undefined) await held;
    if (order.after !== undefined) recorder.rejoin(order.after);
    const last = recorder.position;
    const verdicts = packVerdicts(recorder.record(unpackRequests(order.requests), order.recordedAt));
    if (recorder.position > last) systemFlush.inPlace(walFile);
    answer({ verdicts });
  } catch (error) {
    fail(error);
  }
}

/** From here on nothing is committed: whoever recovers the file must find it at rest. */
function fail(error: unknown): void {
  connection?.close();
  connection = undefined;
  failure = failureOf(error);
  answer({ failure });
}

function answer(one: WriterAnswer): void {
  parentPort?.postMessage(one);
}

function failureOf(error: unknown): WriterFailure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, errcode, code } = error as Error & { errcode?: unknown; code?: unknown };
  return {
    message,
    ...(typeof errcode === 'number' ? { errcode } : {}),
    ...(typeof code === 'string' ? { code } : {}),
  };
}
