import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProfile, type RawEvent } from '@tongban/cloudevents';
import { describe, expect, it } from 'vitest';
import { type ContractsLock, verifyLock } from './catalogue/contracts-lock.ts';
import { loadContracts, readContractFiles } from './catalogue/load-contracts.ts';
import { generatedFiles, lockPath } from './generation/generated-files.ts';
import { summarise } from './validation/summarise.ts';
import { validateEvent } from './validation/validate-event.ts';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'contracts');
const catalogue = loadContracts(folder);
const files = readContractFiles(folder);
const examples = [...files].filter(([path]) => path.includes('/examples/'));

function problemsOf(event: RawEvent): readonly string[] {
  const contract = catalogue.get(String(event.type));
  if (!contract) return ['/type unknown'];
  const profile = checkProfile(event);
  const problems = [...(profile.ok ? [] : profile.failure), ...validateEvent(contract, event)];
  return problems.map(({ pointer, rule }) => `${pointer} ${rule}`).sort();
}

describe('the contracts folder', () => {
  it('has a valid and an invalid example of every contract', () => {
    for (const { owner, name } of catalogue.all()) {
      const own = examples.map(([path]) => path).filter((path) => path.startsWith(`${owner}/${name}/`));
      expect([owner, name, own.some((path) => path.includes('/valid-'))]).toEqual([owner, name, true]);
      expect([owner, name, own.some((path) => path.includes('/invalid-'))]).toEqual([owner, name, true]);
    }
  });

  it.each(examples.filter(([path]) => path.includes('/valid-')))(
    '%s is valid and has a sentence',
    (_path, text) => {
      const event = JSON.parse(text) as RawEvent;
      expect(problemsOf(event)).toEqual([]);
      const contract = catalogue.get(String(event.type));
      for (const language of ['zh', 'en'] as const) {
        const sentence = summarise(contract as NonNullable<typeof contract>, event as never, language);
        expect(sentence).not.toMatch(/[{}]|undefined|\[object|不共享|not shared/);
      }
    },
  );

  it.each(examples.filter(([path]) => path.includes('/invalid-')))(
    '%s is invalid for its reasons',
    (_path, text) => {
      const { event, because } = JSON.parse(text) as { event: RawEvent; because: readonly string[] };
      expect(problemsOf(event)).toEqual([...because].sort());
    },
  );

  it('has changed nothing that was released', () => {
    const lock = JSON.parse(readFileSync(join(root, lockPath), 'utf8')) as ContractsLock;
    expect(verifyLock(catalogue, lock)).toEqual([]);
  });

  it('is what the generated files were generated from (npm run gen)', () => {
    for (const [path, text] of generatedFiles(catalogue)) {
      expect(readFileSync(join(root, path), 'utf8') === text, `${path} is out of date`).toBe(true);
    }
  });
});
