import { generateKeyPairSync, sign } from 'node:crypto';
import { createClient, type Signer } from '@tongban/client';
import { generateSigningKey, importSigningKey, type SigningKey } from '@tongban/cloudevents/signature';
import { systemClock } from '@tongban/kernel';
import canonicalize from 'canonicalize';
import { sm2 } from 'sm-crypto-v2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import clearance from '../../contracts/tax/clearance-issued/examples/valid-bankruptcy.json' with {
  type: 'json',
};
import { authority, post, typesOnPage } from './sharing-acts.ts';
import { type Answer, batch, startTrialPlatform, structured, type TrialPlatform } from './trial-platform.ts';

let platform: TrialPlatform;
beforeAll(async () => {
  platform = await startTrialPlatform({ empty: true });
});
afterAll(() => platform.stop());

type Event = Readonly<Record<string, unknown>>;
type Algorithm = 'ed25519' | 'sm2-sm3';
/** A department's own signing, by libraries that are not ours: text in, base64url out. */
type SignText = (text: string) => string;

const validFrom = '2025-01-01T00:00:00+08:00';

function register(key: object, as = 'tax'): Promise<Answer> {
  return post(platform, '/v1/keys', as, { validFrom, ...key });
}

const send = (body: Event, as = 'tax') =>
  platform.call('/v1/events', { as, headers: structured, body: JSON.stringify(body) });
const codeOf = async (body: Event): Promise<string> => {
  const answer = await send(body);
  return answer.body.code ?? answer.body.outcome;
};

/** A clearance without a signature. */
function unsigned(id: string, other: Event = {}): Event {
  const { sigalg: _, sigkeyid: __, sig: ___, ...event } = clearance;
  return { ...event, id, ...other };
}

/** An event as the documentation says that it is signed: RFC 8785 of the event without `sig`, by whoever holds the key. */
function signed(event: Event, sigalg: Algorithm, sigkeyid: string, signText: SignText): Event {
  const named = { ...event, sigalg, sigkeyid };
  return { ...named, sig: signText(canonicalize(named) as string) };
}

/** A key of Node's own crypto, registered. */
async function ed25519Key(keyId: string, other: object = {}): Promise<SignText> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  await register({ keyId, algorithm: 'ed25519', publicKey: spki, ...other });
  return (text) => sign(null, Buffer.from(text), privateKey).toString('base64url');
}

/** An SM2 key of sm-crypto, registered. */
async function sm2Key(keyId: string): Promise<SignText> {
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  const prefix = '3059301306072a8648ce3d020106082a811ccf5501822d034200';
  const spki = Buffer.from(prefix + publicKey, 'hex').toString('base64');
  await register({ keyId, algorithm: 'sm2-sm3', publicKey: spki });
  return (text) => {
    const der = sm2.doSignature(Buffer.from(text), privateKey, {
      der: true,
      hash: true,
      publicKey,
      userId: '1234567812345678',
    });
    return Buffer.from(der, 'hex').toString('base64url');
  };
}

const makers: readonly [Algorithm, (keyId: string) => Promise<SignText>][] = [
  ['ed25519', ed25519Key],
  ['sm2-sm3', sm2Key],
];

