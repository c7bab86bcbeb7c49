import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TongbanError } from '@tongban/kernel';
import { temporaryFolder } from '@tongban/testing';
import { describe, expect, it } from 'vitest';
import type { Invocation } from './command.ts';
import { loadSettings } from './load-settings.ts';

function refusalOf(options: Invocation['options'], env: Invocation['env'] = {}): TongbanError {
  try {
    loadSettings(options, env);
  } catch (error) {
    if (error instanceof TongbanError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('settings', () => {
  it('have defaults that are right for one machine', () => {
    expect(loadSettings({}, {}).values).toMatchObject({
      listen: { host: '127.0.0.1', port: 8080 },
      data: './data',
      log: { level: 'warn', pretty: false },
      identity: { issuers: [] },
      city: { empty: false, everySeconds: 15 },
    });
  });

  it('come from options, the environment and a file, in this order, and say so', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'tongban.yaml');
    await writeFile(file, 'listen: { port: 1, host: "::1" }\ncity: { seed: 7 }\nlog: { level: info }\n');
    const env = {
      TONGBAN_LISTEN_PORT: '2',
      TONGBAN_LOG_LEVEL: 'error',
      TONGBAN_CITY_EMPTY: 'false',
      TONGBAN_EXCHANGE_WEBHOOK_ALLOWED_ADDRESSES: '["10.1.2.3"]',
    };
    const { values, entries } = loadSettings({ config: file, port: '3', empty: true }, env);
    expect(values).toMatchObject({
      listen: { host: '::1', port: 3 },
      log: { level: 'error' },
      city: { seed: 7, empty: true },
      exchange: { webhookAllowedAddresses: ['10.1.2.3'] },
    });
    expect(Object.fromEntries(entries.map(({ name, source }) => [name, source]))).toMatchObject({
      'listen.port': 'option --port',
      'listen.host': `file ${file}`,
      'log.level': 'environment TONGBAN_LOG_LEVEL',
      'city.empty': 'option --empty',
      'city.enterprises': 'default',
    });
  });

  it('are not what the command line itself reads from the environment', () => {
    const env = { TONGBAN_URL: 'http://127.0.0.1:9', TONGBAN_TOKEN: 'x', HOME: '/root' };
    expect(loadSettings({}, env).entries.every(({ source }) => source === 'default')).toBe(true);
  });

  it.each<[env: Record<string, string>, pointer: string]>([
    [{ TONGBAN_LISTEN_PRT: '1' }, '/TONGBAN_LISTEN_PRT'],
    [{ TONGBAN_LISTEN_PORT: '99999' }, '/listen/port'],
    [{ TONGBAN_LISTEN_PORT: 'many' }, '/listen/port'],
    [{ TONGBAN_LOG_LEVEL: 'loud' }, '/log/level'],
    [{ TONGBAN_LOG_PRETTY: 'perhaps' }, '/log/pretty'],
    [{ TONGBAN_RATE_PER_SECOND: '0' }, '/rate/perSecond'],
    [{ TONGBAN_IDENTITY_ISSUERS: '[{"issuer":"x"}]' }, '/identity/issuers/0/issuer'],
    [{ TONGBAN_EXCHANGE_WEBHOOK_ALLOWED_ADDRESSES: '[1]' }, '/exchange/webhookAllowedAddresses/0'],
    [{ TONGBAN_BUS_BROKERS: 'kafka-1:9092,kafka-2' }, '/bus/brokers/1'],
    [{ TONGBAN_BUS_BROKERS: 'kafka' }, '/bus/brokers/0'],
    [{ TONGBAN_BUS_BROKERS: '["kafka-1:9092"' }, '/bus/brokers'],
    [{ TONGBAN_EXCHANGE_WEBHOOK_TIMEOUT_MS: '1' }, '/exchange/webhookTimeoutMs'],
    [{ TONGBAN_CITY_ENTERPRISES: '-1' }, '/city/enterprises'],
    [{ TONGBAN_DATA: '' }, '/data'],
  ])('are refused where they are wrong: %j', (env, pointer) => {
    const refusal = refusalOf({}, env);
    expect(refusal.code).toBe('E_CONFIG_INVALID');
    expect(refusal.problems.map((problem) => problem.pointer)).toContain(pointer);
  });

  it('all that is wrong is told at once', () => {
    const env = { TONGBAN_CITY_SEED: '-1', TONGBAN_RATE_PER_SECOND: 'fast', TONGBAN_NOTHING: '' };
    expect(refusalOf({}, env).problems).toHaveLength(3);
  });

  it('a port of the command line that is none is a wrong command line', () => {
    for (const port of ['70000', '-1', '80.5', '', 'http'])
      expect(refusalOf({ port }).code).toBe('E_CLI_USAGE');
  });

  it('a file that is not there is told with its path', () => {
    expect(refusalOf({ config: '/nowhere/tongban.yaml' })).toMatchObject({
      code: 'E_CONFIG_FILE',
      detail: { en: expect.stringContaining('/nowhere/tongban.yaml') },
    });
  });
});
