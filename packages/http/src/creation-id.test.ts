import { silentLogger } from '@tongban/telemetry';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { requires } from './access.ts';
import { createApp } from './create-app.ts';
import { commandId, creationId, isOtherContent } from './creation-id.ts';
import { createTestIssuer } from './testing.ts';
import { validated } from './validated.ts';

const issuer = await createTestIssuer();
let made = 0;
const app = createApp({ name: 'test', logger: silentLogger, authenticate: issuer.authenticate });
app.post('/grants', requires('department'), (c) => c.text(creationId(c, { next: () => `new-${++made}` })));
app.post('/webhooks', requires('department'), (c) => c.text(creationId(c, { next: () => 'new' })));

const body = z.object({ a: z.number(), b: z.array(z.number()) });
for (const path of ['/acts', '/deeds']) {
  app.post(path, requires('department'), validated('json', body), (c) =>
    c.text(commandId(c as never, { next: () => `new-${++made}` })),
  );
}

async function create(path: string, key: string | undefined, department = 'tax'): Promise<string> {
  const Authorization = await issuer.bearer({ department });
  const headers: Record<string, string> =
    key === undefined ? { Authorization } : { Authorization, 'Idempotency-Key': key };
  return (await app.request(path, { method: 'POST', headers })).text();
}

test('a repeat with the same key names the same thing', async () => {
  const first = await create('/grants', '"8e03978e-40d5-43dd-bc93-6894a57f9324"');
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await create('/grants', '8e03978e-40d5-43dd-bc93-6894a57f9324')).toBe(first);
});

test('another key, address or department names another', async () => {
  const ids = await Promise.all([
    create('/grants', 'key-1'),
    create('/grants', 'key-2'),
    create('/webhooks', 'key-1'),
    create('/grants', 'key-1', 'courts'),
  ]);
  expect(new Set(ids).size).toBe(4);
});

test('without a key each is new, and a malformed key is refused', async () => {
  expect(await create('/grants', undefined)).not.toBe(await create('/grants', undefined));
  expect(JSON.parse(await create('/grants', 'with blanks'))).toMatchObject({
    code: 'E_HTTP_IDEMPOTENCY_KEY',
  });
});

async function command(
  body: string,
  key: string | undefined,
  path = '/acts',
  department = 'tax',
): Promise<string> {
  const headers: Record<string, string> = {
    Authorization: await issuer.bearer({ department }),
    'Content-Type': 'application/json',
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
  };
  return (await app.request(path, { method: 'POST', headers, body })).text();
}

test('a command has the same id only for the same content under the same key, and other content shows', async () => {
  const first = await command('{"a":1,"b":[2]}', 'key-1');
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await command('{"b":[2],"a":1.0}', '"key-1"')).toBe(first);
  expect(isOtherContent(first, first)).toBe(false);
  expect(isOtherContent(first, await command('{"a":1,"b":[3]}', 'key-1'))).toBe(true);
  for (const another of [
    await command('{"a":1,"b":[2]}', 'key-2'),
    await command('{"a":1,"b":[2]}', 'key-1', '/deeds'),
    await command('{"a":1,"b":[2]}', 'key-1', '/acts', 'courts'),
    await command('{"a":1,"b":[2]}', undefined),
    'a-short-id',
  ]) {
    expect(another).not.toBe(first);
    expect(isOtherContent(first, another)).toBe(false);
    expect(isOtherContent(another, first)).toBe(false);
  }
});
