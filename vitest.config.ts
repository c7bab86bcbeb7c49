import { defineConfig, type ViteUserConfig } from 'vitest/config';

/**
 * What a user sees must be the same in one process and over engines, so these run a second time there. Those that set
 * the clock, look into the data folder or break the connection itself stay in one process.
 */
const inBothModes = ['thin-path', 'client', 'emitters', 'documents', 'feed', 'signatures'];

const config: ViteUserConfig = defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['{packages,services,tools,test,infra}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'over engines',
          include: inBothModes.map((name) => `test/e2e/${name}.test.ts`),
          globalSetup: ['test/e2e/shared-engines.ts'],
          setupFiles: ['test/e2e/without-engines.ts'],
        },
      },
    ],
  },
});

export default config;