describe.each(makers)('%s, signed by hand as the documentation says', (algorithm, makeKey) => {
  let signText: SignText;
  const keyId = `hand-${algorithm}`;
  beforeAll(async () => {
    signText = await makeKey(keyId);
  });

  it('is accepted, and a repeat is known', async () => {
    const event = signed(unsigned(`hand-${algorithm}`), algorithm, keyId, signText);
    expect(await codeOf(event)).toBe('appended');
    expect(await codeOf(event)).toBe('already-appended');
  });

  it('is accepted in every mode, as the signature is over the event and not over bytes on the way', async () => {
    const event = signed(unsigned(`binary-${algorithm}`), algorithm, keyId, signText);
    const { data, datacontenttype: _, ...attributes } = event;
    const headers = Object.entries(attributes).map(([name, value]) => [
      `ce-${name}`,
      encodeURIComponent(String(value)).replaceAll('%2F', '/').replaceAll('%3A', ':'),
    ]);
    const binary = await platform.call('/v1/events', {
      as: 'tax',
      headers: { 'content-type': 'application/json', ...Object.fromEntries(headers) },
      body: JSON.stringify(data),
    });
    expect(binary.body.outcome).toBe('appended');
    const many = await platform.call('/v1/events', {
      as: 'tax',
      headers: batch,
      body: JSON.stringify([event], null, 2),
    });
    expect(many.body.results[0].outcome).toBe('already-appended');
  });

  it('is refused where a byte was changed, wherever it stands', async () => {
    const event = signed(unsigned(`changed-${algorithm}`), algorithm, keyId, signText);
    const data = event.data as Event;
    const sig = String(event.sig);
    const flipped = Buffer.from(sig, 'base64url');
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
    const changed: readonly Event[] = [
      { ...event, id: `changed-${algorithm}-2` },
      { ...event, time: '2025-11-17T09:40:01+08:00' },
      { ...event, time: '2025-11-17T01:40:00Z' },
      { ...event, correlationid: 'other' },
      { ...event, causationid: 'added' },
      { ...event, data: { ...data, writtenOffFen: 17753087 } },
      { ...event, data: { ...data, authority: `${data.authority} ` } },
      { ...event, sig: flipped.toString('base64url') },
    ];
    for (const one of changed) expect(await codeOf(one)).toBe('E_SIGNATURE_WRONG');
    expect(await codeOf(event)).toBe('appended');
  });

  it('is refused under another key, another algorithm, and a key of another department', async () => {
    const otherKey = await makeKey(`other-${algorithm}`);
    const event = unsigned(`foreign-${algorithm}`);
    expect(await codeOf(signed(event, algorithm, keyId, otherKey))).toBe('E_SIGNATURE_WRONG');
    expect(await codeOf(signed(event, algorithm, `other-${algorithm}`, signText))).toBe('E_SIGNATURE_WRONG');
    const otherAlgorithm = algorithm === 'ed25519' ? 'sm2-sm3' : 'ed25519';
    expect(await codeOf(signed(event, otherAlgorithm, keyId, signText))).toBe('E_SIGNATURE_KEY_UNKNOWN');
    expect(await codeOf(signed(event, algorithm, 'nobody', signText))).toBe('E_SIGNATURE_KEY_UNKNOWN');
    const { verificationKey } = generateSigningKey(algorithm);
    const foreign = { keyId: `courts-${algorithm}`, algorithm, publicKey: verificationKey.spki };
    await register(foreign, 'courts');
    expect(await codeOf(signed(event, algorithm, foreign.keyId, signText))).toBe('E_SIGNATURE_KEY_UNKNOWN');
  });
});

describe('a contract that requires a signature', () => {
  it('refuses an event without one', async () => {
    const { status, body } = await send(unsigned('without'));
    expect([status, body.code, body.problems[0].pointer]).toEqual([422, 'E_SIGNATURE_REQUIRED', '/sig']);
  });

  it('refuses a part of one, with what is missing', async () => {
    for (const part of [
      { sigalg: 'ed25519' },
      { sigalg: 'ed25519', sigkeyid: 'tax-1' },
      { sigkeyid: 'tax-1', sig: 'AAAA' },
      { sigalg: 'rsa', sigkeyid: 'tax-1', sig: 'AAAA' },
    ]) {
      const { status, body } = await send(unsigned('part', part));
      expect([status, body.code], JSON.stringify(part)).toEqual([422, 'E_EVENT_INVALID']);
    }
  });

  it('refuses one event of a batch, and the others are recorded', async () => {
    const signText = await ed25519Key('batch-1');
    const good = signed(unsigned('batch-good'), 'ed25519', 'batch-1', signText);
    const body = JSON.stringify([good, unsigned('batch-bad')]);
    const answer = await platform.call('/v1/events', { as: 'tax', headers: batch, body });
    expect(answer.status).toBe(207);
    const [first, second] = answer.body.results;
    expect([first.outcome, second.outcome, second.problem.code]).toEqual([
      'appended',
      'refused',
      'E_SIGNATURE_REQUIRED',
    ]);
  });
});

