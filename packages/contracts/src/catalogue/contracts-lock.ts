import type { ContractCatalogue } from './contract-catalogue.ts';
import { type FileProblem, schemaFileName, upcasterFileName } from './contract-files.ts';

/** The hashes of one contract: `{ "1.0": "sha256-…", "upcasters": { "2": "sha256-…" } }`. */
export interface LockEntry {
  readonly upcasters?: { readonly [major: string]: string };
  readonly [version: `${number}.${number}`]: string;
}

/** What was released, by `<owner>/<name>`: `contracts.lock.json`. A released version never changes. */
export interface ContractsLock {
  readonly [contract: string]: LockEntry;
}

/** The lock that pins everything of a catalogue. */
export function lockOf(catalogue: ContractCatalogue): ContractsLock {
  const lock: Record<string, Record<string, string | Record<string, string>>> = {};
  for (const { owner, name, major, versions, upcaster } of catalogue.all()) {
    const entry = lock[`${owner}/${name}`] ?? {};
    lock[`${owner}/${name}`] = entry;
    for (const { version, hash } of versions) entry[version] = hash;
    if (upcaster)
      entry.upcasters = { ...(entry.upcasters as Record<string, string>), [major]: upcaster.hash };
  }
  return lock as unknown as ContractsLock;
}

/** What was released and is there no more, or is there with other content. None of it is allowed. */
export function verifyLock(catalogue: ContractCatalogue, lock: ContractsLock): readonly FileProblem[] {
  const now = new Map(pins(lockOf(catalogue)).map((pin) => [pin.file, pin]));
  return pins(lock).flatMap((released) => {
    const current = now.get(released.file);
    if (current?.hash === released.hash) return [];
    return [current ? changed(released, current.hash) : removed(released)];
  });
}

/** One pinned file: a schema or an upcaster. */
interface Pin {
  readonly file: string;
  readonly hash: string;
}

function pins(lock: ContractsLock): readonly Pin[] {
  return Object.entries(lock).flatMap(([contract, { upcasters = {}, ...versions }]) => [
    ...Object.entries(versions).map(([version, hash]) => {
      const [major, minor] = version.split('.');
      return { file: `${contract}/${schemaFileName(Number(major), Number(minor))}`, hash: String(hash) };
    }),
    ...Object.entries(upcasters).map(([major, hash]) => ({
      file: `${contract}/${upcasterFileName(Number(major))}`,
      hash,
    })),
  ]);
}

function changed({ file, hash }: Pin, found: string): FileProblem {
  return {
    file,
    pointer: '',
    rule: 'released-changed',
    expected: hash,
    message: {
      zh: `${file} 已发布，不可更改：发布时为 ${hash}，现为 ${found}；请还原，并以新版本发布改动`,
      en: `${file} was released and never changes: it was ${hash} and is ${found}; restore it and release a new version`,
    },
  };
}

function removed({ file, hash }: Pin): FileProblem {
  return {
    file,
    pointer: '',
    rule: 'released-removed',
    expected: hash,
    message: {
      zh: `${file}（${hash}）已发布，不可删除；请还原`,
      en: `${file} (${hash}) was released and cannot be removed; restore it`,
    },
  };
}
