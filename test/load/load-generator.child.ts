import process from 'node:process';
import { catchUp, following } from './feed-loops.ts';
import type { Measured, Work } from './load-work.ts';
import { closedLoop, openLoop } from './publishing-loops.ts';

/** The load generator: a process of its own, so that its work is not taken from the server's thread. */
process.on('message', (work: Work) => {
  void measure(work).then(
    (measured) => process.send?.({ measured }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});

async function measure(work: Work): Promise<Measured> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const figures = await run(work);
  const { user, system } = process.cpuUsage(before);
  return { ...figures, generatorShare: (user + system) / 1_000 / (performance.now() - startedAt) };
}

function run(work: Work): Promise<Omit<Measured, 'generatorShare'>> {
  if (work.work === 'closed-loop') return closedLoop(work);
  if (work.work === 'open-loop') return openLoop(work);
  return work.work === 'following' ? following(work) : catchUp(work);
}
