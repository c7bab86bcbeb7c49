#!/usr/bin/env node
import process from 'node:process';
import { systemClock } from '@tongban/kernel';
import { runCommandLine } from './run-command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: process.stdout,
  error: process.stderr,
  env: process.env,
  clock: systemClock,
});
