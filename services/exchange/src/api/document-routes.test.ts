import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectRefusal } from '../testing/any-body.ts';
import { type RunningExchange, runExchange } from '../testing/running-exchange.ts';
import { accountType, grantAccounts, listAccounts } from '../testing/sharing-steps.ts';

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
});
afterEach(() => exchange.stop());

const get = (path: string) => exchange.call('GET', path, { headers: { authorization: '' } });

it('describes every address for machines, with its bodies and refusals, to whoever asks', async () => {
  const { status, body } = await get('/openapi.json');
  expect([status, body.openapi]).toEqual([200, '3.1.0']);
  const request = body.paths['/v1/grants'].post;
  expect(request.requestBody.content['application/json'].schema.properties.fields.items.pattern).toContain(
    'A-Z',
  );
  expect(Object.keys(request.responses)).toEqual(expect.arrayContaining(['201', '401', '403', '429']));
  expect(Object.keys(body.paths).length).toBeGreaterThan(50);
});

it('describes the feed of each department', async () => {
  await listAccounts(exchange);
  await grantAccounts(exchange);
  const { status, body } = await get('/asyncapi.json');
  expect([status, body.asyncapi]).toEqual([200, expect.stringMatching(/^3\./)]);
  expect(JSON.stringify(body)).toContain(accountType);
});

it('has pages for people, which need nothing from elsewhere', async () => {
  const page = await get('/docs');
  expect(page.contentType).toContain('text/html');
  expect(page.body).not.toMatch(/https?:\/\//);
  const scripts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
  expect(scripts).toHaveLength(3);
  for (const path of scripts) expect((await get(path)).status).toBe(200);
});

it('refuses what is not there', async () => {
  for (const path of ['/docs/swagger-ui.js.map', '/docs/..%2f..%2fpackage.json', '/docs/package.json']) {
    const answer = await get(path);
    expectRefusal(answer);
    expect(answer.body.code).toBe('E_HTTP_NOT_FOUND');
  }
});
