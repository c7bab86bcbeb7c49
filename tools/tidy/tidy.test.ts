import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tidy } from './tidy.ts';

it('keeps the rules of the house, and really read it', () => {
  const report = tidy(join(import.meta.dirname, '../..'));
  const listed = report.untidy.map(({ file, line, rule, say }) => `${file}:${line}: ${rule}: ${say}`);
  expect(listed).toEqual([]);
  expect(report.modules).toBeGreaterThan(400);
  expect(report.imports).toBeGreaterThan(1_500);
});

describe('a house with one fault', () => {
  let house = '';
  afterEach(() => rmSync(house, { recursive: true, force: true }));

  function rulesBrokenBy(files: Readonly<Record<string, string>>): readonly string[] {
    house = mkdtempSync(join(tmpdir(), 'tidy-'));
    for (const [path, text] of Object.entries({
      'packages/kernel/src/a.ts': '',
      'services/x/src/a.ts': '',
      ...files,
    })) {
      mkdirSync(dirname(join(house, path)), { recursive: true });
      writeFileSync(join(house, path), text);
    }
    return tidy(house).untidy.map(({ rule }) => rule);
  }

  it('is clean without it', () => expect(rulesBrokenBy({})).toEqual([]));

  it('may test against a fake', () =>
    expect(
      rulesBrokenBy({ 'packages/http/src/b.test.ts': "import { x } from '../../../test/fakes/x.ts';" }),
    ).toEqual([]));

  it.each<[rule: string, path: string, text: string]>([
    ['layer', 'packages/kernel/src/b.ts', "import { x } from '@tongban/processing';"],
    ['layer', 'packages/http/src/b.ts', "import { x } from '@tongban/client';"],
    ['layer', 'packages/unheard-of/src/b.ts', "import { x } from '@tongban/kernel';"],
    ['boundary', 'packages/http/src/b.ts', "import { x } from '../../kernel/src/a.ts';"],
    ['boundary', 'packages/http/src/b.ts', "import { x } from '../../../test/fakes/x.ts';"],
    ['one-owner', 'packages/http/src/b.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['test-code', 'packages/http/src/b.ts', "import { waitFor } from '@tongban/testing';"],
    ['test-code', 'packages/http/src/b.ts', "import { x } from '@tongban/event-store/testing';"],
    ['service', 'services/x/src/b.ts', "import { y } from '@tongban/service-exchange';"],
    ['pure-domain', 'services/x/src/domain/b.ts', "import { x } from '@tongban/event-store';"],
    ['adapters', 'services/x/src/b.ts', "import { x } from '@tongban/event-store-sqlite';"],
    ['file-name', 'packages/kernel/src/utils.ts', ''],
    ['file-name', 'packages/kernel/src/camelCase.ts', ''],
    ['file-length', 'packages/kernel/src/b.ts', '\n'.repeat(500)],
    ['reminder', 'packages/kernel/src/b.ts', `// ${'TO'}${'DO'}: later`],
    ['recursive-mkdir', 'packages/http/src/b.ts', "mkdirSync('a', { recursive: true });"],
    ['bare-json-parse', 'services/x/src/b.ts', 'const a = JSON.parse(b);'],
    ['bare-json-parse', 'packages/http/src/b.ts', 'const a = await response.json();'],
    ['unchecked-answer', 'services/x/src/b.test.ts', "await app.request('/');"],
    ['narrowed-test', 'packages/kernel/src/b.test.ts', `it${'.only'}('x', () => {});`],
  ])('is told of %s in %s', (rule, path, text) => expect(rulesBrokenBy({ [path]: text })).toEqual([rule]));

  it('is told of a cycle among packages', () => {
    const manifest = (name: string, dependency: string): string =>
      JSON.stringify({
        name: `@tongban/${name}`,
        dependencies: { [`@tongban/${dependency}`]: 'workspace:*' },
      });
    const files = {
      'packages/a/package.json': manifest('a', 'b'),
      'packages/b/package.json': manifest('b', 'a'),
    };
    expect(rulesBrokenBy(files)).toContain('cycle');
  });

  it('is told of a dependency that nothing imports', () => {
    const dependencies = { hono: '4.0.0', '@tongban/kernel': 'workspace:*' };
    const files = {
      'packages/http/package.json': JSON.stringify({ name: '@tongban/http', dependencies }),
      'packages/http/src/b.ts': "import { ok } from '@tongban/kernel';",
    };
    expect(rulesBrokenBy(files)).toEqual(['needless-dependency']);
  });
});
