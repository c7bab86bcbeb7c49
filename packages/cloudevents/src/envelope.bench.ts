/**
 * What the envelope costs, one event of 1.2 KB at a time on one thread, beside what the platform gives for nothing
 * (JSON.parse, JSON.stringify) and beside peers: `node packages/cloudevents/src/envelope.bench.ts [--json]`.
 * Each figure is the best of several rounds.
 */
import process from 'node:process';
import { canonicalJson, decodeJson, parseJson } from '@tongban/kernel';
import canonicalize from 'canonicalize';
import { HTTP } from 'cloudevents';
import type { CloudEvent } from './cloud-event.ts';
import { decodeHttp } from './http/decode-http.ts';
import { encodeHttpBinary, encodeHttpStructured } from './http/encode-http.ts';
import { checkProfile } from './profile.ts';
import { signEvent, verifyEvent } from './signature/event-signature.ts';
import { generateSigningKey } from './signature/signing-key.ts';
import { sampleEvent } from './testing/sample-event.ts';

const rounds = 7;
const roundMs = 100;

const period = { periodFrom: '2025-01-01', periodTo: '2025-12-31', settled: true };
const event: CloudEvent = {
  ...sampleEvent,
  data: {
    ...sampleEvent.data,
    taxAuthority: '国家税务总局福州市税务局',
    amountsFen: { vat: 1_234_567, income: 7_654_321, stamp: 100 },
    items: ['vat', 'income', 'stamp'].map((kind) => ({ kind, ...period, dueFen: 123_456, paidFen: 123_456 })),
    remarks: 'all taxes, late fees and fines are settled; nothing is outstanding',
  },
};
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = JSON.stringify(event);
const bytes = encode(text);
const structured = encodeHttpStructured(event);
const binary = encodeHttpBinary(event);
const structuredHeaders = new Headers(structured.headers);
const binaryHeaders = new Headers(binary.headers);
const binaryBody = encode(binary.body);
const decoder = new TextDecoder();
const ed25519 = generateSigningKey('ed25519');
const sm2 = generateSigningKey('sm2-sm3');
const byEd25519 = signEvent(event, ed25519, 'k');
const bySm2 = signEvent(event, sm2, 'k');
// What comes out of the parser, as in production: an object literal has another shape.
const parsed = JSON.parse(text) as CloudEvent & Record<string, never>;

const works: readonly (readonly [name: string, work: () => unknown])[] = [
  ['decode UTF-8, JSON.parse', () => JSON.parse(decoder.decode(bytes))],
  ['decode UTF-8, decodeJson', () => decodeJson(decoder.decode(bytes))],
  ['parseJson of bytes', () => parseJson(bytes)],
  ['JSON.stringify', () => JSON.stringify(parsed)],
  ['canonicalJson', () => canonicalJson(parsed)],
  ['canonicalize (peer)', () => canonicalize(parsed)],
  ['checkProfile', () => checkProfile(parsed)],
  ['decodeHttp, structured', () => decodeHttp(structuredHeaders, bytes)],
  ['decodeHttp, binary', () => decodeHttp(binaryHeaders, binaryBody)],
  ['SDK toEvent, structured (peer)', () => HTTP.toEvent({ headers: structured.headers, body: text })],
  ['Ed25519 sign', () => signEvent(event, ed25519, 'k')],
  ['Ed25519 verify', () => verifyEvent(byEd25519, ed25519.verificationKey)],
  ['SM2 sign', () => signEvent(event, sm2, 'k')],
  ['SM2 verify', () => verifyEvent(bySm2, sm2.verificationKey)],
];

const rows = works.map(([name, work]) => ({ name, microseconds: best(work) }));
if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ eventBytes: bytes.length, rows }));
} else {
  console.log(`one event of ${bytes.length} bytes`);
  for (const { name, microseconds } of rows) {
    console.log(`${name.padEnd(32)}${microseconds.toFixed(2).padStart(9)} µs`);
  }
}

/** Microseconds a call, in the best round. */
function best(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    let calls = 0;
    const start = performance.now();
    let elapsed = 0;
    while (elapsed < roundMs) {
      for (let call = 0; call < 20; call++) work();
      calls += 20;
      elapsed = performance.now() - start;
    }
    least = Math.min(least, (elapsed * 1_000) / calls);
  }
  return least;
}
