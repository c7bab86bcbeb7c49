import { expect, test } from 'vitest';
import { createLogger } from './create-logger.ts';
import type { Logger } from './logger.ts';

function collected(options: { readonly pretty?: boolean; readonly level?: 'debug' | 'info' } = {}): {
  readonly lines: string[];
  readonly logger: Logger;
} {
  const lines: string[] = [];
  const destination = { write: (line: string): void => void lines.push(line) };
  const logger = createLogger({
    level: options.level ?? 'info',
    name: 'exchange',
    destination,
    pretty: options.pretty ?? false,
    personalFields: ['legalRepresentativeName'],
  });
  return { lines, logger };
}

test('a line has level, time, name, message and facts', () => {
  const { lines, logger } = collected();
  logger.warn({ events: 3 }, 'A batch was refused.');
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? '');
  expect(line).toMatchObject({ level: 'warn', name: 'exchange', events: 3, message: 'A batch was refused.' });
  expect(new Date(line.time).toISOString()).toBe(line.time);
});

test('levels below the chosen one are not written', () => {
  const { lines, logger } = collected();
  logger.debug({}, 'Detail.');
  expect(lines).toEqual([]);
});

test('a child adds its facts to each line, redacted as well', () => {
  const { lines, logger } = collected();
  logger.child({ requestId: 'r-1', accessToken: 'x' }).info({}, 'Said.');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ requestId: 'r-1', accessToken: '[redacted]' });
});

test('secrets and personal fields never reach the log, at any depth', () => {
  const { lines, logger } = collected();
  const secret = 'do-not-write-me';
  logger.info(
    {
      Authorization: secret,
      headers: { 'set-cookie': secret, 'x-api-key': secret },
      nested: [{ client_secret: secret, legalRepresentativeName: secret, idCardNo: secret }],
      note: 'Bearer do-not-write-me and eyJhbGciOiJFZERTQSJ9.do-not-write-me.do-not-write-me',
      error: new Error('token eyJhbGciOiJFZERTQSJ9.do-not-write-me.do-not-write-me'),
    },
    'Said.',
  );
  expect(lines[0]).not.toContain(secret);
});

test('an error is written with its code, stack and causes', () => {
  const { lines, logger } = collected();
  const cause = Object.assign(new Error('inner'), { code: 'EACCES' });
  logger.error({ error: new Error('outer', { cause }) }, 'It failed.');
  const { error } = JSON.parse(lines[0] ?? '');
  expect(error).toMatchObject({ message: 'outer', cause: { message: 'inner', code: 'EACCES' } });
  expect(error.stack).toContain('create-logger.test.ts');
});

test('what is cyclic, deep or long is cut and does not throw', () => {
  const { lines, logger } = collected();
  const loop: Record<string, unknown> = { amount: 5n };
  loop.self = loop;
  logger.info({ loop, text: 'x'.repeat(10_000), bytes: new Uint8Array(9) }, 'Said.');
  expect(lines[0]?.length).toBeLessThan(6_000);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ loop: { amount: '5' }, bytes: '[9 bytes]' });
});

test('pretty lines are for people', () => {
  const { lines, logger } = collected({ pretty: true });
  logger.info({ port: 8080 }, 'Ready.');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} info {2}exchange {2}Ready\. {2}port=8080\n$/);
});
