import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What a user sees must be the same in one process and over engines, so these run a second time there. Those that set
 * the clock, look into the data folder or break the connection itself stay in one process.
 */
const inBothModes = ['thin-path', 'client', 'emitters', 'documents', 'feed', 'signatures'];

/**
 * The longest first, so that no worker is left alone with them at the end: faults, then whole systems, then units that
 * start processes or servers, or write to disk, then the rest. Which of these a unit is, the size of its file does not say.
 */
const ranks: readonly RegExp[] = [
  /\/test\/(?:kafka|durability|faults)\//,
  /\/test\//,
  /\/packages\/(?:engines|event-bus-kafka|event-store-kurrent|event-store-sqlite|view-store)\/|\/commands\/kafka\./,
  /\.property\.|-oracle\.|\/services\/(?:exchange|flows)\/src\/(?:api|views)\/|\/(?:telemetry|client)\//,
];
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const first = ranks.findIndex((pattern) => pattern.test(moduleId));
      return first < 0 ? ranks.length : first;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

/** Where tests leave nothing behind in their process, the next file need not load all modules again: `isolate: false`. */
const config: ViteUserConfig = defineConfig({
  test: {
    maxWorkers: 2,
    setupFiles: ['tools/tidy/patterns-are-matched.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'units',
          include: ['{packages,services,tools}/**/*.test.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'systems',
          include: ['{test,infra}/**/*.test.ts'],
          exclude: ['test/e2e/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'end to end',
          include: ['test/e2e/**/*.test.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'over engines',
          isolate: false,
          include: inBothModes.map((name) => `test/e2e/${name}.test.ts`),
          globalSetup: ['test/e2e/shared-engines.ts'],
          setupFiles: ['test/e2e/without-engines.ts'],
          // Each start and restart is of several processes, 2 s on an idle machine and 14 s were seen on a busy one; a test
          // may have two. One that is cut off in the middle of a restart takes those after it along.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

export default config;
