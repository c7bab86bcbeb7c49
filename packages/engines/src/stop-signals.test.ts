import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const main = `
  import { sleep, systemClock } from '@tongban/kernel';
  import { onStopSignal } from '${join(import.meta.dirname, 'stop-signals.ts')}';
  const release = onStopSignal(systemClock, () => {});
  await sleep(systemClock, 50);
  console.log('awake');
  release();
`;

it('keeps a process that waits for nothing but a timer of its clock, and lets it go afterwards', async () => {
  const args = ['--input-type=module', '--eval', main];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  expect(stdout).toBe('awake\n');
});
