import { type Command, urlOption } from '../command.ts';
import { type ContractDetails, contractPage } from '../contract-page.ts';
import { exitCodes } from '../exit-codes.ts';
import { clientFor } from '../trial-access.ts';

/** `tongban contracts show <type>`: one contract with its terms and the fields of its data. */
export const contractsShow: Command = {
  name: 'contracts show',
  argument: { zh: '<事件类型>', en: '<type>' },
  words: [1, 1],
  summary: {
    zh: '一份数据契约：条款、字段、发布方与读取方',
    en: 'One contract: terms, fields, who publishes and who reads',
  },
  options: { url: urlOption },
  async run(invocation) {
    const { words, output, language } = invocation;
    const client = await clientFor(invocation, { department: 'platform', role: 'operator' });
    const answer = await client.contracts.get(words[0] ?? '');
    output.result(answer, () => contractPage(answer as unknown as ContractDetails, language));
    return exitCodes.ok;
  },
};
