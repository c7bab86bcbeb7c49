import { dataschemaUrl, eventType } from '@tongban/cloudevents';
import { type JsonObject, type Problem, parseJson } from '@tongban/kernel';
import { checkSchemaProfile } from '../profile/schema-profile.ts';
import { checkTermsProfile } from '../profile/terms-profile.ts';
import { checkUpcasterFit, checkUpcasterForm } from '../profile/upcaster-profile.ts';
import type { UpcastOperation } from '../upcasting/upcast-operation.ts';
import { validateAgainst } from '../validation/schema-validator.ts';
import { contentHash } from './content-hash.ts';
import type { Contract, ContractTerms, ContractVersion, Upcaster } from './contract.ts';
import {
  type ContractFiles,
  type FileProblem,
  type Note,
  schemaFileName,
  schemaFileVersion,
  upcasterFileMajor,
  upcasterFileName,
} from './contract-files.ts';
import { termsSchema } from './terms-schema.ts';

/** What a set of files says, and everything that is wrong with it. */
export interface ContractsReading {
  /** Only those without a defect. */
  readonly contracts: readonly Contract[];
  readonly problems: readonly FileProblem[];
}

/**
 * Reads contracts out of texts, `<owner>/<event-name>/contract.json` and what is beside it. Pure.
 *
 * @param withheld paths of files that are there and not given: they leave no gap among the versions.
 */
export function readContracts(
  files: ContractFiles,
  withheld: ReadonlySet<string> = new Set(),
): ContractsReading {
  const problems: FileProblem[] = [];
  const contracts: Contract[] = [];
  for (const [folder, texts] of contractFolders(files)) {
    const reader = new FolderReader(folder, texts, withheld);
    contracts.push(...reader.read());
    problems.push(...reader.problems);
  }
  return { contracts, problems };
}

/** Files by folder `<owner>/<event-name>`, without the folder in their names. */
function contractFolders(files: ContractFiles): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, text] of files) {
    const [owner, name, ...rest] = path.split('/');
    const fileName = rest.join('/');
    if (!owner || !name || fileName === '' || fileName.startsWith('examples/')) continue;
    const folder = `${owner}/${name}`;
    const texts = folders.get(folder) ?? new Map<string, string>();
    folders.set(folder, texts.set(fileName, text));
  }
  return folders;
}

/** Reads one folder; notes its defects as it goes. */
class FolderReader {
  readonly problems: FileProblem[] = [];
  readonly #folder: string;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #withheld: ReadonlySet<string>;

  constructor(folder: string, texts: ReadonlyMap<string, string>, withheld: ReadonlySet<string>) {
    this.#folder = folder;
    this.#texts = texts;
    this.#withheld = withheld;
  }

  read(): readonly Contract[] {
    const terms = this.#readTerms();
    const versions = this.#readVersions();
    const upcasters = this.#readUpcasters(versions);
    if (terms) checkTermsProfile(terms, versions, this.#noting('contract.json'));
    if (terms)
      for (const [major, { operations }] of upcasters)
        this.#checkUpcaster(major, operations, terms, versions);
    if (!terms || this.problems.length > 0) return [];
    const majors = [...new Set(versions.map(({ major }) => major))];
    return majors.map((major) => contractOf(terms, versions, major, upcasters.get(major)));
  }

  #readTerms(): ContractTerms | undefined {
    const value = this.#parse('contract.json');
    if (value === undefined) return undefined;
    const note = this.#noting('contract.json');
    const defects = validateAgainst(termsSchema, value);
    for (const defect of defects) note(defect);
    if (defects.length > 0) return undefined;
    const terms = value as unknown as ContractTerms;
    const [owner, name] = this.#folder.split('/');
    if (terms.owner !== owner) note(otherFolder('/owner', owner));
    if (terms.name !== name) note(otherFolder('/name', name));
    return terms;
  }

  #readVersions(): readonly ContractVersion[] {
    const [owner = '', name = ''] = this.#folder.split('/');
    const versions: ContractVersion[] = [];
    for (const fileName of this.#texts.keys()) {
      const named = schemaFileVersion(fileName);
      if (!named) {
        if (fileName !== 'contract.json' && upcasterFileMajor(fileName) === undefined)
          this.#noteUnknownFile(fileName);
        continue;
      }
      const schema = this.#parse(fileName);
      if (!isObject(schema)) continue;
      const dataschema = dataschemaUrl(owner, name, named.major, named.minor);
      const before = this.problems.length;
      checkSchemaProfile(schema, dataschema, this.#noting(fileName));
      if (this.problems.length > before) continue;
      const version = `${named.major}.${named.minor}`;
      versions.push({ ...named, version, dataschema, schema, hash: contentHash(schema) });
    }
    versions.sort((a, b) => a.major - b.major || a.minor - b.minor);
    this.#checkNumbering();
    return versions;
  }

