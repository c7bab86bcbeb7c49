import { type LoadedConfig, loadConfig } from '@tongban/service';
import { type Invocation, integerOption } from './command.ts';
import { type PlatformConfig, platformConfig } from './platform-config.ts';

/** What the command line itself reads from the environment: no settings of the platform. */
const commandLineNames: ReadonlySet<string> = new Set(['TONGBAN_URL', 'TONGBAN_TOKEN']);

/** Options that stand for a setting. */
const settingOfOption = {
  port: 'listen.port',
  host: 'listen.host',
  data: 'data',
  empty: 'city.empty',
  brokers: 'bus.brokers',
} as const;

const portBounds = { min: 0, max: 65_535, otherwise: 8080 };

/**
 * The settings of the platform from the file of `--config`, the environment and the options of the command line.
 *
 * @throws E_CONFIG_INVALID, E_CONFIG_FILE, E_CLI_USAGE
 */
export function loadSettings(
  options: Invocation['options'],
  env: Invocation['env'],
): LoadedConfig<PlatformConfig> {
  if (options.port !== undefined) integerOption(options, 'port', portBounds);
  const settings = Object.entries(env).filter(([name]) => !commandLineNames.has(name));
  return loadConfig(platformConfig, {
    file: typeof options.config === 'string' ? options.config : undefined,
    env: Object.fromEntries(settings),
    flags: Object.entries(settingOfOption).map(([option, setting]) => ({
      flag: `--${option}`,
      setting,
      value: options[option],
    })),
  });
}
