import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemClock } from '@tongban/kernel';
import { afterEach, expect, it } from 'vitest';
import { clientCredentialTokens } from './client-credential-tokens.ts';

const asked: { readonly authorization: string | undefined; readonly body: string }[] = [];
let status = 200;
const issuer = createServer(async (request, response) => {
  asked.push({ authorization: request.headers.authorization, body: await text(request) });
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ access_token: `token-${asked.length}`, expires_in: 60 }));
});

afterEach(() => issuer.close());

it('asks as the department, keeps what it was given, and asks again in time', async () => {
  issuer.listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  let nowMs = 0;
  const clock = { ...systemClock, now: () => nowMs };
  const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/token`;
  const token = clientCredentialTokens(url, 'secret', clock);
  const tax = { department: 'tax', system: 'core', role: 'department' } as const;
  expect([await token(tax), await token(tax)]).toEqual(['token-1', 'token-1']);
  expect(await token({ ...tax, department: 'courts' })).toBe('token-2');
  expect(asked[0]).toEqual({
    authorization: `Basic ${btoa('tax:secret')}`,
    body: 'grant_type=client_credentials',
  });
  nowMs = 31_000;
  expect(await token(tax)).toBe('token-3');
  status = 401;
  await expect(token({ ...tax, department: 'customs' })).rejects.toThrow('the issuer answered 401');
});
