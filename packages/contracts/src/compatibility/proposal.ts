import type { Contract } from '../catalogue/contract.ts';
import {
  type ContractFiles,
  schemaFileName,
  schemaFileVersion,
  upcasterFileName,
} from '../catalogue/contract-files.ts';

/** A version of a contract that somebody wants to release, as texts of its files. */
export interface Proposal {
  readonly owner: string;
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  /** `contract.json` */
  readonly terms: string;
  readonly schema: string;
  /** Needed with the first version of a major after the first. */
  readonly upcaster?: string;
}

/** The files of what is released of a contract with those of the proposal over them. */
export function proposedFiles(released: readonly Contract[], proposal: Proposal): ContractFiles {
  const { owner, name, major, minor, terms, schema, upcaster } = proposal;
  const folder = `${owner}/${name}`;
  const files = new Map<string, string>();
  for (const contract of released) {
    for (const version of contract.versions) {
      files.set(`${folder}/${schemaFileName(version.major, version.minor)}`, JSON.stringify(version.schema));
    }
    if (!contract.upcaster) continue;
    files.set(`${folder}/${upcasterFileName(contract.major)}`, JSON.stringify(contract.upcaster.operations));
  }
  files.set(`${folder}/contract.json`, terms);
  files.set(`${folder}/${schemaFileName(major, minor)}`, schema);
  if (upcaster !== undefined) files.set(`${folder}/${upcasterFileName(major)}`, upcaster);
  return files;
}

/**
 * Every version that a contracts folder has, as proposals, lowest first: what `contracts check` goes through.
 */
export function proposalsIn(files: ContractFiles): readonly Proposal[] {
  const proposals = [...files].flatMap(([path, schema]) => {
    const [owner, name, fileName = '', ...deeper] = path.split('/');
    const version = schemaFileVersion(fileName);
    if (!owner || !name || !version || deeper.length > 0) return [];
    const upcaster =
      version.minor === 0 ? files.get(`${owner}/${name}/${upcasterFileName(version.major)}`) : undefined;
    const terms = files.get(`${owner}/${name}/contract.json`) ?? '';
    return [{ owner, name, ...version, terms, schema, ...(upcaster === undefined ? {} : { upcaster }) }];
  });
  return proposals.sort((a, b) => a.major - b.major || a.minor - b.minor);
}
