import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** What a run of the tests came to. Skipped tests come with the reason that they gave. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
}

/** Writes the tally of a run to the file named by TALLY_FILE, so that the runner counts and does not parse. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    const skipped: { name: string; why: string }[] = [];
    for (const module of modules) {
      const before = failed;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'skipped') {
          skipped.push({
            name: `${module.relativeModuleId} › ${test.fullName}`,
            why: result.note ?? 'no reason given',
          });
        } else failed += 1;
      }
      // A file that does not load or a hook that throws has no failed test of its own, and must count all the same.
      if (!module.ok() && failed === before) failed += 1;
    }
    const file = process.env.TALLY_FILE;
    if (file) writeFileSync(file, JSON.stringify({ passed, failed, skipped } satisfies Tally));
  }
}
