import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCache } from '../infra/compile-cache.ts';
import type { Tally } from './reporter.ts';

/**
 * `npm test`: types, lint, generated files, then every test; the last line is the count of all of them.
 * `npm run check` stops before the whole-system tests. Further arguments go to vitest.
 */
const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);
const quick = process.argv.includes('--check');
const rest = process.argv.slice(2).filter((argument) => argument !== '--check');

const checks: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['types', bin('tsc'), '--noEmit'],
  ['lint and format', bin('biome'), 'ci', '--error-on-warnings', '--colors=off', '.'],
  ['generated files', process.execPath, 'packages/contracts/bin/generate.ts', '--check'],
];

let passed = 0;
let failed = 0;
const skipped: { name: string; why: string }[] = [];

for (const [name, command, ...args] of checks) {
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  const verdict = status === 0 ? 'ok' : 'FAILED';
  console.log(`${verdict} ${name} (${Date.now() - started} ms)`);
  if (status === 0) passed += 1;
  else failed += 1;
}

const folder = mkdtempSync(join(tmpdir(), 'tongban-tally-'));
const tallyFile = join(folder, 'tally.json');
const { status } = spawnSync(
  bin('vitest'),
  [
    'run',
    '--reporter=default',
    '--reporter=./test/reporter.ts',
    ...(quick ? ['packages', 'services', 'tools'] : []),
    ...rest,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    // Every thread and process that the tests start strips types and compiles: once for all of them.
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env, TALLY_FILE: tallyFile },
  },
);
if (existsSync(tallyFile)) {
  const tally = JSON.parse(readFileSync(tallyFile, 'utf8')) as Tally;
  passed += tally.passed;
  failed += tally.failed;
  skipped.push(...tally.skipped);
}
if (status !== 0 && failed === 0) failed += 1;
rmSync(folder, { recursive: true, force: true });

for (const { name, why } of skipped) console.log(`skipped: ${name}: ${why}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
