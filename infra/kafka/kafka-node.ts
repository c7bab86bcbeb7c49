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
  /** Resolves when it serves. */
  start(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
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
  const tool = java(plan.jars, format, said);
  const [code] = (await once(tool, 'close')) as [number | null];
  if (code !== 0) throw new Error(`node ${id} could not be formatted:\n${said.join('\n')}`);
  return nodeOn(plan.jars, properties, id);
}

function nodeOn(jars: string, properties: string, id: number): KafkaNode {
  let running: ChildProcess | undefined;
  const killAtExit = (): void => void running?.kill('SIGKILL');
  return {
    async start() {
      const said: string[] = [];
      const server = java(jars, ['kafka.Kafka', properties], said);
      running = server;
      process.once('exit', killAtExit);
      await serving(server, said, id);
    },
    async kill() {
      process.off('exit', killAtExit);
      if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      await ended;
      running = undefined;
    },
  };
}

/** The last lines of what a program says are kept, for the failure. */
const linesKept = 40;

/** Small, and soon at work: nothing here runs for long. */
const options = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

function java(jars: string, words: readonly string[], said: string[]): ChildProcess {
  const program = spawn('java', [...options, '-cp', join(jars, '*'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [program.stdout, program.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      if (said.length > linesKept) said.shift();
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
