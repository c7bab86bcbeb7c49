import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** The peers that the store is measured beside, with what they need. They are no part of the project's own install. */
const peers = { '@event-driven-io/emmett': '0.38.5', '@event-driven-io/emmett-sqlite': '0.38.5' };

/** Installs the peers into a folder of their own, once. Undefined, with a word why, where that fails. */
export function installPeers(root: string): string | undefined {
  const folder = join(root, 'node_modules/.cache/bench-peers');
  if (existsSync(join(folder, 'node_modules/@event-driven-io/emmett-sqlite'))) return folder;
  console.error('installing the peers, once …');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: peers }));
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
      cwd: folder,
      stdio: ['ignore', 2, 2],
      env: process.env,
    });
    return folder;
  } catch (error) {
    console.error(`the peers could not be installed, the store is measured without them: ${String(error)}`);
    return undefined;
  }
}
