import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { freeNodePorts } from './free-ports.ts';
import { formatNode } from './kafka-node.ts';

/**
 * A broker's classes, loaded and verified once and mapped from then on (Java's class data sharing): a node starts in
 * half the time. Made by a node that serves and is ended, 5 seconds, the first time that these jars are used.
 * Undefined where it cannot be made; brokers start without it.
 */
export async function classArchive(jars: string): Promise<string | undefined> {
  const archive = join(jars, 'classes.jsa');
  if (existsSync(archive)) return archive;
  const folder = mkdtempSync(join(tmpdir(), 'tongban-kafka-classes-'));
  // Beside the jars, so that it can be renamed; one of two that are made at once stays.
  const making = `${archive}.${process.pid}`;
  try {
    const plan = { folder, jars, clusterId: 'k'.repeat(22), ports: await freeNodePorts(1), logins: {} };
    const node = await formatNode(plan, 1);
    try {
      await node.start({ archiveAtEnd: making });
      await node.end();
    } finally {
      await node.kill();
    }
    renameSync(making, archive);
    return archive;
  } catch {
    return undefined;
  } finally {
    rmSync(making, { force: true });
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
