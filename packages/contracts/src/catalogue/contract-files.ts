import type { Problem } from '@tongban/kernel';

/** Texts of a contracts folder by path: `tax/clearance-issued/v1.schema.json`. Always with `/`. */
export type ContractFiles = ReadonlyMap<string, string>;

/** A defect in a file of the contracts folder; the pointer is into that file. */
export interface FileProblem extends Problem {
  readonly file: string;
}

/** Notes a defect of the file that is being read. */
export type Note = (problem: Problem) => void;

const schemaName = /^v([1-9][0-9]{0,3})(?:\.([1-9][0-9]{0,3}))?\.schema\.json$/;
const upcasterName = /^v([1-9][0-9]{0,3})\.from-v([1-9][0-9]{0,3})\.json$/;

/** The version that a schema's file name says: `v1.schema.json` is 1.0, `v1.1.schema.json` is 1.1. */
export function schemaFileVersion(
  fileName: string,
): { readonly major: number; readonly minor: number } | undefined {
  const match = schemaName.exec(fileName);
  return match ? { major: Number(match[1]), minor: Number(match[2] ?? 0) } : undefined;
}

export function schemaFileName(major: number, minor: number): string {
  return minor === 0 ? `v${major}.schema.json` : `v${major}.${minor}.schema.json`;
}

/** The major that an upcaster's file name leads to: `v2.from-v1.json` is 2. Steps are of one major. */
export function upcasterFileMajor(fileName: string): number | undefined {
  const match = upcasterName.exec(fileName);
  return match && Number(match[1]) === Number(match[2]) + 1 ? Number(match[1]) : undefined;
}

export function upcasterFileName(major: number): string {
  return `v${major}.from-v${major - 1}.json`;
}
