import { resolve } from 'node:path';
import { type Command, configOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { tableOf } from '../table.ts';

/** `tongban doctor`: every setting with its source, and whether what it names will work. */
export const doctor: Command = {
  name: 'doctor',
  summary: {
    zh: '显示各项配置及其来源，并检查本机',
    en: 'Show every setting and where it came from, and check this machine',
  },
  options: {
    config: configOption,
    data: {
      type: 'string',
      say: {
        zh: '存放全部数据的目录（默认 ./data）',
        en: 'folder for everything that is kept (default ./data)',
      },
    },
    host: {
      type: 'string',
      say: { zh: '监听地址（默认 127.0.0.1）', en: 'address to listen on (default 127.0.0.1)' },
    },
    port: {
      type: 'string',
      say: {
        zh: '监听端口，0 至 65535（默认 8080；0 为任一空闲端口）',
        en: 'port to listen on, 0 to 65535 (default 8080; 0 takes a free one)',
      },
    },
  },
  async run({ options, output, env, clock, language }) {
    const { loadSettings } = await import('../load-settings.ts');
    const { sourceText } = await import('@tongban/service');
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
    const sent = checks.map(({ name, ok, say }) => ({ name, ok, say: say.en }));
    const [good, bad] = language === 'zh' ? ['正常', '异常'] : ['ok  ', 'FAIL'];
    output.result({ settings: entries as never, checks: sent }, () =>
      [
        tableOf(
          language === 'zh' ? ['配置项', '值', '来源'] : ['setting', 'value', 'source'],
          entries.map(({ name, value, source }) => [
            name,
            JSON.stringify(value),
            sourceText(source, language),
          ]),
        ),
        '',
        ...checks.map(({ name, ok, say }) => `${ok ? good : bad} ${name}: ${say[language]}`),
      ].join('\n'),
    );
    return checks.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.refused;
  },
};
