import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { zodProblems } from '@tongban/http';
import { decodeJson, jsonPointer, type Language, type Problem, type TongbanError } from '@tongban/kernel';
import { z } from 'zod';
import { type ConfigLeaf, configLeaves, environmentName } from './config-schema.ts';
import { serviceErrors } from './errors.ts';

export interface ConfigSources {
  /** What this way of starting means by default, over the defaults of the schema. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Path of a YAML file. */
  readonly file?: string | undefined;
  /** `process.env`: names that begin with `TONGBAN_`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Options of the command line; one without a value was not given. */
  readonly flags?: readonly ConfigFlag[];
}

/** An option of the command line that stands for a setting. */
export interface ConfigFlag {
  /** As it is typed: `--port`. */
  readonly flag: string;
  /** Dotted path of the setting: `listen.port`. */
  readonly setting: string;
  readonly value: string | number | boolean | undefined;
}

/** One value, and where it came from. */
export interface ConfigEntry {
  /** Dotted path. */
  readonly name: string;
  /** `[secret]` where the schema says so. */
  readonly value: unknown;
  /** `default`, `file <path>`, `environment <NAME>` or `option --<name>`. */
  readonly source: string;
}

export interface LoadedConfig<Config> {
  readonly values: Config;
  /** Every value that there is, in the order of the schema: what `doctor` shows. */
  readonly entries: readonly ConfigEntry[];
}

interface Given {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly source: string;
}

/**
 * The configuration of a process. Later sources win: schema, defaults, file, environment, flags. What no
 * source may
 * name is refused, so that a misspelt setting is never silently without effect.
 *
 * @throws E_CONFIG_INVALID with every defect and where it was written; E_CONFIG_FILE.
 */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  sources: ConfigSources,
): LoadedConfig<z.output<Schema>> {
  const leaves = configLeaves(schema);
  const unknown: Problem[] = [];
  const given = [
    ...fromTree(sources.defaults ?? {}, leaves, 'default', unknown),
    ...(sources.file === undefined
      ? []
      : fromTree(readFile(sources.file), leaves, `file ${sources.file}`, unknown)),
    ...fromEnvironment(sources.env ?? {}, leaves, unknown),
    ...fromFlags(sources.flags ?? [], leaves, unknown),
  ];
  const raw: Record<string, unknown> = {};
  for (const { path, value } of given) assign(raw, path, value);
  const parsed = schema.safeParse(withSections(schema, raw));
  const wrong = parsed.success
    ? []
    : zodProblems(parsed.error.issues, raw).map((problem) => located(problem, given));
  if (!parsed.success || unknown.length > 0) throw invalidConfig([...unknown, ...wrong]);
  return { values: parsed.data, entries: entriesOf(leaves, parsed.data, given) };
}

/** The refusal of a configuration, with every defect of it. */
export function invalidConfig(problems: readonly Problem[]): TongbanError {
  const { length } = problems;
  return serviceErrors.error('E_CONFIG_INVALID', {
    detail: {
      zh: `有 ${length} 项配置须改正，各项说明见 docs/reference/configuration.md`,
      en: `${length === 1 ? '1 setting has' : `${length} settings have`} to be corrected; docs/reference/configuration.md explains them all`,
    },
    problems,
  });
}

function readFile(path: string): Record<string, unknown> {
  // Most processes have no such file, and the reader of YAML is 70 modules.
  const { parseDocument } = createRequire(import.meta.url)('yaml') as typeof import('yaml');
  try {
    const document = parseDocument(readFileSync(path, 'utf8'), { uniqueKeys: true });
    const [defect] = document.errors;
    if (defect !== undefined) throw defect;
    const tree: unknown = document.toJS({ maxAliasCount: 0 }) ?? {};
    if (typeof tree !== 'object' || Array.isArray(tree))
      throw new Error('it is not a mapping of names to values');
    return tree as Record<string, unknown>;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw serviceErrors.error('E_CONFIG_FILE', {
      detail: {
        zh: `配置文件 ${path} 无法读取：${reason}`,
        en: `The configuration file ${path} cannot be read: ${reason}`,
      },
      facts: { path },
      cause,
    });
  }
}

