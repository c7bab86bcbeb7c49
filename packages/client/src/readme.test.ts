import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as tongban from './index.ts';
import { type FakeExchange, openFakeExchange } from './testing/fake-exchange.ts';
import { quickClient, uscc } from './testing/quick-client.ts';

const AsyncFunction = (async () => {}).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<void>;

/** The ten lines of the README as a function of what they leave to the reader. */
async function example(): Promise<(given: Record<string, unknown>) => Promise<void>> {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const [, code = ''] = /<!-- test: example -->\s+```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const body = code.replace(/^import (\{.*\}) from '@tongban\/client';$/m, 'const $1 = tongban;');
  expect(body).toContain('const {');
  const run = new AsyncFunction(
    'given',
    `const { tongban, baseUrl, token, data, signal, console } = given;\n${body}`,
  );
  return (given) => run({ tongban, ...given });
}

it('has an example that publishes and receives', async () => {
  const exchange: FakeExchange = await openFakeExchange();
  try {
    const registered = 'market-regulation.enterprise-registered.v1';
    const draft = { subject: uscc, data: { name: '上海示例有限公司' } };
    exchange.record(await quickClient(exchange.baseUrl).prepare(registered, draft));
    const ending = new AbortController();
    const lines: unknown[][] = [];
    const console = {
      log: (...line: unknown[]) => {
        lines.push(line);
        ending.abort();
      },
    };
    const fileCursorStore = (): tongban.CursorStore => tongban.inMemoryCursorStore();
    await (await example())({
      baseUrl: exchange.baseUrl,
      token: 'trial',
      data: { certificateNo: '沪税清〔2026〕1号' },
      signal: ending.signal,
      console,
      tongban: { ...tongban, fileCursorStore },
    });
    expect(lines).toEqual([[uscc, draft.data]]);
    expect(exchange.recorded.map(({ type }) => type)).toEqual([registered, 'tax.clearance-issued.v1']);
  } finally {
    await exchange.close();
  }
});
