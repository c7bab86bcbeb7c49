import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { tableOf } from '../table.ts';

/** `tongban doctor`: every setting with its source, and whether what it names will work. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Show every setting and where it came from, and check this machine 检查配置与环境',
  options: {
    config: { type: 'string', say: 'YAML file with settings' },
    data: { type: 'string', say: 'folder for everything that is kept' },
    host: { type: 'string', say: 'address to listen on' },
    port: { type: 'string', say: 'port to listen on' },
  },
  async run({ options, output, env, clock }) {
    const { loadSettings } = await import('../load-settings.ts');
    const { checkMachine } = await import('../machine-checks.ts');
    const { checkEngines } = await import('@tongban/engines/check-engines');
    const { values: config, entries } = loadSettings(options, env);
    const { host, port } = config.listen;
    const data = resolve(config.data);
    const [machine, engines] = await Promise.all([
      checkMachine({ data, host, port }),
      checkEngines({ ...config, data }, { clock }),
    ]);
    const checks = [...machine, ...engines];
    output.result({ settings: entries as never, checks: checks as never }, () =>
      [
        tableOf(
          ['setting', 'value', 'source'],
          entries.map(({ name, value, source }) => [name, JSON.stringify(value), source]),
        ),
        '',
        ...checks.map(({ name, ok, say }) => `${ok ? 'ok  ' : 'FAIL'} ${name}: ${say}`),
      ].join('\n'),
    );
    return checks.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.refused;
  },
};
