/**
 * Writes what is generated from the contracts folder: the types and the lock.
 *
 *   node packages/contracts/bin/generate.ts [--check] [--amend-unreleased] [--root <folder>]
 *
 * --check              writes nothing; fails if anything would change
 * --amend-unreleased   also pins anew what the lock has and the folder has changed: only before it is released
 *
 * --root               the folder that has contracts/; default: this repository
 *
 * Exit codes: 0 done · 1 out of date, or a released version changed · 2 the contracts are defective
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFolder } from '@tongban/folders';
import { TongbanError } from '@tongban/kernel';
import type { FileProblem } from '../src/catalogue/contract-files.ts';
import { type ContractsLock, verifyLock } from '../src/catalogue/contracts-lock.ts';
import { loadContracts } from '../src/catalogue/load-contracts.ts';
import { generatedFiles, lockPath } from '../src/generation/generated-files.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean' },
    'amend-unreleased': { type: 'boolean' },
    root: { type: 'string', default: join(import.meta.dirname, '../../..') },
  },
});

process.exitCode = run(values.root);

function run(root: string): number {
  try {
    const catalogue = loadContracts(join(root, 'contracts'));
    const problems = values['amend-unreleased'] ? [] : verifyLock(catalogue, currentLock(root));
    if (problems.length > 0) return report(problems, 1);
    const stale = [...generatedFiles(catalogue)].filter(([path, text]) => textOf(root, path) !== text);
    for (const [path, text] of values.check ? [] : stale) write(root, path, text);
    for (const [path] of stale) console.log(values.check ? `out of date: ${path}` : `written: ${path}`);
    console.log(
      `${catalogue.all().length} event types, ${stale.length} files ${values.check ? 'out of date' : 'written'}`,
    );
    return values.check && stale.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof TongbanError)) throw error;
    if (error.problems.length === 0) console.error(error.message);
    return report(error.problems as readonly FileProblem[], 2);
  }
}

function report(problems: readonly FileProblem[], exitCode: number): number {
  for (const { file, pointer, rule, message } of problems) {
    console.error(`contracts/${file}${pointer && `#${pointer}`}: ${message.zh} / ${message.en} [${rule}]`);
  }
  return exitCode;
}

function currentLock(root: string): ContractsLock {
  return JSON.parse(textOf(root, lockPath) ?? '{}') as ContractsLock;
}

function textOf(root: string, path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function write(root: string, path: string, text: string): void {
  const file = join(root, path);
  makeFolder(dirname(file));
  writeFileSync(file, text);
}
