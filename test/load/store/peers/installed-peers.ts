import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { startPostgres, waitFor } from '@tongban/testing';
import { newPostgresDatabase } from '@tongban/view-store/testing';
import type { OpenCandidate } from '../candidate.ts';
import { peers } from './index.ts';
import { loadFrom } from './peer.ts';

/** A peer that can be measured. Where it keeps events in PostgreSQL, each opening is a new database. */
export interface InstalledPeer {
  readonly name: string;
  /** The letters of the works that it is measured in; absent where that is all. */
  readonly works: readonly string[] | undefined;
  readonly open: OpenCandidate;
}

export interface InstalledPeers {
  readonly peers: readonly InstalledPeer[];
  stop(): Promise<void>;
}

/** The peers that are installed below a folder, those that need PostgreSQL over one server. Says which are left out and why. */
export async function installedPeers(folder: string | undefined): Promise<InstalledPeers> {
  if (folder === undefined) return { peers: [], stop: async () => {} };
  const server = await startPostgres({ durable: true });
  if ('absent' in server) console.error(`without the peers over PostgreSQL: ${server.absent}`);
  const found: InstalledPeer[] = [];
  for (const { name, packages, works, keepsIn, open } of peers) {
    if (keepsIn === 'postgres' && 'absent' in server) continue;
    const load = loadFrom(join(folder, name));
    if (!Object.keys(packages).every((one) => existsSync(join(folder, name, 'node_modules', one)))) {
      console.error(`without ${name}: it is not installed below ${folder}`);
      continue;
    }
    const placeIn = async (data: string): Promise<string> =>
      keepsIn === 'folder' || 'absent' in server ? data : newPostgresDatabase(server.url);
    found.push({ name, works, open: async (data) => open(load, await placeIn(data)) });
  }
  return {
    peers: found,
    async stop() {
      if ('absent' in server) return;
      // A pool says that it has ended before its connections have: a server that stops then would be an error of theirs.
      await waitFor(() => !hasConnections(), { describe: 'the connections of the peers have ended' });
      await server.stop();
    },
  };
}

/** Whether this process has a TCP connection. */
function hasConnections(): boolean {
  return process.getActiveResourcesInfo().includes('TCPSocketWrap');
}
