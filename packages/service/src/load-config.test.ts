import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TongbanError } from '@tongban/kernel';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { secretText } from './config-schema.ts';
import { type ConfigSources, loadConfig } from './load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'tongban-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = z.strictObject({
  data: z.string().default('./data'),
  listen: z.strictObject({
    host: z.string().default('127.0.0.1'),
    port: z.int().min(0).max(65_535).default(8_080),
  }),
  exchange: z.strictObject({
    ratePerSecond: z.int().min(1).default(20_000),
    webhooks: z.boolean().default(true),
    departments: z.array(z.string()).default([]),
  }),
  kafka: z.strictObject({ brokers: z.string().optional(), password: secretText().optional() }),
});

let files = 0;
function file(text: string): string {
  const path = join(folder, `${++files}.yaml`);
  writeFileSync(path, text);
  return path;
}

function refusalOf(sources: ConfigSources): TongbanError {
  try {
    loadConfig(schema, sources);
  } catch (error) {
    return error as TongbanError;
  }
  throw new Error('it was accepted');
}

test('with nothing given everything is default', () => {
  const { values, entries } = loadConfig(schema, {});
  expect(values.listen.port).toBe(8_080);
  expect(entries).toContainEqual({ name: 'listen.port', value: 8_080, source: 'default' });
  expect(entries.some(({ name }) => name === 'kafka.brokers')).toBe(false);
});

test('flags win over the environment, it over the file, it over defaults; each value says where it is from', () => {
  const path = file(
    'listen: { port: 1, host: 0.0.0.0 }\nexchange:\n  ratePerSecond: 5\n  departments: [tax]\n',
  );
  const { values, entries } = loadConfig(schema, {
    defaults: { data: '/var/lib/tongban', listen: { port: 9 } },
    file: path,
    env: { TONGBAN_LISTEN_PORT: '2', TONGBAN_EXCHANGE_RATE_PER_SECOND: '6', PATH: '/bin' },
    flags: [
      { flag: '--port', setting: 'listen.port', value: '3' },
      { flag: '--data', setting: 'data', value: undefined },
    ],
  });
  expect(values.listen).toEqual({ port: 3, host: '0.0.0.0' });
  expect(values.exchange).toEqual({ ratePerSecond: 6, webhooks: true, departments: ['tax'] });
  const sources = Object.fromEntries(entries.map(({ name, source }) => [name, source]));
  expect(sources).toMatchObject({
    'listen.port': 'option --port',
    'listen.host': `file ${path}`,
    'exchange.ratePerSecond': 'environment TONGBAN_EXCHANGE_RATE_PER_SECOND',
    'exchange.webhooks': 'default',
    data: 'default',
  });
  expect(values.data).toBe('/var/lib/tongban');
});

test('texts of the environment become what the schema wants', () => {
  const { values } = loadConfig(schema, {
    env: {
      TONGBAN_EXCHANGE_WEBHOOKS: 'false',
      TONGBAN_EXCHANGE_DEPARTMENTS: '["tax","courts"]',
      TONGBAN_DATA: '7',
    },
  });
  expect(values.exchange).toMatchObject({ webhooks: false, departments: ['tax', 'courts'] });
  expect(values.data).toBe('7');
});

test('secrets are used and not shown, also not where they are wrong', () => {
  const { values, entries } = loadConfig(schema, { env: { TONGBAN_KAFKA_PASSWORD: 'hunter2' } });
  expect(values.kafka.password).toBe('hunter2');
  expect(JSON.stringify(entries)).not.toContain('hunter2');
});

test('unknown names and wrong values are all told at once, with their places', () => {
  const path = file('listen: { prt: 1 }\nexchange: { ratePerSecond: fast }\n');
  const refusal = refusalOf({
    file: path,
    env: { TONGBAN_EXCHANGE_RATE: '1' },
    flags: [
      { flag: '--prot', setting: 'prot', value: 1 },
      { flag: '--port', setting: 'listen.port', value: 70_000 },
    ],
  });
  expect(refusal.code).toBe('E_CONFIG_INVALID');
  const told = refusal.problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
  expect(told.toSorted()).toEqual([
    '/TONGBAN_EXCHANGE_RATE additionalProperties',
    '/exchange/ratePerSecond type',
    '/listen/port maximum',
    '/listen/prt additionalProperties',
    '/prot additionalProperties',
  ]);
  const messages = refusal.problems.map(({ message }) => message.en).join('\n');
  expect(messages).toContain(`(from file ${path})`);
  expect(messages).toContain('(from option --port)');
  const chinese = refusal.problems.map(({ message }) => message.zh).join('\n');
  expect(chinese).toContain(`（来源：文件 ${path}）`);
  expect(chinese).toContain('（来源：选项 --port）');
  expect(chinese).toContain('没有名为 TONGBAN_EXCHANGE_RATE 的配置项（来源：环境变量）');
  expect(refusal.detail.en).toBe(
    '5 settings have to be corrected; docs/reference/configuration.md explains them all',
  );
});

test.each(['a: [', 'a: 1\na: 2\n', '- a\n', 'just text'])(
  'a file that is no mapping is refused: %j',
  (text) => {
    expect(refusalOf({ file: file(text) }).code).toBe('E_CONFIG_FILE');
  },
);

test('an empty file and an empty section say nothing, a missing file is an error', () => {
  expect(loadConfig(schema, { file: file('') }).values.listen.port).toBe(8_080);
  expect(loadConfig(schema, { file: file('listen:\n') }).values.listen.port).toBe(8_080);
  expect(refusalOf({ file: join(folder, 'none.yaml') }).code).toBe('E_CONFIG_FILE');
});

test('__proto__ is a name like any other: unknown', () => {
  expect(refusalOf({ file: file('__proto__: { polluted: true }\n') }).code).toBe('E_CONFIG_INVALID');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('a list in the environment is JSON, or texts with commas', () => {
  for (const text of ['["tax","courts"]', 'tax, courts']) {
    const { values } = loadConfig(schema, { env: { TONGBAN_EXCHANGE_DEPARTMENTS: text } });
    expect(values.exchange.departments).toEqual(['tax', 'courts']);
  }
});