  /** Versions are numbered without gaps from 1.0, and every major but the first has an upcaster. */
  #checkNumbering(): void {
    const named = [...this.#texts.keys()].map(schemaFileVersion).filter((version) => version !== undefined);
    if (named.length === 0) this.#noteMissing('v1.schema.json');
    for (const { major, minor } of named) {
      if (minor > 0) this.#need(schemaFileName(major, minor - 1));
      if (major === 1 || minor > 0) continue;
      this.#need(schemaFileName(major - 1, 0));
      this.#need(upcasterFileName(major));
    }
  }

  #need(fileName: string): void {
    const isThere = this.#texts.has(fileName) || this.#withheld.has(`${this.#folder}/${fileName}`);
    if (!isThere) this.#noteMissing(fileName);
  }

  #readUpcasters(versions: readonly ContractVersion[]): ReadonlyMap<number, Upcaster> {
    const upcasters = new Map<number, Upcaster>();
    for (const fileName of this.#texts.keys()) {
      const major = upcasterFileMajor(fileName);
      if (major === undefined) continue;
      this.#need(schemaFileName(major, 0));
      const operations = this.#parse(fileName);
      if (operations === undefined || versions.length === 0) continue;
      const before = this.problems.length;
      checkUpcasterForm(operations, this.#noting(fileName));
      if (this.problems.length > before) continue;
      upcasters.set(major, {
        operations: operations as unknown as readonly UpcastOperation[],
        hash: contentHash(operations),
      });
    }
    return upcasters;
  }

  #checkUpcaster(
    major: number,
    operations: readonly UpcastOperation[],
    terms: ContractTerms,
    versions: readonly ContractVersion[],
  ): void {
    const from = versions.findLast((version) => version.major === major - 1);
    const to = versions.findLast((version) => version.major === major);
    if (from && to) checkUpcasterFit(operations, { from, to, terms }, this.#noting(upcasterFileName(major)));
  }

  #parse(fileName: string): JsonObject | readonly unknown[] | undefined {
    const text = this.#texts.get(fileName);
    if (text === undefined) {
      this.#noteMissing(fileName);
      return undefined;
    }
    const parsed = parseJson(text);
    if (parsed.ok && typeof parsed.value === 'object' && parsed.value !== null)
      return parsed.value as JsonObject;
    const note = this.#noting(fileName);
    if (parsed.ok)
      note({
        pointer: '',
        rule: 'type',
        message: { zh: '应为 JSON 对象或数组', en: 'must be a JSON object or array' },
      });
    else for (const problem of parsed.failure) note(problem);
    return undefined;
  }

  #noteMissing(fileName: string): void {
    this.#noting(fileName)({
      pointer: '',
      rule: 'missing-file',
      message: { zh: `缺少文件 ${fileName}`, en: `the file ${fileName} is missing` },
    });
  }

  #noteUnknownFile(fileName: string): void {
    this.#noting(fileName)({
      pointer: '',
      rule: 'unknown-file',
      message: {
        zh: '契约目录中只有 contract.json、v1.schema.json、v1.1.schema.json、v2.from-v1.json 这样的文件和 examples/',
        en: 'a contract has contract.json, v1.schema.json, v1.1.schema.json, v2.from-v1.json and the like, and examples/',
      },
    });
  }

  #noting(fileName: string): Note {
    const file = `${this.#folder}/${fileName}`;
    return (problem: Problem) => this.problems.push({ ...problem, file });
  }
}

function contractOf(
  terms: ContractTerms,
  all: readonly ContractVersion[],
  major: number,
  upcaster: Upcaster | undefined,
): Contract {
  const versions = all.filter((version) => version.major === major);
  const { owner, name } = terms;
  return {
    type: eventType({ owner, name, major }),
    owner,
    name,
    major,
    terms,
    versions,
    latest: versions.at(-1) as ContractVersion,
    ...(upcaster ? { upcaster } : {}),
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function otherFolder(pointer: string, expected: string | undefined): Problem {
  return {
    pointer,
    rule: 'folder',
    expected,
    message: { zh: `应与目录名一致：${expected}`, en: `must be as the folder says: ${expected}` },
  };
}
