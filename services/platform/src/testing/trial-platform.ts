import { silentLogger } from '@tongban/telemetry';
import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { type Platform, startPlatform } from '../platform.ts';
import { type PlatformConfig, platformConfig } from '../platform-config.ts';

/** A platform without a sample city in a folder of its own. */
export interface TrialPlatform extends Platform, AsyncDisposable {
  readonly folder: TemporaryFolder;
}

/** The settings of a platform with nothing given but these. */
export function configOf(data: string, port = 0): PlatformConfig {
  return platformConfig.parse({
    listen: { port },
    data,
    city: { empty: true },
  });
}

export async function startTrialPlatform(): Promise<TrialPlatform> {
  const folder = await temporaryFolder();
  const platform = await startPlatform({ config: configOf(folder.path), logger: silentLogger });
  return {
    ...platform,
    folder,
    async [Symbol.asyncDispose]() {
      await platform.stop();
      await folder.remove();
    },
  };
}
