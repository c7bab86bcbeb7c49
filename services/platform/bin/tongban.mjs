#!/usr/bin/env node
// The `tongban` command. It must start on the machine's own Node, which may be older than the one that runs
// TypeScript as it is: then the Node that the checkout installed takes over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const main = join(dirname(fileURLToPath(import.meta.url)), '../src/main.ts');

if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
} else {
  const node = join(dirname(fileURLToPath(import.meta.url)), '../../../node_modules/node/bin/node');
  if (!existsSync(node)) {
    console.error(
      `tongban needs Node 24; this is ${process.version} and the checkout is not installed. Run "npm start" or "npx pnpm@12.21.0 install" in it once.`,
    );
    process.exit(3);
  }
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1));
  });
}
