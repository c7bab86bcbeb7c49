import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Untidy } from './tidy.ts';

interface Manifest {
  /** `packages/kernel` */
  readonly folder: string;
  readonly name: string;
  readonly dependencies: readonly string[];
}

/** Declared although no module imports them: what `hono-openapi` wants beside it, and files that are served. */
const unimported: Readonly<Record<string, readonly string[]>> = {
  'packages/http': [
    '@hono/standard-validator',
    '@standard-community/standard-json',
    '@standard-community/standard-openapi',
  ],
  'services/exchange': ['swagger-ui-dist'],
};

/** Judges the `package.json` files: no cycles among our packages, and nothing declared that is not used. */
export function judgeManifests(root: string): Untidy[] {
  const manifests = ['packages', 'services'].flatMap((area) =>
    readdirSync(join(root, area)).flatMap((name) => manifestOf(root, `${area}/${name}`)),
  );
  return [...cycles(manifests), ...manifests.flatMap((manifest) => needless(root, manifest))];
}

function manifestOf(root: string, folder: string): Manifest[] {
  const file = join(root, folder, 'package.json');
  if (!existsSync(file)) return [];
  const { name, dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly name: string;
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  return [{ folder, name, dependencies: Object.keys(dependencies) }];
}

function needless(root: string, { folder, dependencies }: Manifest): Untidy[] {
  const modules = globSync(['src/**/*.ts', 'bin/*'], { cwd: join(root, folder) });
  const text = modules.map((module) => readFileSync(join(root, folder, module), 'utf8')).join('\n');
  const isUsed = (name: string): boolean => text.includes(`'${name}'`) || text.includes(`'${name}/`);
  return dependencies
    .filter((name) => !isUsed(name) && !unimported[folder]?.includes(name))
    .map((name) => ({
      file: `${folder}/package.json`,
      line: 1,
      rule: 'needless-dependency',
      say: `no module of ${folder} imports "${name}"`,
    }));
}

function cycles(manifests: readonly Manifest[]): Untidy[] {
  const graph = new Map(
    manifests.map(({ name, dependencies }) => [
      name,
      dependencies.filter((one) => one.startsWith('@tongban/')),
    ]),
  );
  const found: Untidy[] = [];
  const done = new Set<string>();
  const walk = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) {
      found.push({
        file: 'package.json',
        line: 1,
        rule: 'cycle',
        say: [...path.slice(path.indexOf(name)), name].join(' → '),
      });
    } else if (!done.has(name)) {
      for (const next of graph.get(name) ?? []) walk(next, [...path, name]);
      done.add(name);
    }
  };
  for (const name of graph.keys()) walk(name, []);
  return found;
}
