import { usageError } from '../cli-errors.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { trialToken } from '../trial-access.ts';

/** `tongban token --as tax`: an access token of the embedded issuer, for trial. */
export const token: Command = {
  name: 'token',
  summary: 'Print an access token for trial 试用令牌',
  options: {
    as: { type: 'string', say: 'department that the token speaks for' },
    role: {
      type: 'string',
      say: 'department (default), officer, auditor or operator; of platform operator (default) or auditor',
    },
    url: { type: 'string', say: 'address of the platform (default http://127.0.0.1:8080)' },
  },
  async run(invocation) {
    const { as, role } = invocation.options;
    if (typeof as !== 'string') {
      throw usageError({ zh: 'token 须以 --as <部门> 指明部门', en: 'token needs --as <department>' });
    }
    const caller = { department: as, role: typeof role === 'string' ? role : undefined };
    const access = await trialToken(invocation, caller);
    invocation.output.result({ token: access }, () => access);
    return exitCodes.ok;
  },
};
