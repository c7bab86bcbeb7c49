import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { startContainer } from './container.ts';
import { freePort } from './free-port.ts';

/** A PostgreSQL server for tests, empty but for what its tests make. */
export interface PostgresServer {
  /** `postgres://…` of a database whose user may make others. */
  readonly url: string;
  /** Stops the server at once and starts it again on its folder; undefined where it is not ours. */
  readonly restart: (() => Promise<void>) | undefined;
  stop(): Promise<void>;
}

/**
 * The server that POSTGRES_URL names, else one of our own from the machine's own PostgreSQL (Debian: `postgresql`), in
 * a temporary folder, on a free port, else one in a container. Where there is none of them: why. One of our own flushes
 * only where it is to be `durable`: a test is quicker without, and a restart of the server loses nothing by it.
 */
export async function startPostgres(
  options: { readonly durable?: boolean } = {},
): Promise<PostgresServer | { readonly absent: string }> {
  const url = process.env.POSTGRES_URL;
  if (url) return { url, restart: undefined, stop: async () => {} };
  const bin = postgresFolder();
  if (bin === undefined) return inContainer();
  const folder = mkdtempSync(join(tmpdir(), 'tongban-postgres-'));
  const port = await freePort();
  const prefix = unprivileged(folder);
  const command = (name: string, args: readonly string[]): readonly [string, readonly string[]] => {
    const [program = '', ...rest] = [...prefix, join(bin, name), ...args];
    return [program, rest];
  };
  const initdb = [
    '-D',
    folder,
    '-A',
    'trust',
    '-U',
    'postgres',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ];
  execFileSync(...command('initdb', initdb), { stdio: 'ignore' });
  const run = (): Promise<ChildProcess> => {
    const fsync = `fsync=${options.durable ? 'on' : 'off'}`;
    const args = ['-D', folder, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-c', fsync];
    return ready(spawn(...command('postgres', args), { stdio: ['ignore', 'ignore', 'pipe'] }));
  };
  let server = await run();
  const kill = (): void => void server.kill('SIGQUIT');
  process.once('exit', kill);
  const end = async (): Promise<void> => {
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    await ended;
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async restart() {
      await end();
      server = await run();
    },
    async stop() {
      process.off('exit', kill);
      await end();
      rmSync(folder, { recursive: true });
    },
  };
}

async function inContainer(): Promise<PostgresServer | { readonly absent: string }> {
  const container = await startContainer({
    image: 'postgres:18.1',
    port: 5432,
    env: () => ({ POSTGRES_HOST_AUTH_METHOD: 'trust' }),
    // It starts twice: first without an address, to make its database.
    says: /listening on IPv4 address "0\.0\.0\.0"/,
  });
  if (container === undefined) {
    return {
      absent: 'there is no PostgreSQL: set POSTGRES_URL, install the package postgresql, or start Docker',
    };
  }
  const { port, stop } = container;
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, restart: undefined, stop };
}

/** The folder of `initdb` and `postgres`: on the path, or where Debian keeps them; the newest. */
function postgresFolder(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((one, other) => Number(other) - Number(one))
    : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/**
 * PostgreSQL refuses to run as root: it is then run as the user that its package makes, to whom the folder goes; and it
 * ends with this process, also where that is killed.
 */
function unprivileged(folder: string): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const id = (flag: '-u' | '-g'): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  chownSync(folder, id('-u'), id('-g'));
  return ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--pdeathsig=QUIT'];
}

async function ready(server: ChildProcess): Promise<ChildProcess> {
  const said: string[] = [];
  if (server.stderr === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: server.stderr })) {
    if (line.includes('database system is ready to accept connections')) {
      server.stderr.resume();
      return server;
    }
    said.push(line);
  }
  throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`);
}
