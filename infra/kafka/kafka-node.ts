import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { makeFolder } from '@tongban/folders';
import { type ClusterPlan, nodeProperties, propertiesText } from './node-properties.ts';

/** One node of a cluster, as a process of its own. */
export interface KafkaNode {
  /** Resolves when it serves. `archiveAtEnd` names a file for the classes that it has loaded when it is ended. */
  start(options?: { readonly archiveAtEnd: string }): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as an operator would, and resolves when it is gone. */
  end(): Promise<void>;
}

/** Lays out the folder of node `id` (from 1), with the cluster's logins in it. */
export async function formatNode(plan: ClusterPlan, id: number): Promise<KafkaNode> {
  const folder = join(plan.folder, `node-${id}`);
  const properties = join(folder, 'server.properties');
  makeFolder(folder, 0o700);
  writeFileSync(properties, propertiesText(nodeProperties(plan, id)), { mode: 0o600 });
  const logins = Object.entries(plan.logins).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-256=[name=${name},password=${password}]`,
  ]);
  const format = ['kafka.tools.StorageTool', 'format', '-t', plan.clusterId, '-c', properties, ...logins];
  const said: string[] = [];
  const tool = java(plan.jars, shared(plan), format, said);
  const [code] = (await once(tool, 'close')) as [number | null];
  if (code !== 0) throw new Error(`node ${id} could not be formatted:\n${said.join('\n')}`);
  return nodeOn(plan, properties, id);
}

function nodeOn(plan: ClusterPlan, properties: string, id: number): KafkaNode {
  let running: ChildProcess | undefined;
  const killAtExit = (): void => void running?.kill('SIGKILL');
  const endBy = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    process.off('exit', killAtExit);
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    await ended;
    running = undefined;
  };
  return {
    async start(options) {
      const said: string[] = [];
      const classes = options ? [`-XX:ArchiveClassesAtExit=${options.archiveAtEnd}`] : shared(plan);
      const server = java(plan.jars, classes, ['kafka.Kafka', properties], said);
      running = server;
      process.once('exit', killAtExit);
      await serving(server, said, id);
    },
    kill: () => endBy('SIGKILL'),
    end: () => endBy('SIGTERM'),
  };
}

/** Where the archive does not fit this Java machine, it starts without. */
function shared({ classArchive }: ClusterPlan): readonly string[] {
  return classArchive === undefined ? [] : [`-XX:SharedArchiveFile=${classArchive}`];
}

/** Lines of what a program says that are kept, for the failure: the last ones, and of errors all that have room. */
const linesKept = 40;
const isError = (line: string): boolean => / (ERROR|FATAL) /.test(line);

/** Small, and soon at work: nothing here runs for long. */
const options = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

function java(
  jars: string,
  classes: readonly string[],
  words: readonly string[],
  said: string[],
): ChildProcess {
  const program = spawn('java', [...options, ...classes, '-cp', join(jars, '*'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [program.stdout, program.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      if (said.length <= linesKept) return;
      const needless = said.findIndex((one) => !isError(one));
      said.splice(Math.max(needless, 0), 1);
    });
  }
  return program;
}

function serving(server: ChildProcess, said: readonly string[], id: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      if (!chunk.includes('Kafka Server started')) return;
      finish();
      resolve();
    };
    const ended = (): void => {
      finish();
      reject(new Error(`node ${id} of Kafka ended before it served:\n${said.join('\n')}`));
    };
    const finish = (): void => {
      server.off('exit', ended);
      server.stdout?.off('data', look);
      server.stderr?.off('data', look);
    };
    server.once('exit', ended);
    server.stdout?.on('data', look);
    server.stderr?.on('data', look);
  });
}