function fromTree(
  tree: Readonly<Record<string, unknown>>,
  leaves: readonly ConfigLeaf[],
  source: string,
  unknown: Problem[],
  parents: readonly string[] = [],
): readonly Given[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    const path = [...parents, name];
    if (leaves.some((leaf) => isSame(leaf.path, path))) return [{ path, value, source }];
    const isSection = leaves.some((leaf) => isSame(leaf.path.slice(0, path.length), path));
    if (isSection && value === null) return [];
    if (isSection && typeof value === 'object') {
      return fromTree(value as Record<string, unknown>, leaves, source, unknown, path);
    }
    unknown.push(unknownName(path, source));
    return [];
  });
}

function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  leaves: readonly ConfigLeaf[],
  unknown: Problem[],
): readonly Given[] {
  const byName = new Map(leaves.map((leaf) => [environmentName(leaf.path), leaf]));
  return Object.entries(env).flatMap(([name, text]) => {
    if (!name.startsWith('TONGBAN_') || text === undefined) return [];
    const leaf = byName.get(name);
    if (leaf !== undefined)
      return [{ path: leaf.path, value: read(text, leaf), source: `environment ${name}` }];
    unknown.push(unknownName([name], 'environment'));
    return [];
  });
}

function fromFlags(
  flags: NonNullable<ConfigSources['flags']>,
  leaves: readonly ConfigLeaf[],
  unknown: Problem[],
): readonly Given[] {
  return flags.flatMap(({ flag, setting, value }) => {
    if (value === undefined) return [];
    const leaf = leaves.find(({ path }) => path.join('.') === setting);
    if (leaf !== undefined) return [{ path: leaf.path, value: read(value, leaf), source: `option ${flag}` }];
    unknown.push(unknownName([setting], `option ${flag}`));
    return [];
  });
}

/**
 * Text stays text where the schema takes it so; else it is read as JSON (numbers, booleans, lists), or as a list with
 * commas where the setting is one: then it is told which element is wrong.
 */
function read(value: string | number | boolean, leaf: ConfigLeaf): unknown {
  if (typeof value !== 'string' || leaf.schema.safeParse(value).success) return value;
  try {
    return decodeJson(value);
  } catch {
    const isList = leaf.schema.safeParse([]).success && !/^\s*[[{]/.test(value);
    return isList ? value.split(',').map((item) => item.trim()) : value;
  }
}

function assign(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  target[name] ??= {};
  assign(target[name] as Record<string, unknown>, rest, value);
}

/** Sections of which nothing is given are there all the same, so that the defaults in them apply. */
function withSections(
  schema: z.ZodObject,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...given };
  for (const [name, member] of Object.entries(schema.shape)) {
    if (member instanceof z.ZodObject)
      filled[name] = withSections(member, (given[name] ?? {}) as Record<string, unknown>);
  }
  return filled;
}

function entriesOf(
  leaves: readonly ConfigLeaf[],
  values: unknown,
  given: readonly Given[],
): readonly ConfigEntry[] {
  return leaves.flatMap(({ path, secret }) => {
    const value = path.reduce<unknown>(
      (inner, step) => (inner as Record<string, unknown> | undefined)?.[step],
      values,
    );
    if (value === undefined) return [];
    const source = given.findLast((one) => isSame(one.path, path))?.source ?? 'default';
    return [{ name: path.join('.'), value: secret ? '[secret]' : value, source }];
  });
}

const sourceWords: Readonly<Record<string, string>> = {
  default: '默认',
  file: '文件',
  environment: '环境变量',
  option: '选项',
};

/** Where a setting came from, for people: `environment TONGBAN_CITY_EMPTY`, `环境变量 TONGBAN_CITY_EMPTY`. */
export function sourceText(source: string, language: Language): string {
  if (language === 'en') return source;
  const [kind = '', ...rest] = source.split(' ');
  return [sourceWords[kind] ?? kind, ...rest].join(' ');
}

function located(problem: Problem, given: readonly Given[]): Problem {
  const source = given.findLast(({ path }) => problem.pointer.startsWith(jsonPointer(path)))?.source;
  if (source === undefined) return problem;
  const { zh, en } = problem.message;
  return {
    ...problem,
    message: { zh: `${zh}（来源：${sourceText(source, 'zh')}）`, en: `${en} (from ${source})` },
  };
}

function unknownName(path: readonly string[], source: string): Problem {
  const name = path.join('.');
  return {
    pointer: jsonPointer(path),
    rule: 'additionalProperties',
    message: {
      zh: `没有名为 ${name} 的配置项（来源：${sourceText(source, 'zh')}）`,
      en: `There is no setting called ${name} (from ${source})`,
    },
  };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((step, at) => step === other[at]);
}