describe('the client', () => {
  const clientWith = (signer?: Signer) =>
    createClient({
      baseUrl: platform.url,
      department: 'tax',
      system: 'core',
      token: () => platform.token('tax'),
      retry: { attempts: 1 },
      ...(signer && { signer }),
    });
  const signerOf = ({ algorithm, sign }: SigningKey, keyId: string): Signer => ({
    alg: algorithm,
    keyId,
    sign,
  });
  const draft = (id: string) => ({
    id,
    subject: clearance.subject,
    data: {
      certificateNumber: '沪税清〔2026〕17705号',
      kind: 'settled',
      issuedOn: '2026-09-11',
      authority: '国家税务总局上海市浦东新区税务局',
    } as const,
  });

  it.each(['ed25519', 'sm2-sm3'] as const)(
    'signs every event: %s, also with a key from a file',
    async (alg) => {
      const key = generateSigningKey(alg);
      const keyId = `client-${alg}`;
      await register({ keyId, algorithm: alg, publicKey: key.verificationKey.spki });
      const first = await clientWith(signerOf(key, keyId)).publish(
        'tax.clearance-issued.v1',
        draft(`c1-${alg}`),
      );
      expect(first.outcome).toBe('appended');
      const pem = importSigningKey({ algorithm: alg, pem: key.exportPem() });
      const second = await clientWith(signerOf(pem, keyId)).publish(
        'tax.clearance-issued.v1',
        draft(`c2-${alg}`),
      );
      expect(second.outcome).toBe('appended');
    },
  );

  it('is told what is missing where it has no key', async () => {
    await expect(clientWith().publish('tax.clearance-issued.v1', draft('no-key'))).rejects.toMatchObject({
      code: 'E_SIGNATURE_REQUIRED',
      status: 422,
    });
  });
});

