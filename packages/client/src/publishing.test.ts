import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { canonicalJson, limits, TongbanError } from '@tongban/kernel';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventDraft } from './event-draft.ts';
import { type FakeExchange, type Mishap, openFakeExchange } from './testing/fake-exchange.ts';
import { clearance, quickClient, uscc } from './testing/quick-client.ts';

let exchange: FakeExchange;
beforeEach(async () => {
  exchange = await openFakeExchange();
});
afterEach(() => exchange.close());

const draft = (n = 1): EventDraft<{ n: number }> => ({ subject: uscc, data: { n } });

async function refusalOf(work: Promise<unknown>): Promise<TongbanError> {
  return work.then(
    () => expect.unreachable('it was not refused'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(TongbanError);
      return error as TongbanError;
    },
  );
}

describe('publish', () => {
  it('fills in the envelope', async () => {
    const client = quickClient(exchange.baseUrl, { clock: { now: () => 0, after: () => () => {} } });
    const publication = await client.publish(clearance, draft());
    const [event] = exchange.recorded;
    expect(event).toEqual({
      specversion: '1.0',
      id: publication.id,
      source: '/departments/tax/core',
      type: clearance,
      subject: uscc,
      time: '1970-01-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'https://contracts.tongban.example/tax/clearance-issued/1.0',
      correlationid: publication.id,
      data: { n: 1 },
    });
    expect(publication).toMatchObject({ outcome: 'appended', revision: '0', position: '1' });
    expect(publication.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('joins the flow of the event that caused it', async () => {
    const client = quickClient(exchange.baseUrl);
    await client.publish(clearance, { ...draft(), causedBy: { id: 'cause', correlationid: 'flow' } });
    expect(exchange.recorded[0]).toMatchObject({ causationid: 'cause', correlationid: 'flow' });
  });

  it.each<Mishap>(['cut-before', 'cut-after', 'half-answer', 'unavailable', 'too-many', 'proxy-page'])(
    'survives %s with the same bytes, once recorded',
    async (mishap) => {
      exchange.mishaps = [mishap, mishap];
      const publication = await quickClient(exchange.baseUrl).publish(clearance, draft());
      expect(exchange.recorded.map(({ id }) => id)).toEqual([publication.id]);
      expect(exchange.bodies).toHaveLength(3);
      expect(new Set(exchange.bodies).size).toBe(1);
    },
  );

  it('takes an event that is there already for success', async () => {
    const client = quickClient(exchange.baseUrl);
    const event = await client.prepare(clearance, draft());
    expect((await client.send(event)).outcome).toBe('appended');
    expect((await client.send(event)).outcome).toBe('already-appended');
    expect(exchange.recorded).toHaveLength(1);
  });

  it('gives up with the last problem, and says that sending again is safe', async () => {
    exchange.mishaps = Array.from({ length: 3 }, () => 'unavailable');
    const client = quickClient(exchange.baseUrl, { retry: { attempts: 3, delayMs: 1 } });
    const problem = await refusalOf(client.publish(clearance, draft()));
    expect(problem).toMatchObject({ code: 'E_CLIENT_GAVE_UP', retryable: true });
    expect(problem.facts).toMatchObject({ attempts: 3, lastCode: 'E_STORE_UNAVAILABLE' });
    expect((problem.cause as TongbanError).code).toBe('E_STORE_UNAVAILABLE');
  });

  it('does not try again what is refused for good, and hands over every problem', async () => {
    const defect = { pointer: '/data/n', rule: 'minimum', expected: 2, message: 'too small' };
    exchange.answer = {
      status: 422,
      body: { code: 'E_EVENT_INVALID', title: 'invalid', detail: 'n', retryable: false, problems: [defect] },
    };
    const problem = await refusalOf(quickClient(exchange.baseUrl).publish(clearance, draft()));
    expect(problem).toMatchObject({ code: 'E_EVENT_INVALID', status: 422, retryable: false });
    expect(problem.problems).toEqual([
      { pointer: '/data/n', rule: 'minimum', expected: 2, message: { zh: 'too small', en: 'too small' } },
    ]);
    expect(exchange.requests).toHaveLength(1);
  });

  it('does not wait for a Retry-After beyond its patience', async () => {
    exchange.answer = {
      status: 503,
      body: { code: 'E_CLOSED', title: 'closed until tomorrow' },
      headers: { 'retry-after': '86400' },
    };
    const problem = await refusalOf(quickClient(exchange.baseUrl).publish(clearance, draft()));
    expect(problem).toMatchObject({ code: 'E_CLIENT_GAVE_UP', retryAfterSeconds: 86_400 });
    expect(exchange.requests).toHaveLength(1);
  });

  it('explains an address where nothing listens, and a proxy that answers in its place', async () => {
    const nowhere = await openFakeExchange();
    await nowhere.close();
    const terms = { retry: { attempts: 1 } };
    const unreachable = await refusalOf(quickClient(nowhere.baseUrl, terms).publish(clearance, draft()));
    expect((unreachable.cause as TongbanError).code).toBe('E_CLIENT_UNREACHABLE');
    expect(unreachable.message).toContain('ECONNREFUSED');
    exchange.answer = { status: 404, body: '<html>not here</html>' };
    const foreign = await refusalOf(quickClient(exchange.baseUrl, terms).publish(clearance, draft()));
    expect(foreign).toMatchObject({ code: 'E_CLIENT_ANSWER', status: 404, retryable: false });
  });

  it('stops trying when its signal aborts', async () => {
    const ending = new AbortController();
    exchange.mishaps = Array.from({ length: 50 }, () => 'unavailable');
    const client = quickClient(exchange.baseUrl, {
      signal: ending.signal,
      retry: { attempts: 50, delayMs: 3_600_000, delayMsMax: 3_600_000 },
    });
    const publishing = client.publish(clearance, draft());
    while (exchange.requests.length === 0) await new Promise(setImmediate);
    ending.abort();
    expect((await refusalOf(publishing)).code).toBe('E_CLIENT_CANCELLED');
  });

  it('asks a token function again when the platform does not accept the token', async () => {
    const tokens = ['stale', 'fresh'];
    exchange.answer = { status: 401, body: { code: 'E_AUTH_EXPIRED', title: 'expired' } };
    const client = quickClient(exchange.baseUrl, { token: async () => tokens.shift() ?? '' });
    await client.publish(clearance, draft());
    expect(exchange.authorizations).toEqual(['Bearer stale', 'Bearer fresh']);
  });

  it.each([
    ['a number that JSON does not have', { n: Number.NaN }],
    ['a bigint', { n: 1n as unknown as number }],
    ['half a surrogate pair', { n: '\ud800' as unknown as number }],
    ['too much', { n: 'x'.repeat(limits.eventBytesMax) as unknown as number }],
  ])('refuses %s before sending', async (_, data) => {
    const problem = await refusalOf(
      quickClient(exchange.baseUrl).publish(clearance, { subject: uscc, data }),
    );
    expect(problem).toMatchObject({ code: 'E_CLIENT_EVENT', retryable: false });
    expect(problem.problems).toHaveLength(1);
    expect(exchange.requests).toEqual([]);
  });

  it('signs the RFC 8785 form without sig', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const client = quickClient(exchange.baseUrl, {
      signer: { alg: 'ed25519', keyId: 'K1', sign: (bytes) => sign(null, bytes, privateKey) },
    });
    await client.publish(clearance, draft());
    const { sig = '', ...rest } = exchange.recorded[0] ?? expect.unreachable();
    expect(rest).toMatchObject({ sigalg: 'ed25519', sigkeyid: 'K1' });
    const signed = Buffer.from(canonicalJson(rest));
    expect(verify(null, signed, publicKey, Buffer.from(sig, 'base64url'))).toBe(true);
  });
});

describe('publishBatch', () => {
  const drafts = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ type: clearance, ...draft(n) }));

  it('answers for each event in order, and sends again only what was turned away for now', async () => {
    exchange.mishaps = ['half-refused'];
    const outcomes = await quickClient(exchange.baseUrl).publishBatch(drafts(6));
    expect(outcomes.map(({ index, outcome }) => [index, outcome])).toEqual(
      drafts(6).map((_, index) => [index, 'appended']),
    );
    expect(exchange.bodies.map((body) => (JSON.parse(body) as unknown[]).length)).toEqual([6, 3]);
  });

  it('does not let one event that cannot be sent, or is refused, sink the others', async () => {
    const client = quickClient(exchange.baseUrl);
    await client.publish(clearance, { ...draft(), id: 'taken' });
    const outcomes = await client.publishBatch([
      { type: clearance, ...draft(1) },
      { type: clearance, subject: uscc, data: { n: Number.NaN } },
      { type: clearance, ...draft(99), id: 'taken' },
      { type: clearance, ...draft(2) },
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'refused', 'refused', 'appended']);
    const codes = outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.code : ''));
    expect(codes).toEqual(['', 'E_CLIENT_EVENT', 'E_EVENT_ID_REUSED', '']);
  });

  it('splits at the limits and keeps the order', async () => {
    const outcomes = await quickClient(exchange.baseUrl).publishBatch(drafts(limits.batchEventsMax + 1));
    expect(outcomes.every(({ outcome }) => outcome === 'appended')).toBe(true);
    expect(exchange.bodies.map((body) => (JSON.parse(body) as unknown[]).length)).toEqual([1_000, 1]);
    expect(exchange.recorded.map(({ data }) => data.n)).toEqual(drafts(1_001).map((_, n) => n));
  });

  it('says which events are unconfirmed when it gives up, and stops so that none overtakes them', async () => {
    exchange.mishaps = ['none', ...Array.from({ length: 2 }, () => 'cut-before' as const)];
    const client = quickClient(exchange.baseUrl, { retry: { attempts: 2, delayMs: 1 } });
    const outcomes = await client.publishBatch(drafts(2_500));
    const count = (wanted: string): number => outcomes.filter(({ outcome }) => outcome === wanted).length;
    expect([count('appended'), count('unconfirmed')]).toEqual([1_000, 1_500]);
    const unconfirmed = outcomes.flatMap((outcome) => ('event' in outcome ? [outcome.event] : []));
    await client.sendBatch(unconfirmed);
    expect(exchange.recorded.map(({ data }) => data.n)).toEqual(drafts(2_500).map((_, n) => n));
  });

  it('sends an atomic batch as one request or not at all', async () => {
    const client = quickClient(exchange.baseUrl);
    const outcomes = await client.publishBatch(drafts(3), { atomic: true });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'appended']);
    const problem = await refusalOf(client.publishBatch(drafts(1_001), { atomic: true }));
    expect(problem.code).toBe('E_CLIENT_BATCH');
    expect(exchange.requests).toHaveLength(1);
    expect(await client.publishBatch([])).toEqual([]);
  });
});

describe('whatever goes wrong on the way', () => {
  const mishap = fc.constantFrom<Mishap>(
    'cut-before',
    'cut-after',
    'half-answer',
    'unavailable',
    'too-many',
    'proxy-page',
    'half-refused',
    'none',
  );

  it('never doubles and never loses an event', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(mishap, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        async (mishaps, sizes) => {
          const before = exchange.recorded.length;
          exchange.mishaps = [...mishaps];
          const client = quickClient(exchange.baseUrl, {
            retry: { attempts: 30, delayMs: 1, delayMsMax: 1 },
          });
          const published: string[] = [];
          for (const size of sizes) {
            if (size === 1) published.push((await client.publish(clearance, draft())).id);
            else {
              const batch = Array.from({ length: size }, (_, n) => ({ type: clearance, ...draft(n) }));
              for (const { id, outcome } of await client.publishBatch(batch)) {
                expect(['appended', 'already-appended']).toContain(outcome);
                published.push(id);
              }
            }
          }
          const recorded = exchange.recorded.slice(before).map(({ id }) => id);
          expect(recorded.sort()).toEqual(published.sort());
        },
      ),
      { numRuns: 60 },
    );
  });
});
