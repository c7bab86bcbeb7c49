import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { peers } from './store/peers/index.ts';

/**
 * Installs the peers of the store, each into a folder of its own below the one that is answered, once. One that cannot be
 * installed is left out, with a word why.
 */
export function installPeers(root: string): string {
  const folder = join(root, 'node_modules/.cache/bench-peers');
  for (const { name, packages } of peers) {
    try {
      install(join(folder, name), name, packages);
    } catch (error) {
      console.error(`${name} could not be installed, the store is measured without it: ${String(error)}`);
    }
  }
  return folder;
}

function install(folder: string, name: string, packages: Readonly<Record<string, string>>): void {
  const manifest = JSON.stringify({ private: true, dependencies: packages });
  // Written last, so that a broken-off install is begun again.
  const done = join(folder, 'installed.json');
  if (existsSync(done) && readFileSync(done, 'utf8') === manifest) return;
  console.error(`installing the peer ${name}, once …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), manifest);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    env: process.env,
  });
  writeFileSync(done, manifest);
}
