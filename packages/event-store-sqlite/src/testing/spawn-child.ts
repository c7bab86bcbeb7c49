import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface ChildAnswer {
  readonly pid?: number;
  readonly code?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Opens a store in a process of its own, which is gone after the test at the latest. */
export async function openInChild(
  path: string,
  options: SpawnOptions = {},
): Promise<{ readonly child: ChildProcess; readonly answer: ChildAnswer }> {
  const script = new URL('./open-store.child.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, path], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints += String(chunk);
  });
  if (child.stdout === null) throw new Error('the child has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, answer: JSON.parse(line) as ChildAnswer };
  }
  throw new Error(`the child said nothing: ${complaints}`);
}
