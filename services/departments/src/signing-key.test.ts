import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { importPublicKey } from '@tongban/cloudevents/signature';
import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { departmentSigner } from './signing-key.ts';

interface Registered {
  readonly keyId: string;
  readonly algorithm: 'ed25519';
  readonly publicKey: string;
}

let folder: TemporaryFolder;
let server: Server;
/** What the platform's key register has, by id; a second registration is refused. */
let keys: Map<string, Registered>;
let refusal: number | undefined;

beforeEach(async () => {
  folder = await temporaryFolder();
  keys = new Map();
  refusal = undefined;
  server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const key = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Registered;
    const isAllowed = request.headers.authorization === 'Bearer token-of-courts';
    const isTaken = keys.has(key.keyId);
    if (isAllowed && refusal === undefined && !isTaken) keys.set(key.keyId, key);
    response.writeHead(isAllowed ? (refusal ?? (isTaken ? 409 : 201)) : 401);
    response.end(JSON.stringify(isTaken ? { code: 'E_KEY_ID_TAKEN' } : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.close();
  await folder.remove();
});

const signerOf = (keyFile = join(folder.path, 'departments', 'courts.key.pem')) =>
  departmentSigner({
    department: 'courts',
    keyFile,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: async () => 'token-of-courts',
  });

it('makes a key that only its owner can read, registers its public half, and signs with it', async () => {
  const signer = await signerOf();
  const file = join(folder.path, 'departments', 'courts.key.pem');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const registered = keys.get(signer.keyId) ?? expect.unreachable();
  expect(JSON.stringify(registered)).not.toContain('PRIVATE');
  const message = new TextEncoder().encode('查封');
  const { algorithm, publicKey } = registered;
  const signature = await signer.sign(message);
  expect(importPublicKey({ algorithm, spki: publicKey }).verify(message, signature)).toBe(true);
});

it('names the folder of its key where it cannot be made', async () => {
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  await expect(signerOf(join(file, 'courts.key.pem'))).rejects.toMatchObject({
    code: 'E_FOLDER_UNUSABLE',
    facts: { folder: file },
  });
});

it('keeps its key over restarts, and registers it once', async () => {
  const first = await signerOf();
  const second = await signerOf();
  expect(second.keyId).toBe(first.keyId);
  expect(keys.size).toBe(1);
});

it('has another key where the first was lost', async () => {
  const first = await signerOf();
  const second = await signerOf(join(folder.path, 'elsewhere.pem'));
  expect(second.keyId).not.toBe(first.keyId);
  expect(keys.size).toBe(2);
});

it('fails where the platform does not take the key, and where the file holds no key', async () => {
  refusal = 503;
  await expect(signerOf()).rejects.toThrow('the key of courts was not registered: 503');
  const broken = join(folder.path, 'broken.pem');
  await writeFile(broken, 'no key');
  await expect(signerOf(broken)).rejects.toMatchObject({ code: 'E_SIGNING_KEY_UNUSABLE' });
  expect(await readFile(broken, 'utf8')).toBe('no key');
});
