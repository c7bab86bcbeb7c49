import { canonicalJson } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../cloud-event.ts';
import { checkProfile } from '../profile.ts';
import { sampleEvent } from '../testing/sample-event.ts';
import { signEvent, signingInput, verifyEvent, verifyEventAside } from './event-signature.ts';
import { generateSigningKey } from './signing-key.ts';
import { importPublicKey } from './verification-key.ts';

const algorithms = ['ed25519', 'sm2-sm3'] as const;
const keys = { ed25519: generateSigningKey('ed25519'), 'sm2-sm3': generateSigningKey('sm2-sm3') };

/** What is wrong with a signature. */
function defect(event: CloudEvent, algorithm: (typeof algorithms)[number]): string | undefined {
  const verified = verifyEvent(event, keys[algorithm].verificationKey);
  if (!verified.ok) expect(verified.failure.rule).toBe('signature');
  return verified.ok ? undefined : verified.failure.pointer;
}

describe('signingInput', () => {
  it('is the canonical event without sig', () => {
    const input = signingInput({ ...sampleEvent, sigalg: 'ed25519', sigkeyid: 'k', sig: 'AA' });
    expect(new TextDecoder().decode(input)).toBe(
      canonicalJson({ ...sampleEvent, sigalg: 'ed25519', sigkeyid: 'k' }),
    );
  });

  it('is the same where it is cut out of the whole, whatever the event says of signatures itself', () => {
    const said = fc.oneof(fc.constantFrom('AA', '"sig":"AA",', '\\', 'sig'), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(said, said, said, (id, sig, subject) => {
        const data = { sig: 'AA', sigalg: id, also: { sig: 'AA', t: subject } };
        const event = {
          ...sampleEvent,
          id,
          subject,
          data,
          sigalg: 'ed25519',
          sigkeyid: 'k',
          sig: 'AA',
        } as const;
        for (const one of [event, { ...event, sigkeyid: sig }]) {
          const canonical = new TextEncoder().encode(canonicalJson(one));
          expect(Buffer.from(signingInput(one, canonical))).toEqual(Buffer.from(signingInput(one)));
        }
      }),
    );
  });
});

describe.each(algorithms)('a signature with %s', (algorithm) => {
  const signed = signEvent(sampleEvent, keys[algorithm], 'tax-2026');

  it('verifies, in an event that keeps the profile', () => {
    expect(signed).toMatchObject({ ...sampleEvent, sigalg: algorithm, sigkeyid: 'tax-2026' });
    expect(checkProfile({ ...signed }).ok).toBe(true);
    expect(verifyEvent(signed, keys[algorithm].verificationKey)).toEqual({ ok: true, value: signed });
  });

  it('verifies after JSON, whatever the order of members, with the public key alone', () => {
    const entries = Object.entries(JSON.parse(JSON.stringify(signed)));
    const received = Object.fromEntries(entries.reverse()) as unknown as CloudEvent;
    const { spki } = keys[algorithm].verificationKey;
    expect(verifyEvent(received, importPublicKey({ algorithm, spki })).ok).toBe(true);
  });

  it('covers every attribute and the data', () => {
    for (const name of Object.keys(signed)) {
      if (name === 'sig') continue;
      const { [name as 'id']: _, ...rest } = signed;
      expect(defect(rest as CloudEvent, algorithm)).toBeDefined();
    }
    expect(defect({ ...signed, causationid: 'other' }, algorithm)).toBe('/sig');
    expect(defect({ ...signed, data: { ...signed.data, amountFen: 1 } }, algorithm)).toBe('/sig');
    expect(defect({ ...signed, time: signed.time.replace('.120', '.12') }, algorithm)).toBe('/sig');
  });

  it('does not verify with a bit changed, cut or lengthened', () => {
    const bytes = Buffer.from(signed.sig ?? '', 'base64url');
    fc.assert(
      fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(defect({ ...signed, sig: changed.toString('base64url') }, algorithm)).toBe('/sig');
      }),
    );
    for (const other of [bytes.subarray(1), Buffer.concat([bytes, Buffer.alloc(1)]), Buffer.alloc(0)]) {
      expect(defect({ ...signed, sig: other.toString('base64url') }, algorithm)).toBe('/sig');
    }
  });

  it('has the same verdict aside', async () => {
    const { verificationKey } = keys[algorithm];
    const other = generateSigningKey(algorithm).verificationKey;
    const changed = { ...signed, causationid: 'other' };
    const short = { ...signed, sig: 'AA' };
    for (const [event, key] of [
      [signed, verificationKey],
      [signed, other],
      [changed, verificationKey],
      [short, verificationKey],
      [sampleEvent, verificationKey],
    ] as const) {
      expect(await verifyEventAside(event, key)).toEqual(verifyEvent(event, key));
    }
  });

  it('has one spelling', () => {
    expect(defect({ ...signed, sig: `${signed.sig}==` }, algorithm)).toBe('/sig');
    expect(defect({ ...signed, sig: `${signed.sig} ` }, algorithm)).toBe('/sig');
  });

  it('does not verify with another key or algorithm', () => {
    const other = generateSigningKey(algorithm).verificationKey;
    expect(verifyEvent(signed, other).ok).toBe(false);
    const [foreign] = algorithms.filter((one) => one !== algorithm);
    expect(defect(signed, foreign ?? 'ed25519')).toBe('/sigalg');
  });

  it('is missing from an unsigned event', () => {
    expect(defect(sampleEvent, algorithm)).toBe('/sig');
  });
});
