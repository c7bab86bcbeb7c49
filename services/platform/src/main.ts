#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

// A third of the time of a start is compiling. Where nothing may be written there is no cache, and nothing else changes.
const compileCache = join(import.meta.dirname, '../../../node_modules/.cache/tongban');
enableCompileCache(compileCache);
// Threads look for it here; without it each of them would load the compiler of types.
process.env.NODE_COMPILE_CACHE ??= compileCache;
const { systemClock } = await import('@tongban/kernel');
const { runCommandLine } = await import('./run-command-line.ts');

const exitCode = await runCommandLine(process.argv.slice(2), {
  out: process.stdout,
  error: process.stderr,
  env: process.env,
  clock: systemClock,
});
// A part that did not stop in time must not keep the process: its end is promised within five seconds.
process.exit(exitCode);
