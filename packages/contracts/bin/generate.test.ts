import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@tongban/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleProperties, sampleSchema, sampleTerms } from '../src/fixtures/sample-contract.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tongban-generate-'));
  mkdirSync(join(root, 'contracts/tax/clearance-issued'), { recursive: true });
  put('contract.json', sampleTerms());
  put('v1.schema.json', sampleSchema());
});

afterEach(() => rmSync(root, { recursive: true }));

function put(name: string, value: JsonObject): void {
  writeFileSync(join(root, 'contracts/tax/clearance-issued', name), JSON.stringify(value));
}

function generate(...args: string[]): { readonly status: number | null; readonly text: string } {
  const script = join(import.meta.dirname, 'generate.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--root', root, ...args], {
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

function lock(): string {
  return readFileSync(join(root, 'contracts.lock.json'), 'utf8');
}

describe('generate', () => {
  it('writes types and lock, and then has nothing to do', () => {
    expect(generate('--check')).toMatchObject({ status: 1 });
    expect(generate()).toMatchObject({ status: 0 });
    expect(lock()).toContain('tax/clearance-issued');
    expect(generate('--check')).toMatchObject({ status: 0 });
  });

  it('refuses a released version that was changed, until it is told that it was not released', () => {
    generate();
    const before = lock();
    put('v1.schema.json', sampleSchema('1.0', sampleProperties, ['certificateNo']));
    const refused = generate();
    expect(refused.status).toBe(1);
    expect(refused.text).toContain('contracts/tax/clearance-issued/v1.schema.json');
    expect(lock()).toBe(before);
    expect(generate('--check')).toMatchObject({ status: 1 });
    expect(generate('--amend-unreleased')).toMatchObject({ status: 0 });
    expect(lock()).not.toBe(before);
  });

  it('names every defect of the contracts', () => {
    put('v1.schema.json', { ...sampleSchema(), additionalProperties: true, title: '' });
    const { status, text } = generate();
    expect(status).toBe(2);
    expect(text).toContain('v1.schema.json#/additionalProperties');
    expect(text).toContain('v1.schema.json#/title');
  });
});
