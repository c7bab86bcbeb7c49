import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** The thread of `Checkpointer`: each message is answered when the log of that moment was copied. */
const database = new DatabaseSync((workerData as { readonly path: string }).path, { timeout: 1_000 });
database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0');

parentPort?.on('message', (order: 'copy' | 'close') => {
  if (order === 'copy') {
    database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    parentPort?.postMessage('copied');
  } else {
    database.close();
    parentPort?.close();
  }
});
