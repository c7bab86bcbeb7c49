import { type CloudEvent, dataschemaUrl } from '@tongban/cloudevents';
import { dataschemas, type EventDataByType } from '@tongban/contracts/generated';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type Client, createClient } from './create-client.ts';
import { derivedId } from './derived-id.ts';
import { quickClient, uscc } from './testing/quick-client.ts';

const client = quickClient('http://127.0.0.1:1');
const draft = { subject: uscc, data: { n: 1 } };

describe('the version that an event names', () => {
  it('is the newest that the client knows', async () => {
    for (const [type, dataschema] of Object.entries(dataschemas)) {
      expect((await client.prepare(type, draft)).dataschema).toBe(dataschema);
    }
  });

  it('is x.0 for a type that was registered later, and what the caller says before all', async () => {
    const event = await client.prepare('tax.not-known-yet.v3', draft);
    expect(event.dataschema).toBe(dataschemaUrl('tax', 'not-known-yet', 3, 0));
    const dataschema = dataschemaUrl('tax', 'not-known-yet', 3, 2);
    expect((await client.prepare('tax.not-known-yet.v3', { ...draft, dataschema })).dataschema).toBe(
      dataschema,
    );
  });
});

describe('a draft', () => {
  it('with an id of its own always gives the same flow, so that a repeat has the same bytes', async () => {
    const time = '2026-09-15T09:00:00+08:00';
    const [one, other] = [await client.prepare('tax.a.v1', { ...draft, id: 'X-1', time }), 'X-1'];
    expect(one).toMatchObject({ id: other, correlationid: other, time });
  });

  it('takes epoch milliseconds for its time', async () => {
    expect((await client.prepare('tax.a.v1', { ...draft, time: 0 })).time).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each(['tax.a', 'a.v1', 'tax.a.v0', 'Tax.a.v1', ''])('of the type %j is refused', async (type) => {
    await expect(client.prepare(type, draft)).rejects.toMatchObject({ code: 'E_CLIENT_EVENT' });
  });

  it('is typed by the contracts', () => {
    const typed = {} as Client;
    const type = 'sharing.usage-record-exported.v1';
    expectTypeOf(typed.prepare<typeof type>)
      .parameter(1)
      .toHaveProperty('data');
    expectTypeOf<Parameters<typeof typed.publish<typeof type>>[1]['data']>().toEqualTypeOf<
      EventDataByType[typeof type] & object
    >();
    expectTypeOf(typed.prepare).returns.resolves.toEqualTypeOf<CloudEvent>();
  });
});

describe('createClient', () => {
  const options = { baseUrl: 'http://127.0.0.1:1', department: 'tax', system: 'core', token: 't' };

  it.each([
    ['an address that is none', { baseUrl: '127.0.0.1:8080' }],
    ['an address that is not http', { baseUrl: 'ftp://127.0.0.1' }],
    ['a department that cannot be one', { department: 'Tax Office' }],
    ['a system that cannot be one', { system: 'a/b' }],
  ])('refuses %s', (_, wrong) => {
    expect(() => createClient({ ...options, ...wrong })).toThrow('E_CLIENT_OPTIONS');
  });

  it('names the source of its events', () => {
    expect(createClient({ ...options, baseUrl: 'https://tongban.example/api' }).source).toBe(
      '/departments/tax/core',
    );
  });
});

describe('derivedId', () => {
  const cause = { source: '/departments/tax/core', id: '01970000-0000-7000-8000-000000000000' };
  const answer = { source: '/departments/customs/core', type: 'customs.a.v1', name: '' };

  it('is the same for the same answer and another for another', async () => {
    const id = await derivedId(cause, answer);
    expect(await derivedId(cause, answer)).toBe(id);
    const others = await Promise.all([
      derivedId({ ...cause, source: '/departments/tax/other' }, answer),
      derivedId({ ...cause, id: 'other' }, answer),
      derivedId(cause, { ...answer, type: 'customs.b.v1' }),
      derivedId(cause, { ...answer, name: 'second' }),
      derivedId(cause, { ...answer, source: '/departments/customs/other' }),
    ]);
    expect(new Set([id, ...others]).size).toBe(6);
    for (const each of [id, ...others]) expect(each).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab]/);
  });

  it('keeps the time of a cause that is ordered by time', async () => {
    expect((await derivedId(cause, answer)).slice(0, 13)).toBe('01970000-0000');
  });
});
