import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ErrorRow } from '@tongban/kernel';
import { configLeaves, environmentName } from '@tongban/service';
import { silentLogger } from '@tongban/telemetry';
import { temporaryFolder } from '@tongban/testing';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { settings as departmentSettings } from '../../services/departments/src/settings.ts';
import { exitCodes } from '../../services/platform/src/exit-codes.ts';
import { startPlatform } from '../../services/platform/src/platform.ts';
import { platformConfig } from '../../services/platform/src/platform-config.ts';
import { commands } from '../../services/platform/src/run-command-line.ts';
import { settings as issuerSettings } from '../../services/trial-issuer/src/settings.ts';

const root = join(import.meta.dirname, '../..');
const page = (name: string): string => readFileSync(join(root, 'docs/reference', name), 'utf8');

/** The rows of all tables of a page, cell by cell; code marks are taken off. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
    );
}

it('names every command, option and exit code', () => {
  const text = page('cli.md');
  const expected = commands.map(({ name, options }) => ({ name, options: Object.keys(options).sort() }));
  const sections = new Map(text.split(/^## /m).map((section) => [section.split('\n')[0], section]));
  const told = commands.map(({ name }) => {
    const section = sections.get(`\`${name}\``) ?? '';
    const options = rowsOf(section).flatMap(([cell]) => /^--([a-z]+)/.exec(cell ?? '')?.[1] ?? []);
    return { name, options: options.sort() };
  });
  expect(told).toEqual(expected);
  for (const { name, options } of commands) {
    const rows = new Map(
      rowsOf(sections.get(`\`${name}\``) ?? '').map(([cell = '', means = '']) => [
        /^--([a-z]+)/.exec(cell)?.[1],
        means.replaceAll('`', ''),
      ]),
    );
    for (const [option, { say }] of Object.entries(options)) {
      // The page may say more than the help of the command, and begins with that.
      expect(rows.get(option)?.startsWith(say.en), `${name} --${option}: ${say.en}`).toBe(true);
      expect(say.en, `${name} --${option}`).toMatch(/default|required/);
      expect(say.zh, `${name} --${option}`).toMatch(/默认|必填/);
    }
  }
  const codes = rowsOf(sections.get('Exit codes 退出码') ?? '').flatMap(([cell = '']) =>
    /^\d+$/.test(cell) ? [Number(cell)] : [],
  );
  expect(codes).toEqual(Object.values(exitCodes));
});

it('names every setting with its variable and its default', () => {
  const expected = [
    ...rowsOfSettings(platformConfig),
    ...rowsOfSettings(departmentSettings).filter(([name]) => name?.startsWith('departments.')),
    ...rowsOfSettings(issuerSettings).filter(([name]) => name?.startsWith('issuer.')),
  ];
  const told = rowsOf(page('configuration.md')).filter(([, variable]) => variable?.startsWith('TONGBAN_'));
  expect(told.map((row) => row.slice(0, 3))).toEqual(expected);
});

function rowsOfSettings(schema: z.ZodType): readonly (readonly string[])[] {
  const defaults = schema.parse({});
  return configLeaves(schema).map(({ path }) => {
    const value = path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], defaults);
    return [path.join('.'), environmentName(path), String(JSON.stringify(value))];
  });
}

/** The modules that the product is made of, without tests and what serves them. */
const modules = globSync('{packages,services}/*/src/**/*.ts', { cwd: root })
  .filter((file) => !/\.(test|bench)\.ts$|\/testing[./]|^packages\/testing\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

it('explains every error code', async () => {
  const expected = new Map<string, string>();
  const next = new Map<string, string>();
  for (const { file, text } of modules) {
    if (!text.includes('defineErrors(')) continue;
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    for (const exported of Object.values(module)) {
      const { rows } = (exported ?? {}) as { readonly rows?: Record<string, ErrorRow> };
      for (const [code, row] of Object.entries(rows ?? {})) {
        const { status, retryable = false, title } = row;
        expected.set(code, `${status}${retryable ? ' ↻' : ''} | ${title.zh} | ${title.en}`);
        if (row.next) next.set(code, row.next.en);
      }
    }
  }
  expect(expected.size).toBeGreaterThan(150);
  const told = rowsOf(page('errors.md')).filter(([code]) => code?.startsWith('E_'));
  expect(Object.fromEntries(told.map(([code, ...cells]) => [code, cells.slice(0, 3).join(' | ')]))).toEqual(
    Object.fromEntries(expected),
  );
  expect(told.filter((cells) => cells.length !== 5 || cells[4] === '')).toEqual([]);
  // What an answer says to do next is what the page says.
  const advice = told.filter(([code = '']) => next.has(code));
  expect(Object.fromEntries(advice.map(([code, , , , todo]) => [code, todo?.replaceAll('`', '')]))).toEqual(
    Object.fromEntries(next),
  );
});

it('explains no error that nothing fails with, and leaves out none', () => {
  const used = new Set(modules.flatMap(({ text }) => failuresIn(text)));
  const told = rowsOf(page('errors.md')).flatMap(([code = '']) => (code.startsWith('E_') ? [code] : []));
  expect([...used].sort()).toEqual(told.sort());
});

/** Codes as texts, except where they are types, or what a failure is compared with. */
function failuresIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<!(?:\||ErrorTable<|===|\.is\(\w+,)\s*)'(E_[A-Z0-9_]+)'/g)].map(
    ([, code = '']) => code,
  );
}

it('names every route of the API and who may use it', async () => {
  await using data = await temporaryFolder();
  const config = platformConfig.parse({
    listen: { port: 0 },
    data: data.path,
    city: { empty: true },
  });
  const platform = await startPlatform({ config, logger: silentLogger });
  try {
    const document = (await (await fetch(`${platform.url}/openapi.json`)).json()) as OpenApi;
    const expected = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security = [] }]) => {
        const roles = security.flatMap(({ bearer }) => bearer).join(', ');
        return [`${method.toUpperCase()} ${path}`, roles || 'everyone'];
      }),
    );
    const told = rowsOf(page('http-api.md')).filter(([route]) => /^[A-Z]+ \//.test(route ?? ''));
    expect(Object.fromEntries(told.map(([route, roles]) => [route, roles]))).toEqual(
      Object.fromEntries(expected),
    );
  } finally {
    await platform.stop();
  }
});

interface OpenApi {
  readonly paths: Readonly<
    Record<string, Record<string, { readonly security?: readonly { readonly bearer: readonly string[] }[] }>>
  >;
}
