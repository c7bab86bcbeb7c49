import { usageError } from '../cli-errors.ts';
import { type Command, urlOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { trialToken } from '../trial-access.ts';

/** `tongban token --as tax`: an access token of the embedded issuer, for trial. */
export const token: Command = {
  name: 'token',
  summary: { zh: '打印试用访问令牌', en: 'Print an access token for trial' },
  options: {
    as: {
      type: 'string',
      say: { zh: '令牌所代表的部门（必填）', en: 'department that the token speaks for (required)' },
    },
    role: {
      type: 'string',
      say: {
        zh: '角色：department（默认）、officer、auditor 或 operator',
        en: 'role: department (default), officer, auditor or operator',
      },
    },
    url: urlOption,
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
