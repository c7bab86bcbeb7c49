import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** A server under measurement, in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  /** From the start of the process to its word that it is ready. */
  readonly readyMs: number;
  /** Processor time used so far, milliseconds. */
  cpuMs(): number;
  residentMiB(): number;
  /** Resolves when the process does next to nothing: what it does in the background is done. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

export interface PlatformTerms {
  /** With the sample city; default without. */
  readonly city?: { readonly everySeconds: number };
  /** Started as a user does, by `npm start`. */
  readonly byNpm?: boolean;
  /** Folder for a processor profile of the platform. */
  readonly profile?: string | undefined;
}

const root = join(import.meta.dirname, '../..');
/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;

/** Starts the whole platform on a fresh data folder, which is removed when it stops. */
export async function startPlatform(terms: PlatformTerms = {}): Promise<ServerProcess> {
  const { city, byNpm = false, profile } = terms;
  const data = mkdtempSync(join(tmpdir(), 'tongban-load-'));
  const options = ['--port', '0', '--data', data, '--json', ...(city ? [] : ['--empty'])];
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const command = byNpm ? 'npm' : process.execPath;
  const args = byNpm
    ? ['start', '--silent', '--', ...options]
    : [...profiling, join(root, 'services/platform/src/main.ts'), 'start', ...options];
  const server = await startServer(command, args, {
    // More than any machine sends: the limit of a department is not what is measured.
    TONGBAN_RATE_PER_SECOND: '1000000',
    ...(city ? { TONGBAN_CITY_EVERY_SECONDS: String(city.everySeconds) } : {}),
  });
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(data, { recursive: true });
    },
  };
}

/** Starts the bare route. */
export function startBareRoute(): Promise<ServerProcess> {
  return startServer(process.execPath, [join(import.meta.dirname, 'bare-route.child.ts')]);
}

async function startServer(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const startedAt = performance.now();
  // A group of its own, so that what npm starts is ended with it.
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const url = await readyLine(child);
  const readyMs = performance.now() - startedAt;
  const port = Number(new URL(url).port);
  const pid = listeningProcess(child.pid as number);
  const cpuMs = (): number => {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const fields = rest.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  };
  return {
    url,
    port,
    readyMs,
    cpuMs,
    residentMiB: () =>
      Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024,
    async quiet() {
      for (let still = 0; still < 2; ) {
        const before = cpuMs();
        await new Promise((resolve) => setTimeout(resolve, 150));
        still = cpuMs() - before <= tickMs ? still + 1 : 0;
      }
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      process.kill(-(child.pid as number), 'SIGINT');
      await ended;
    },
  };
}

async function readyLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the process has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{"ready":')) return (JSON.parse(line) as { readonly ready: string }).ready;
  }
  throw new Error('the process ended before it was ready');
}

/** The last of the processes that this one started: `npm` runs a shell that runs the server. */
function listeningProcess(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? pid : listeningProcess(Number(children.split(' ').at(-1)));
}
