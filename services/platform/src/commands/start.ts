import { once } from 'node:events';
import { loadConfig } from '@tongban/service';
import { createLogger } from '@tongban/telemetry';
import { type Command, integerOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { firstSteps } from '../first-steps.ts';
import { startPlatform } from '../platform.ts';
import { platformConfig } from '../platform-config.ts';
import { settingsEnvironment } from '../settings-environment.ts';

/** `tongban start`: everything in one process, until Ctrl-C. */
export const start: Command = {
  name: 'start',
  summary: 'Start the platform in one process on SQLite 启动平台',
  options: {
    port: { type: 'string', say: 'port to listen on (default 8080; 0 takes a free one)' },
    host: { type: 'string', say: 'address to listen on (default 127.0.0.1)' },
    data: { type: 'string', say: 'folder for everything that is kept (default ./data)' },
    empty: { type: 'boolean', say: 'no sample city and no reference department systems' },
    config: { type: 'string', say: 'YAML file with settings; the environment and options override it' },
  },
  async run({ options, output, signal, env, clock, language }) {
    const port = options.port === undefined ? undefined : integerOption(options, 'port', portBounds);
    const { values: config } = loadConfig(platformConfig, {
      file: options.config as string | undefined,
      env: settingsEnvironment(env),
      flags: {
        'listen.port': port,
        'listen.host': options.host,
        data: options.data,
        'city.empty': options.empty,
      },
    });
    const logger = createLogger({ name: 'tongban', level: config.log.level, pretty: config.log.pretty });
    const startedMs = clock.now();
    const platform = await startPlatform({ config, logger, clock });
    output.item({ ready: platform.url, data: config.data, startMs: clock.now() - startedMs }, () =>
      firstSteps({
        eventId: `first-${startedMs}`,
        url: platform.url,
        data: config.data,
        empty: config.city.empty,
        language,
      }),
    );
    if (!signal.aborted) await once(signal, 'abort');
    output.note(language === 'zh' ? '正在停止……' : 'stopping …');
    await platform.stop();
    return exitCodes.ok;
  },
};

const portBounds = { min: 0, max: 65_535, otherwise: 8080 };
