import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { judgeManifests } from './manifests.ts';

/** A breach of a rule of the house, at a place. */
export interface Untidy {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly say: string;
}

/** The layers, lowest first. A package imports only packages of lower layers; tests may use `testing`. */
const layers: readonly (readonly string[])[] = [
  ['kernel', 'tlog', 'calendar', 'draw', 'seals', 'folders'],
  ['cloudevents', 'contracts', 'telemetry'],
  ['event-store', 'event-bus', 'processing'],
  ['event-store-sqlite', 'event-store-kurrent', 'event-bus-kafka', 'view-store', 'http', 'service', 'client'],
  ['engines'],
];
/**
 * Within a layer a package may import these of the same layer: the order in which that layer is built.
 * L0 and L1 stand on the kernel and the envelope, L2 on the store's port, `service` puts the L3 ports together.
 */
const sameLayer: Readonly<Record<string, readonly string[]>> = {
  calendar: ['kernel'],
  tlog: ['kernel'],
  draw: ['kernel'],
  seals: ['kernel'],
  folders: ['kernel'],
  contracts: ['cloudevents'],
  'event-bus': ['event-store'],
  processing: ['event-store'],
  service: ['http', 'view-store'],
};

/** One external SDK is imported by one package, so that it can be replaced in one place. */
const owners: Readonly<Record<string, readonly string[]>> = {
  'node:sqlite': ['packages/event-store-sqlite', 'packages/view-store'],
  kafkajs: ['packages/event-bus-kafka'],
  '@eventstore/db-client': ['packages/event-store-kurrent'],
  // What judges events judges answers too, in tests.
  ajv: ['packages/contracts', 'packages/http/src/testing'],
  jose: ['packages/http', 'services/trial-issuer'],
  kysely: ['packages/view-store'],
  pg: ['packages/view-store'],
  pino: ['packages/telemetry'],
  citty: ['services/platform'],
  standardwebhooks: ['services/exchange'],
};

/** Modules that read JSON of which they, or this repository, chose every name; and those that `decodeJson` is made of. */
const readsOwnJson: ReadonlySet<string> = new Set([
  'packages/contracts/bin/generate.ts',
  'packages/engines/src/kafka-declaration.ts',
  'packages/event-bus-kafka/src/relayed-batch.ts',
  'packages/event-store-kurrent/src/claims.ts',
  'packages/kernel/src/decode-json.ts',
  'packages/kernel/src/json-scanner.ts',
  'packages/kernel/src/strict-json.ts',
  'packages/telemetry/src/pretty-lines.ts',
  'packages/view-store/src/deadline-rows.ts',
  'packages/view-store/src/generation-table.ts',
  'services/departments/src/city-life.ts',
  'services/exchange/src/views/page-reads.ts',
  'services/trial-issuer/src/signing-keys.ts',
]);

const bannedNames = new Set(['utils', 'helpers', 'common', 'types', 'misc']);
const linesMax = 400;

export interface TidyReport {
  readonly modules: number;
  readonly imports: number;
  readonly untidy: readonly Untidy[];
}

/** Reads every TypeScript module of the project and judges it by the rules of the house. */
export function tidy(root: string): TidyReport {
  const untidy: Untidy[] = [];
  let imports = 0;
  const files = ['packages', 'services', 'tools', 'test', 'infra']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => modulesBelow(join(root, folder)));
  for (const path of files) {
    const file = relative(root, path);
    const text = readFileSync(path, 'utf8');
    untidy.push(...judgeFile(file, text));
    for (const { specifier, line } of importsOf(text)) {
      imports += 1;
      const say = judgeImport(file, specifier);
      if (say) untidy.push({ file, line, ...say });
    }
  }
  untidy.push(...judgeManifests(root));
  return { modules: files.length, imports, untidy };
}

function modulesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry: Dirent) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name === 'generated') return [];
    if (entry.isDirectory()) return modulesBelow(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function judgeFile(file: string, text: string): Untidy[] {
  const found: Untidy[] = [];
  const lines = text.split('\n');
  const name = file
    .slice(file.lastIndexOf('/') + 1)
    .replace(/(\.(test|property\.test|prop|bench|int|child))?\.tsx?$/, '');
  if (bannedNames.has(name)) {
    found.push({
      file,
      line: 1,
      rule: 'file-name',
      say: `"${name}" says nothing: name the file after the one thing it holds`,
    });
  }
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    found.push({ file, line: 1, rule: 'file-name', say: `"${name}" is not kebab-case` });
  }
  if (lines.length > linesMax && !/\.(test|bench)\.ts$/.test(file)) {
    found.push({
      file,
      line: linesMax,
      rule: 'file-length',
      say: `${lines.length} lines: split it by what it says`,
    });
  }
  lines.forEach((line, at) => {
    if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line) && !file.startsWith('tools/tidy')) {
      found.push({ file, line: at + 1, rule: 'reminder', say: 'finish it, or open an issue' });
    }
    if (/\b(it|test|describe)\.(only|todo|fails)\b/.test(line) && !file.startsWith('tools/tidy')) {
      found.push({ file, line: at + 1, rule: 'narrowed-test', say: 'a narrowed test hides the others' });
    }
  });
  const bareParse = /\bJSON\.parse\b|\.json\(\)/.exec(text);
  if (bareParse && !readsOwnJson.has(file) && !isTestFile(file) && !isTestSupport(file)) {
    found.push({
      file,
      line: text.slice(0, bareParse.index).split('\n').length,
      rule: 'bare-json-parse',
      say: 'V8 misreads names with an escape: use decodeJson of @tongban/kernel, or examineJson for a request',
    });
  }
  if (file.startsWith('services/') && file.endsWith('.test.ts')) {
    const unchecked = /\bapp\.request\(/.exec(text);
    if (unchecked) {
      found.push({
        file,
        line: text.slice(0, unchecked.index).split('\n').length,
        rule: 'unchecked-answer',
        say: 'what a service answers is held against its OpenAPI document: use checkedRequest of @tongban/http/testing',
      });
    }
  }
  const recursiveMkdir = /\bmkdir(?:Sync)?\([^;]*?\brecursive: true/.exec(text);
  if (recursiveMkdir && !isTestFile(file) && !isTestSupport(file)) {
    found.push({
      file,
      line: text.slice(0, recursiveMkdir.index).split('\n').length,
      rule: 'recursive-mkdir',
      say: 'it never returns below /proc: use makeFolder of @tongban/folders',
    });
  }
  return found;
}

function isTestFile(file: string): boolean {
  return /\.(test|bench|prop)\.ts$/.test(file) || file.startsWith('test/') || file.startsWith('tools/');
}

/** What tests and benchmarks are made of, beside them. */
function isTestSupport(file: string): boolean {
  return /^packages\/testing\/|\/src\/(testing\.ts$|testing\/|bench\/)/.test(file);
}

function importsOf(text: string): { specifier: string; line: number }[] {
  return [
    ...text.matchAll(
      /^(?:import|export)\b[^'"`;]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => ({
    specifier: match[1] ?? match[2] ?? match[3] ?? '',
    line: text.slice(0, match.index).split('\n').length,
  }));
}

function judgeImport(file: string, specifier: string): { rule: string; say: string } | undefined {
  const isTest = isTestFile(file);
  const [area, home = ''] = file.split('/');
  if (specifier.startsWith('.')) {
    const up = specifier.split('/').filter((step) => step === '..').length;
    const depth = file.split('/').length - 3;
    // The contracts are data that everyone shares.
    const isContract = specifier.startsWith(`${'../'.repeat(depth + 2)}contracts/`);
    // The fakes stand in for a server of another's, and infra starts real ones: tests of several packages need them.
    const root = '../'.repeat(depth + 2);
    const isFake = isTest && ['test/fakes/', 'infra/'].some((home) => specifier.startsWith(root + home));
    if ((area === 'packages' || area === 'services') && up > depth && !isContract && !isFake) {
      return {
        rule: 'boundary',
        say: `"${specifier}" leaves ${area}/${home}: import the other package by its name`,
      };
    }
    return undefined;
  }
  const ours = /^@tongban\/([^/]+)(\/.*)?$/.exec(specifier);
  if (!ours) {
    const owner = Object.keys(owners).find((name) => specifier === name || specifier.startsWith(`${name}/`));
    if (owner && !isTest && !owners[owner]?.some((place) => file.startsWith(`${place}/`))) {
      return { rule: 'one-owner', say: `"${owner}" belongs to ${owners[owner]?.join(' and ')}` };
    }
    return undefined;
  }
  if (isTest) return undefined;
  return judgeOwnImport(file, area ?? '', home, ours[1] ?? '', ours[2] ?? '');
}

function judgeOwnImport(
  file: string,
  area: string,
  home: string,
  target: string,
  subpath: string,
): { rule: string; say: string } | undefined {
  // What starts engines for a developer starts them as the tests do.
  if (area === 'infra') return undefined;
  const testCode = isTestSupport(file);
  if ((target === 'testing' || subpath === '/testing') && !testCode) {
    return { rule: 'test-code', say: 'production code never imports test code' };
  }
  if (area === 'services') {
    if (target.startsWith('service-')) {
      return home === 'platform'
        ? undefined
        : { rule: 'service', say: 'a service never imports another service' };
    }
    if (
      file.includes('/src/domain/') &&
      !['kernel', 'calendar', 'tlog', 'draw', 'seals'].includes(target) &&
      subpath !== '/generated'
    ) {
      return {
        rule: 'pure-domain',
        say: `a domain imports L0 packages and generated contract types, not @tongban/${target}`,
      };
    }
    const adapter = /^(event-store-|event-bus-)/.test(target);
    if (adapter && !/\/(main|adapters)\.ts$/.test(file)) {
      return { rule: 'adapters', say: 'only the composition root names adapters' };
    }
    return undefined;
  }
  if (area !== 'packages' || testCode) return undefined;
  const layerOf = (name: string): number => layers.findIndex((layer) => layer.includes(name));
  if (layerOf(home) < 0) return { rule: 'layer', say: `@tongban/${home} has no layer: add it to tools/tidy` };
  if (layerOf(target) < layerOf(home) || target === home) return undefined;
  if (sameLayer[home]?.includes(target)) return undefined;
  return {
    rule: 'layer',
    say: `@tongban/${home} is L${layerOf(home)} and may not import @tongban/${target} (L${layerOf(target)})`,
  };
}
