import { type Command, UsageError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { trialToken } from '../trial-access.ts';

/** `tongban token --as tax`: an access token of the embedded issuer, for trial. */
export const token: Command = {
  name: 'token',
  summary: 'Print an access token for trial 试用令牌',
  options: {
    as: { type: 'string', say: 'department that the token speaks for' },
    role: { type: 'string', say: 'department (default), officer, auditor or operator' },
    url: { type: 'string', say: 'address of the platform (default http://127.0.0.1:8080)' },
  },
  async run({ options, output, env }) {
    const { as, role } = options;
    if (typeof as !== 'string') throw new UsageError('tongban token needs --as <department>');
    const access = await trialToken({ url: options.url, env, department: as, role });
    output.result({ token: access }, () => access);
    return exitCodes.ok;
  },
};
