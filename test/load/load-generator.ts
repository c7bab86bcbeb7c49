import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Measured, Work } from './load-work.ts';

export interface LoadGenerator {
  run(work: Work): Promise<Measured>;
  close(): void;
}

type Reply = { readonly measured: Measured } | { readonly failure: string };

/** Starts the load generator as a process. It does one work at a time. */
export function startLoadGenerator(): LoadGenerator {
  const child = fork(join(import.meta.dirname, 'load-generator.child.ts'), { stdio: 'inherit' });
  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        const ended = (): void => reject(new Error(`the load generator ended at ${work.work}`));
        child.once('exit', ended);
        child.once('message', (reply: Reply) => {
          child.off('exit', ended);
          if ('measured' in reply) resolve(reply.measured);
          else reject(new Error(`the load generator failed at ${work.work}: ${reply.failure}`));
        });
        child.send(work);
      }),
    close: () => child.disconnect(),
  };
}
