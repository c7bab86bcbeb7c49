import { processingErrors } from './errors.ts';
import type { Processor } from './processor.ts';
import type { ProcessorHandle, ProcessorOptions } from './processor-handle.ts';
import { ProcessorRun, type ProcessorStart } from './processor-run.ts';

/**
 * Starts a processor: makes its tables if it is a view that has none, rebuilds it if its version changed, takes up
 * its checkpoint and follows the store until it is stopped. Resolves when it is set up, not when it is caught up.
 * @throws E_PROCESSING_AHEAD where the checkpoint lies past the end of the store
 */
export async function runProcessor<Tx>(
  processor: Processor<Tx>,
  options: ProcessorOptions<Tx>,
): Promise<ProcessorHandle> {
  const run = new ProcessorRun(processor, options, await prepare(processor, options));
  run.start();
  return run;
}

/** Makes what is missing, and says from where to go on. */
async function prepare<Tx>(processor: Processor<Tx>, options: ProcessorOptions<Tx>): Promise<ProcessorStart> {
  const { processing, store } = options;
  const head = await store.head();
  const start = await processing.transaction(async (tx) => {
    let position = await processing.checkpoints.claim(tx, processor.name);
    let outdated = false;
    if (processor.kind === 'view') {
      const live = await processing.generations.live(tx, processor.name);
      if (live === undefined) await processing.generations.createLive(tx, processor);
      else outdated = live.version !== processor.version;
    } else if (position === undefined && processor.startAt === 'now') {
      position = head;
      await processing.checkpoints.move(tx, processor.name, head);
    }
    return { position: position ?? 0, outdated };
  });
  // Where several processes share a checkpoint, another one may have moved it since the end was looked up.
  if (start.position > head && start.position > (await store.head())) {
    const facts = { processor: processor.name, position: start.position, head };
    throw processingErrors.error('E_PROCESSING_AHEAD', { facts });
  }
  return start;
}
