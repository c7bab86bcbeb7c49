import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { compileCache } from '../compile-cache.ts';

/** One service as a process of its own. */
export interface ServiceProcess {
  /** `flows-2`. */
  readonly name: string;
  /** Where it listens now; undefined while it does not run. */
  readonly url: string | undefined;
  /** Resolves when it answers. @throws with what it wrote where it ends before that */
  start(): Promise<void>;
  /** Asks it to stop, as Ctrl-C does, and waits for it. Answers its exit code. */
  stop(): Promise<number | null>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

export interface ServiceProcessOptions {
  readonly name: string;
  /** The folder below `services`. */
  readonly service: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where its log goes. */
  readonly logFile: string;
}

const root = join(import.meta.dirname, '../..');
/** Last lines of the log that are told where it does not start. */
const linesKept = 30;

export function serviceProcess({ name, service, env, logFile }: ServiceProcessOptions): ServiceProcess {
  const main = join(root, 'services', service, 'src/main.ts');
  let child: ChildProcess | undefined;
  let url: string | undefined;
  const killAtExit = (): void => void child?.kill('SIGKILL');

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    if (ending === undefined) return null;
    const ended = once(ending, 'exit') as Promise<[number | null]>;
    ending.kill(signal);
    const [code] = await ended;
    return code;
  };

  return {
    name,
    get url() {
      return url;
    },
    async start() {
      const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('TONGBAN_'));
      const started = spawn(process.execPath, [main], {
        env: {
          ...Object.fromEntries(inherited),
          NODE_COMPILE_CACHE: compileCache,
          TONGBAN_LISTEN_PORT: '0',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      process.once('exit', killAtExit);
      started.once('exit', () => {
        process.off('exit', killAtExit);
        if (child === started) child = undefined;
        url = undefined;
      });
      const log = createWriteStream(logFile, { flags: 'a' });
      const said: string[] = [];
      createInterface({ input: started.stderr }).on('line', (line) => {
        log.write(`${line}\n`);
        said.push(line);
        if (said.length > linesKept) said.shift();
      });
      url = await readyUrl(started, name, said);
    },
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
}

function readyUrl(child: ChildProcess, name: string, said: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error(`${name} ended before it was ready:\n${said.join('\n')}`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /^ready (http:\/\/\S+)/.exec(line)?.[1];
      if (ready !== undefined) resolve(ready);
    });
  });
}
