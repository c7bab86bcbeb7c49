import { silentLogger } from '@tongban/telemetry';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { open } from './access.ts';
import { createApp } from './create-app.ts';
import { formedText } from './formed-text.ts';
import { openApiDocument } from './open-api.ts';
import { createTestIssuer } from './testing.ts';
import { validated } from './validated.ts';

const { authenticate } = await createTestIssuer();
const version = formedText(/^[1-9]\d{0,3}\.(0|[1-9]\d{0,3})$/, {
  zh: '版本号',
  en: 'a version',
  example: '1.0',
});
const body = z.strictObject({
  version,
  replaces: version.optional().describe('What was in force'),
  on: z.iso.date(),
});

const app = createApp({ name: 'test', logger: silentLogger, authenticate });
app.post('/versions', open(), validated('json', body), (c) => c.json(c.req.valid('json')));

function post(sent: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return Promise.resolve(app.request('/versions', { method: 'POST', headers, body: JSON.stringify(sent) }));
}

test('another form is refused in words, with an example', async () => {
  const { problems } = await (await post({ version: '01', replaces: '', on: '2026-02-30' })).json();
  const pattern = '^[1-9]\\d{0,3}\\.(0|[1-9]\\d{0,3})$';
  const messages = { zh: '须为版本号，例如 1.0。', en: 'It has to be a version, for example 1.0.' };
  expect(problems).toMatchObject([
    { pointer: '/version', rule: 'pattern', expected: { example: '1.0', pattern }, messages },
    { pointer: '/replaces', rule: 'pattern', expected: { example: '1.0', pattern }, messages },
    {
      pointer: '/on',
      rule: 'format',
      messages: {
        zh: '须为真实存在的日期 YYYY-MM-DD，例如 2026-03-02。',
        en: 'It has to be an existing date, YYYY-MM-DD, for example 2026-03-02.',
      },
    },
  ]);
  expect((await post({ version: '1.0', on: '2026-03-02' })).status).toBe(200);
});

test('the pattern and the description are in the OpenAPI document', async () => {
  const document = await openApiDocument(app, { title: 'T', version: '1', description: 'd' });
  const { paths } = JSON.parse(JSON.stringify(document));
  const { properties } = paths['/versions'].post.requestBody.content['application/json'].schema;
  expect(properties.version).toMatchObject({ type: 'string', pattern: expect.stringContaining('[1-9]') });
  expect(properties.replaces).toMatchObject({
    pattern: properties.version.pattern,
    description: 'What was in force',
  });
});
