import { decodedText, type EventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { freePort } from '@tongban/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeKurrent, startFakeKurrent } from '../../../test/fakes/kurrent/fake-kurrent.ts';
import { eventUuid } from './event-uuid.ts';
import { openStore, readEverything } from './testing/open-store.ts';

const stream = streamName('tax', 'taxpayer', '1');
const a = sampleEvent({ id: 'a', causationid: 'cause-1' });

describe('on the server', () => {
  let server: FakeKurrent;
  let store: EventStore;
  beforeEach(async () => {
    server = await startFakeKurrent();
    store = await openStore(server.url);
  });
  afterEach(async () => {
    await store.close();
    await server.stop();
  });

  it('an event is its own bytes, with correlation and causation where the server’s tools look', async () => {
    await store.append(stream, 'any', [a]);
    const [logged] = server.log.stream(`tongban.${stream}`);
    expect(logged).toMatchObject({
      id: eventUuid(a.source, 'a'),
      type: a.type,
      contentType: 'application/octet-stream',
    });
    expect(Buffer.from(logged?.data ?? []).toString('utf8')).toBe(decodedText(a.bytes));
    expect(JSON.parse(Buffer.from(logged?.metadata ?? []).toString('utf8'))).toEqual({
      $correlationId: 'case-1',
      $causationId: 'cause-1',
      tongban: { id: 'a', source: a.source, attempt: expect.any(String), first: 0, count: 1 },
    });
  });

  it('an event has one claim, which says where it is', async () => {
    await store.append(stream, 'any', [a, sampleEvent({ id: 'b' })]);
    await store.append(stream, 'any', [a]);
    const claims = server.log.stream(`tongban-claim-${eventUuid(a.source, 'b')}`);
    expect(claims.map(({ data }) => JSON.parse(Buffer.from(data).toString('utf8')))).toEqual([
      { stream, after: -1, at: 1 },
    ]);
  });

  it('positions are those of the log, and what lies between is left out', async () => {
    for (let at = 0; at < 12; at++) await store.append(stream, 'any', [sampleEvent({ id: `n-${at}` })]);
    expect(server.log.events.some(({ type }) => type === '$statsCollected')).toBe(true);
    const events = await readEverything(store);
    const logged = server.log.stream(`tongban.${stream}`);
    expect(events.map(({ position }) => position)).toEqual(
      logged.map(({ position }) => Number(position) * 2),
    );
    server.log.writeSystemEvent('$stats-127.0.0.1:2113', '$statsCollected');
    expect(await store.head()).toBe(events.at(-1)?.position);
    const second = await openStore(server.url);
    expect(await second.head()).toBe(events.at(-1)?.position);
    await second.close();
  });

  it('one event is had by the position before its own', async () => {
    const outcomes = await store.append(
      stream,
      'any',
      ['a', 'b', 'c'].map((id) => sampleEvent({ id })),
    );
    for (const { position, revision } of outcomes) {
      const page = await store.readAll({ after: position - 1, limit: 1 });
      expect(page).toMatchObject({ events: [{ revision }], next: position });
      const control = new AbortController();
      for await (const message of store.subscribe({ after: position - 1, signal: control.signal })) {
        expect(message).toMatchObject({ kind: 'events' });
        if (message.kind === 'events') expect(message.events[0]).toMatchObject({ revision });
        control.abort();
      }
    }
  });

  it('a subscription after a position that is far off hears nothing before it', async () => {
    await store.append(stream, 'any', [a]);
    const after = (await store.head()) + 100_000;
    const control = new AbortController();
    const messages = store.subscribe({ after, signal: control.signal })[Symbol.asyncIterator]();
    expect((await messages.next()).value).toEqual({ kind: 'caught-up', position: after });
    const next = messages.next();
    const outcomes = [];
    for (let at = 0; at < 4; at++) {
      const large = sampleEvent({ id: `large-${at}`, data: { note: 'x'.repeat(20_000) } });
      outcomes.push(...(await store.append(stream, 'any', [large])));
    }
    const first = outcomes.find(({ position }) => position > after);
    expect(first?.revision).toBeGreaterThan(1);
    expect((await next).value).toMatchObject({ events: [{ position: first?.position }] });
    control.abort();
  });

  it('what others wrote under our names is left out', async () => {
    await store.append(stream, 'any', [a]);
    const foreign = { id: crypto.randomUUID(), type: 'x', contentType: 'application/octet-stream' };
    const bytes = { data: Buffer.from('{}'), metadata: new Uint8Array() };
    server.log.append('tongban.tax.foreign-1', 'any', [{ ...foreign, ...bytes }]);
    server.log.append('tongbank.tax.foreign-1', 'any', [{ ...foreign, ...bytes }]);
    expect(await readEverything(store)).toHaveLength(1);
    expect(await store.readStream(streamName('tax', 'foreign', '1'))).toEqual([]);
  });

  it('two namespaces know nothing of each other', async () => {
    const trial = await openStore(server.url, { namespace: 'trial' });
    await store.append(stream, 'no-stream', [a]);
    expect(await trial.head()).toBe(0);
    expect(await trial.find(a.source, 'a')).toBeUndefined();
    expect(await trial.append(stream, 'no-stream', [a])).toMatchObject([{ outcome: 'appended' }]);
    expect(await readEverything(trial)).toHaveLength(1);
    await trial.close();
  });
});

describe('opening', () => {
  it('takes the schemes of all official clients', async () => {
    const server = await startFakeKurrent();
    for (const scheme of ['esdb', 'kurrent', 'kurrentdb']) {
      const store = await openStore(server.url.replace('esdb', scheme));
      expect(await store.head()).toBe(0);
      await store.close();
    }
    const cluster = await openStore(server.url.replace('esdb', 'kurrentdb+discover'));
    expect(await cluster.append(stream, 'any', [a])).toMatchObject([{ outcome: 'appended' }]);
    await cluster.close();
    await server.stop();
  });

  it('says that no server answers', async () => {
    await expect(openStore(`esdb://127.0.0.1:${await freePort()}?tls=false`)).rejects.toMatchObject({
      code: 'E_STORE_UNAVAILABLE',
      retryable: true,
    });
  });

  it.each([
    ['no address', { url: 'sqlite:events.db?tls=false' }],
    ['TLS without a user', { url: 'kurrentdb://db.city.example:2113' }],
    ['a namespace with a stop', { url: 'esdb://127.0.0.1:1?tls=false', namespace: 'a.b' }],
  ])('refuses %s', async (_, { url, ...options }) => {
    await expect(openStore(url, options)).rejects.toMatchObject({ code: 'E_STORE_ARGUMENT' });
  });
});
