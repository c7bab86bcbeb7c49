import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { type Command, configOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { firstSteps } from '../first-steps.ts';

/** `tongban start`: everything in one process, until Ctrl-C. */
export const start: Command = {
  name: 'start',
  summary: { zh: '在一个进程中以 SQLite 启动平台', en: 'Start the platform in one process on SQLite' },
  options: {
    port: {
      type: 'string',
      say: {
        zh: '监听端口，0 至 65535（默认 8080；0 为任一空闲端口）',
        en: 'port to listen on, 0 to 65535 (default 8080; 0 takes a free one)',
      },
    },
    host: {
      type: 'string',
      say: { zh: '监听地址（默认 127.0.0.1）', en: 'address to listen on (default 127.0.0.1)' },
    },
    data: {
      type: 'string',
      say: {
        zh: '存放全部数据的目录（默认 ./data）',
        en: 'folder for everything that is kept (default ./data)',
      },
    },
    empty: {
      type: 'boolean',
      say: {
        zh: '不带样例城市和参考部门系统（默认带）',
        en: 'no sample city and no reference department systems (default: with both)',
      },
    },
    config: configOption,
  },
  async run({ options, output, signal, env, clock, language }) {
    const { loadSettings } = await import('../load-settings.ts');
    const { values: config } = loadSettings(options, env);
    const [{ startPlatform, tokensOf }, { createLogger, exportTraces }] = await Promise.all([
      import('../platform.ts'),
      import('@tongban/telemetry'),
    ]);
    const logger = createLogger({ name: 'tongban', level: config.log.level, pretty: config.log.pretty });
    const { endpoint } = config.telemetry;
    const traces = endpoint === '' ? undefined : await exportTraces({ endpoint, service: 'tongban' });
    const startedMs = clock.now();
    const platform = await startPlatform({ config, logger, clock });
    output.item({ ready: platform.url, data: config.data, startMs: clock.now() - startedMs }, () =>
      firstSteps({
        eventId: `first-${startedMs}`,
        url: platform.url,
        data: config.data,
        // With an issuer of the city's own there is neither the embedded one nor the sample city.
        empty: config.city.empty || config.identity.issuers.length > 0,
        tokens: tokensOf(config),
        language,
      }),
    );
    // A process that is killed writes no cache at its end, and would be as slow to start the next time.
    flushCompileCache();
    if (!signal.aborted) await once(signal, 'abort');
    output.note(language === 'zh' ? '正在停止……' : 'stopping …');
    await platform.stop();
    await traces?.close();
    return exitCodes.ok;
  },
};
