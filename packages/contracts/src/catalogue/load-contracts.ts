import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractErrors } from '../errors.ts';
import { type ContractCatalogue, contractCatalogue } from './contract-catalogue.ts';
import type { ContractFiles } from './contract-files.ts';
import { readContracts } from './read-contracts.ts';

/**
 * Loads a contracts folder. Schemas are checked against the contract profile, and compiled when they are
 * first used.
 *
 * @throws E_CONTRACTS_UNREADABLE, E_CONTRACTS_INVALID with every defect of every file
 */
export function loadContracts(folder: string): ContractCatalogue {
  const { contracts, problems } = readContracts(readContractFiles(folder));
  if (problems.length > 0) {
    const [first] = problems;
    throw contractErrors.error('E_CONTRACTS_INVALID', {
      detail: {
        zh: `${folder} 有 ${problems.length} 处不符合契约规范，第一处：${first?.file} ${first?.pointer} ${first?.message.zh}`,
        en: `${folder} breaks the contract profile in ${problems.length} places, first ${first?.file} ${first?.pointer}: ${first?.message.en}`,
      },
      problems,
    });
  }
  return contractCatalogue(contracts);
}

/** The JSON files of a contracts folder, by path within it. @throws E_CONTRACTS_UNREADABLE */
export function readContractFiles(folder: string): ContractFiles {
  try {
    const files = new Map<string, string>();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(path.slice(join(folder, '/').length).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
    }
    return files;
  } catch (cause) {
    throw contractErrors.error('E_CONTRACTS_UNREADABLE', {
      detail: { zh: `无法读取契约目录 ${folder}`, en: `The contracts folder ${folder} cannot be read` },
      facts: { folder },
      cause,
    });
  }
}
