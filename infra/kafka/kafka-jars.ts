import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { makeFolder } from '@tongban/folders';

const pom = join(import.meta.dirname, 'pom.xml');
const cache = join(import.meta.dirname, '../../node_modules/.cache/tongban-kafka');

/**
 * The folder of the jars of `pom.xml`. They are copied once, by the machine's own Maven with its own settings; that
 * takes 10 to 30 seconds and 43 MB. Where it cannot be done: why.
 */
export async function kafkaJars(): Promise<{ readonly folder: string } | { readonly absent: string }> {
  if (!runs('java', '-version')) return { absent: 'there is no java: install Java 17 or later' };
  const folder = join(cache, brokerVersion());
  if (existsSync(folder)) return { folder };
  if (!runs('mvn', '-version')) return { absent: 'there is no mvn: install Maven, which copies the jars' };

  makeFolder(cache);
  const copying = mkdtempSync(join(cache, 'copying-'));
  try {
    await copyJars(copying);
    // Of two processes that copy at once the first wins, and the other uses what it finds.
    if (!existsSync(folder)) renameSync(copying, folder);
  } catch (error) {
    if (!existsSync(folder)) return { absent: `Maven could not copy the jars: ${String(error)}` };
  } finally {
    rmSync(copying, { recursive: true, force: true });
  }
  return { folder };
}

async function copyJars(into: string): Promise<void> {
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${into}`];
  const maven = spawn('mvn', ['-q', '-B', '-ntp', '-f', pom, ...goal], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  maven.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  maven.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const kill = (): void => void maven.kill();
  process.once('exit', kill);
  const [code] = (await once(maven, 'close')) as [number | null];
  process.off('exit', kill);
  if (code !== 0) throw new Error(said.join('').slice(-2_000));
}

function brokerVersion(): string {
  const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)</.exec(readFileSync(pom, 'utf8'));
  if (version?.[1] === undefined) throw new Error('pom.xml names no version of Kafka');
  return version[1];
}

function runs(program: string, argument: string): boolean {
  return spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;
}
