import { join } from 'node:path';
import { createLogger } from '@tongban/telemetry';
import { temporaryFolder, waitFor } from '@tongban/testing';
import { describe, expect, it } from 'vitest';
import { type Platform, startPlatform } from '../../services/platform/src/platform.ts';
import { platformConfig } from '../../services/platform/src/platform-config.ts';
import { isShown, runPage } from './page-run.ts';

const root = join(import.meta.dirname, '../..');

const enterprises = 3;

/** The pages that are run, and whether they begin with the sample city or with nothing. */
const pages: readonly (readonly [page: string, begins: 'empty' | 'city'])[] = [
  ['README.md', 'city'],
  ['docs/tutorial/first-event.md', 'empty'],
  ['docs/how-to/publish-from-a-department-system.md', 'empty'],
  ['docs/how-to/receive-events.md', 'city'],
  ['docs/how-to/share-data.md', 'empty'],
  ['docs/how-to/add-a-contract.md', 'empty'],
  ['docs/how-to/erase-personal-data.md', 'empty'],
  ['docs/how-to/operate.md', 'city'],
];

describe('the pages of the documentation do what they say', () => {
  it.each(pages)('%s', { timeout: 120_000 }, async (page, begins) => {
    await using data = await temporaryFolder();
    await using folder = await temporaryFolder();
    const config = platformConfig.parse({
      listen: { port: 0 },
      data: data.path,
      exchange: { webhookAllowedAddresses: ['127.0.0.1'] },
      city: { empty: begins === 'empty', enterprises, everySeconds: 0 },
    });
    const logger = createLogger({ name: 'docs', level: 'error' });
    const platform = await startPlatform({ config, logger });
    try {
      if (begins === 'city') {
        await waitFor(() => hasEnterprises(platform, enterprises), {
          describe: 'the sample city is there',
          timeoutMs: 60_000,
        });
      }
      const { blocks, exitCode, errors } = await runPage(join(root, page), {
        root,
        folder: folder.path,
        url: platform.url,
      });
      const wrong = blocks.find(({ printed, shown }) => shown !== undefined && !isShown(printed, shown));
      const told =
        wrong && `line ${wrong.line} printed\n${wrong.printed}\nand not\n${wrong.shown}\n${errors}`;
      expect(told).toBeUndefined();
      expect(exitCode, errors).toBe(0);
      expect(blocks.length).toBeGreaterThan(0);
    } finally {
      await platform.stop();
    }
  });
});

/** Whether the sample city is there: every enterprise is registered and its case is complete. */
async function hasEnterprises(platform: Platform, count: number): Promise<boolean> {
  const token = await platform.token({ department: 'platform', system: 'docs', role: 'operator' });
  const get = async (path: string): Promise<unknown> =>
    (await fetch(platform.url + path, { headers: { authorization: `Bearer ${token}` } })).json();
  const { flows } = (await get('/v1/flows?limit=200')) as { flows: readonly { readonly flow: string }[] };
  const cases = flows.filter(({ flow }) => flow.startsWith('start-up-'));
  const pages = await Promise.all(cases.map(({ flow }) => get(`/v1/flows/${flow}`)));
  return pages.filter((page) => (page as { readonly state: string }).state === 'complete').length === count;
}
