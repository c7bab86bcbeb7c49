import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { waitFor } from '@tongban/testing';

export const root: string = join(import.meta.dirname, '../..');
const main = join(root, 'services/platform/src/main.ts');

/** How a process ended: one of the two is null. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of a test, with everything that it wrote. */
export interface TestProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  out(): string;
  error(): string;
}

/** The platform as a process of its own, at work. */
export interface PlatformProcess extends TestProcess {
  readonly url: string;
}

const children = new Set<ChildProcess>();

/** Ends what a test left behind, with everything that it started itself: for `afterEach`. */
export async function endProcesses(): Promise<void> {
  const left = [...children].map(async (child) => {
    const gone = new Promise((resolve) => child.once('close', resolve));
    process.kill(-(child.pid as number), 'SIGKILL');
    await gone;
  });
  await Promise.all(left);
}

/** Starts a process in a group of its own, without the settings of whoever runs the tests. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { readonly input?: string } = {},
): TestProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(TONGBAN_|LC_|LANG|NODE_)/.test(name));
  const { input, env, ...others } = options;
  const child = spawn(command, args, {
    cwd: root,
    ...others,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: 'pipe',
    detached: true,
  });
  children.add(child);
  let out = '';
  let error = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    error += text;
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(input ?? '');
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      children.delete(child);
      resolve({ code, signal });
    });
  });
  return { child, ended, out: () => out, error: () => error };
}

/** Starts the platform by its `main.ts` on any free port. */
export function startMain(args: readonly string[], env: Record<string, string> = {}): TestProcess {
  return startProcess(process.execPath, [main, 'start', '--port', '0', ...args], { env });
}

/** Starts the platform and waits until it is ready. @throws with what it wrote where it ends before that */
export async function startPlatform(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<PlatformProcess> {
  const started = startMain(args, env);
  return { ...started, url: await readyUrl(started) };
}

/** The address in the line by which a platform says that it is ready. */
export async function readyUrl({ child, out, error }: TestProcess): Promise<string> {
  const ready = (): string | undefined => /^ready (http:\/\/\S+)/m.exec(out())?.[1];
  await waitFor(() => ready() ?? child.exitCode !== null, {
    describe: 'the platform is ready',
    timeoutMs: 20_000,
  });
  const url = ready();
  if (url === undefined) throw new Error(`the platform ended before it was ready: ${error()}`);
  return url;
}
