#!/usr/bin/env node
import process from 'node:process';
import { systemClock } from '@tongban/kernel';
import { runCommandLine } from './run-command-line.ts';

const exitCode = await runCommandLine(process.argv.slice(2), {
  out: process.stdout,
  error: process.stderr,
  env: process.env,
  clock: systemClock,
});
// A part that did not stop in time must not keep the process: its end is promised within five seconds.
process.exit(exitCode);