describe('the history of keys', () => {
  const keysOf = async (department: string, as = 'courts'): Promise<readonly Answer[]> =>
    (await platform.call(`/v1/keys?department=${department}`, { as })).body.keys;
  const keyOf = async (keyId: string): Promise<Answer> =>
    (await keysOf('tax')).find((key) => key.keyId === keyId);
  const at = (ms: number): string => new Date(ms).toISOString();
  /** An event that happened at a moment, signed under a key. */
  const happened = (id: string, time: string, keyId: string, signText: SignText): Event =>
    signed(unsigned(id, { time }), 'ed25519', keyId, signText);

  it('shows a rotation to everybody; what the old key signed stays valid, and it signs nothing more', async () => {
    const old = await ed25519Key('rotate-1');
    const before = happened('rotate-before', '2026-01-05T09:00:00+08:00', 'rotate-1', old);
    expect(await codeOf(before)).toBe('appended');
    const changed = at(Date.now() + 86_400_000);
    const next = await ed25519Key('rotate-2', { replaces: 'rotate-1', validFrom: changed });
    expect(await keyOf('rotate-1')).toMatchObject({
      validFrom,
      revokedFrom: changed,
      reason: 'superseded',
      replacedBy: 'rotate-2',
    });
    expect(await keyOf('rotate-2')).toMatchObject({ validFrom: changed });
    expect(await codeOf(before)).toBe('already-appended');
    const late = happened('rotate-late', '2026-01-06T09:00:00+08:00', 'rotate-1', old);
    expect(await codeOf(late)).toBe('appended');
    expect(await codeOf(happened('rotate-after', changed, 'rotate-1', old))).toBe('E_SIGNATURE_KEY_REVOKED');
    const early = at(Date.now());
    expect(await codeOf(happened('rotate-early', early, 'rotate-2', next))).toBe('E_SIGNATURE_KEY_REVOKED');
    expect(await codeOf(happened('rotate-next', changed, 'rotate-2', next))).toBe('appended');
  });

  it('shows a revocation: an event of after it is refused by its own code, older ones stay valid', async () => {
    const signText = await ed25519Key('revoke-1');
    const older = happened('revoke-older', '2026-01-05T09:00:00+08:00', 'revoke-1', signText);
    expect(await codeOf(older)).toBe('appended');
    const { keys } = await post(platform, '/v1/keys/revoke-1/revoke', 'tax', { reason: 'retired' });
    const { revokedFrom, reason } = keys.find(({ keyId }: { keyId: string }) => keyId === 'revoke-1');
    expect(reason).toBe('retired');
    const { status, body } = await send(happened('revoke-now', revokedFrom, 'revoke-1', signText));
    expect([status, body.code, body.keyId]).toEqual([422, 'E_SIGNATURE_KEY_REVOKED', 'revoke-1']);
    expect(await codeOf(older)).toBe('already-appended');
    const delayed = happened('revoke-delayed', '2026-01-05T10:00:00+08:00', 'revoke-1', signText);
    expect(await codeOf(delayed)).toBe('appended');
    const published = await platform.call('/v1/events?source=/departments/tax/core&id=revoke-older', {
      as: 'tax',
    });
    expect(published.body.event).toEqual(older);
  });

  it('lets a key that was compromised lose its past, and only such a key', async () => {
    const signText = await ed25519Key('leaked-1');
    const revokedFrom = '2026-01-06T00:00:00+08:00';
    const path = '/v1/keys/leaked-1/revoke';
    const retired = await platform.call(path, { as: 'tax', body: { reason: 'retired', revokedFrom } });
    expect([retired.status, retired.body.code]).toEqual([422, 'E_KEY_BACKDATED']);
    const recorded = happened('leaked-recorded', '2026-01-07T09:00:00+08:00', 'leaked-1', signText);
    expect(await codeOf(recorded)).toBe('appended');
    await post(platform, path, 'tax', { reason: 'compromised', revokedFrom });
    expect(await codeOf(recorded)).toBe('already-appended');
    const within = happened('leaked-within', '2026-01-05T09:00:00+08:00', 'leaked-1', signText);
    expect(await codeOf(within)).toBe('appended');
    const forged = happened('leaked-forged', '2026-01-07T09:00:00+08:00', 'leaked-1', signText);
    expect(await codeOf(forged)).toBe('E_SIGNATURE_KEY_REVOKED');
  });

  it('takes "now" for one moment, also where the clock goes on while it is handled', async () => {
    // Revoking from now on was refused as backdated (E_KEY_BACKDATED) when a millisecond passed within the request.
    let passedMs = 0;
    const hasty = await startTrialPlatform({
      empty: true,
      clock: { ...systemClock, now: () => Date.now() + passedMs++ },
    });
    try {
      const key = (keyId: string) => {
        const { algorithm, verificationKey } = generateSigningKey('ed25519');
        return { keyId, algorithm, publicKey: verificationKey.spki };
      };
      await post(hasty, '/v1/keys', 'tax', key('now-1'));
      await post(hasty, '/v1/keys', 'tax', { ...key('now-2'), replaces: 'now-1' });
      await post(hasty, '/v1/keys/now-2/revoke', 'tax', { reason: 'retired' });
    } finally {
      await hasty.stop();
    }
  });

  it('is an event each, and outlives a restart', async () => {
    const before = await keysOf('tax');
    await platform.restart();
    expect(await keysOf('tax')).toEqual(before);
    const words = ['registered', 'revoked'];
    await typesOnPage(
      platform,
      'tax',
      words.map((word) => `platform.department-key-${word}.v1`),
    );
    const { body } = await platform.call('/v1/flows/tax', authority);
    const types = body.events.map(({ type }: Answer) => type);
    expect(types.filter((type: string) => type === 'platform.department-key-registered.v1')).toHaveLength(
      before.length,
    );
    const revoked = body.events.filter(({ type }: Answer) => type === 'platform.department-key-revoked.v1');
    expect(revoked).toHaveLength(before.filter(({ reason }) => reason !== undefined).length);
    for (const { summary } of revoked) expect(summary.zh).toContain('tax');
  });

  it('is kept by the department alone, ids are never used again, and a key must be one', async () => {
    const { verificationKey } = generateSigningKey('ed25519');
    const key = { algorithm: 'ed25519', publicKey: verificationKey.spki, validFrom };
    for (const [as, body, code] of [
      ['tax', { ...key, keyId: 'revoke-1' }, 'E_KEY_ID_TAKEN'],
      ['tax', { ...key, keyId: 'bad-1', algorithm: 'sm2-sm3' }, 'E_KEY_INVALID'],
      ['tax', { ...key, keyId: 'bad-2', publicKey: 'AAAA' }, 'E_KEY_INVALID'],
      ['tax', { ...key, keyId: 'bad-3', replaces: 'nobody' }, 'E_KEY_NOT_FOUND'],
      ['tax', { ...key, keyId: 'bad-4', replaces: 'revoke-1' }, 'E_KEY_REVOKED'],
      ['tax', { ...key, keyId: 'bad-5', validFrom: 'today' }, 'E_INPUT_INVALID'],
    ] as const) {
      expect((await platform.call('/v1/keys', { as, body })).body.code, JSON.stringify(body)).toBe(code);
    }
    const foreign = await platform.call('/v1/keys/rotate-2/revoke', {
      as: 'customs',
      body: { reason: 'retired' },
    });
    expect(foreign.body.code).toBe('E_KEY_NOT_FOUND');
    const operator = await platform.call('/v1/keys', { ...authority, body: { ...key, keyId: 'x' } });
    expect(operator.body.code).toBe('E_AUTH_ROLE');
  });
});
