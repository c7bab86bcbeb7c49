import type { Localized } from '@tongban/kernel';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { tableOf } from '../table.ts';
import { clientFor } from '../trial-access.ts';

const options = {
  url: { type: 'string', say: 'address of the platform (default http://127.0.0.1:8080)' },
} as const;
const operator = { department: 'platform', role: 'operator' } as const;

interface ContractList {
  readonly contracts: readonly {
    readonly type: string;
    readonly title: Localized;
    readonly version: string;
    readonly sharing: string;
  }[];
}

/** `tongban contracts list`: the contracts in force. */
export const contractsList: Command = {
  name: 'contracts list',
  summary: 'Contracts in force 数据契约列表',
  options,
  async run({ options: given, output, env, language }) {
    const answer = await clientFor({ env, url: given.url, ...operator }).contracts.list();
    output.result(answer, () =>
      tableOf(
        ['type', 'version', 'sharing', 'title'],
        (answer as unknown as ContractList).contracts.map(({ type, version, sharing, title }) => [
          type,
          version,
          sharing,
          title[language],
        ]),
      ),
    );
    return exitCodes.ok;
  },
};

/** `tongban contracts show <type>`: one contract with its terms and schemas. */
export const contractsShow: Command = {
  name: 'contracts show',
  argument: '<type>',
  words: [1, 1],
  summary: 'One contract: terms, schemas, who publishes and who reads 数据契约',
  options,
  async run({ options: given, words, output, env }) {
    const answer = await clientFor({ env, url: given.url, ...operator }).contracts.get(words[0] ?? '');
    output.result(answer, () => JSON.stringify(answer, null, 2));
    return exitCodes.ok;
  },
};
