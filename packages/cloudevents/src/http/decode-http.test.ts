import { canonicalJson, type Problem, parseJson } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../cloud-event.ts';
import { checkProfile } from '../profile.ts';
import type { DecodedEvent } from '../raw-event.ts';
import { sampleEvent } from '../testing/sample-event.ts';
import { type DecodedRequest, decodeHttp } from './decode-http.ts';
import { encodeHttpBatch, encodeHttpBinary, encodeHttpStructured } from './encode-http.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const defects = (problems: readonly Problem[]): string[] =>
  problems.map(({ pointer, rule }) => `${pointer} ${rule}`);

function decoded(headers: Record<string, string>, body: string | Uint8Array): DecodedRequest {
  const request = decodeHttp(new Headers(headers), typeof body === 'string' ? bytes(body) : body);
  if (!request.ok) throw request.failure;
  return request.value;
}

/** Raw event and defects of a request with one event. */
function single(headers: Record<string, string>, body: string): { raw: unknown; defects: string[] } {
  const request = decoded(headers, body);
  if (request.mode === 'batch') throw new Error('a batch');
  return { raw: request.event.raw, defects: defects(request.event.problems) };
}

function textOf({ canonical }: DecodedEvent): string | undefined {
  return canonical && new TextDecoder().decode(canonical);
}

function refusal(headers: Record<string, string>, body: string | Uint8Array): unknown {
  const request = decodeHttp(new Headers(headers), typeof body === 'string' ? bytes(body) : body);
  return request.ok ? undefined : request.failure;
}

const structured = { 'content-type': 'application/cloudevents+json' };
const batch = { 'content-type': 'application/cloudevents-batch+json; charset=UTF-8' };

describe('decodeHttp', () => {
  it('reads back what encoding wrote, in every mode', () => {
    for (const encode of [encodeHttpStructured, encodeHttpBinary]) {
      const { headers, body } = encode(sampleEvent);
      expect(single(headers, body)).toEqual({ raw: sampleEvent, defects: [] });
    }
    const { headers, body } = encodeHttpBatch([sampleEvent, { ...sampleEvent, id: '2' }]);
    const request = decoded(headers, body);
    expect(request).toMatchObject({
      mode: 'batch',
      events: [
        { raw: sampleEvent, problems: [] },
        { raw: { ...sampleEvent, id: '2' }, problems: [] },
      ],
    });
    for (const { raw } of request.mode === 'batch' ? request.events : []) {
      expect(checkProfile(raw ?? {}).ok).toBe(true);
    }
  });

  it('reads back any id and data in every mode', () => {
    const id = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text));
    const data = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }));
    fc.assert(
      fc.property(id, data, (id, data) => {
        const event = JSON.parse(JSON.stringify({ ...sampleEvent, id, data })) as CloudEvent;
        fc.pre(parseJson(JSON.stringify(event)).ok);
        for (const encode of [encodeHttpStructured, encodeHttpBinary]) {
          const { headers, body } = encode(event);
          expect(single(headers, body)).toEqual({ raw: event, defects: [] });
        }
      }),
    );
  });

  it('hands on the text of an event that came in canonical form, and only if it is all of it', () => {
    const event = canonicalJson({ ...sampleEvent, subject: undefined });
    const unset = event.replace('"time":', '"subject":null,"time":');
    const encoded = canonicalJson({ ...sampleEvent, data: undefined, data_base64: btoa('{}') });
    const events = [event, unset, encoded, JSON.stringify(sampleEvent), `${event.slice(0, -1)} }`, '{}'];
    const texts = [event, undefined, undefined, undefined, undefined, '{}'];
    for (const [at, body] of events.entries()) {
      const request = decoded(structured, body);
      expect(request.mode === 'structured' && textOf(request.event)).toBe(texts[at]);
    }
    const request = decoded(batch, `[${events.join(',')}]`);
    expect(request.mode === 'batch' && request.events.map(textOf)).toEqual(texts);
    const mixed = decoded(batch, `[[${events.join(',')}],${events.join(',')},1]`);
    expect(mixed.mode === 'batch' && mixed.events.map(textOf)).toEqual(Array.from({ length: 8 }));
  });

  it('takes headers as a Map too', () => {
    const { headers, body } = encodeHttpBinary(sampleEvent);
    expect(decodeHttp(new Map(Object.entries(headers)), bytes(body)).ok).toBe(true);
  });

  it('keeps the time as received', () => {
    const time = '2026-03-02T09:30:00.100000+08:00';
    const { headers, body } = encodeHttpBinary({ ...sampleEvent, time });
    expect(single(headers, body).raw).toMatchObject({ time });
  });

  it('takes the charset of a JSON body as of the transport', () => {
    const { headers, body } = encodeHttpBinary(sampleEvent);
    const type = { 'content-type': 'application/json; charset=utf-8' };
    expect(single({ ...headers, ...type }, body)).toEqual({ raw: sampleEvent, defects: [] });
  });

  it('gives the readable part of a structured event with its defects', () => {
    expect(single(structured, '{"id":"a","id":"b","data":{"n":1e99}}')).toEqual({
      raw: { id: 'b', data: { n: 1e99 } },
      defects: ['/id duplicate-key', '/data/n number-range'],
    });
    expect(single(structured, '[]')).toEqual({ raw: undefined, defects: [' type'] });
  });

  it('keeps the defects of a batch with their events', () => {
    const request = decoded(batch, '[{"id":"a","id":"b"},{"id":"c"},3,{"data":{"n":[1e99]}}]');
    if (request.mode !== 'batch') throw new Error('no batch');
    expect(request.events.map(({ problems }) => defects(problems))).toEqual([
      ['/id duplicate-key'],
      [],
      [' type'],
      ['/data/n/0 number-range'],
    ]);
    expect(decoded(batch, '[]')).toEqual({ mode: 'batch', events: [] });
  });

  it('takes no event of a batch for sound that was not examined any more', () => {
    const many = `{${Array.from({ length: 150 }, () => '"a":1').join(',')}}`;
    const request = decoded(batch, `[{"id":"a"},${many},{"id":"b","id":"c"},{"id":"d"}]`);
    if (request.mode !== 'batch') throw new Error('no batch');
    expect(request.events.map(({ problems }) => problems.length)).toEqual([0, 100, 1, 1]);
    expect(request.events[2]?.problems).toMatchObject([{ pointer: '', rule: 'not-examined' }]);
  });

  it('gives each event of a batch the depth it would have alone', () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(decoded(structured, nested(32))).toMatchObject({ mode: 'structured', event: { problems: [] } });
    expect(decoded(batch, `[${nested(32)}]`)).toMatchObject({ events: [{ problems: [] }] });
    expect(single({ 'ce-id': 'a' }, nested(31)).defects).toEqual([]);
    expect(single({ 'ce-id': 'a' }, nested(32)).defects).toEqual([`/data${'/a'.repeat(31)} depth`]);
    const tooDeep = [{ pointer: '/a'.repeat(32), rule: 'depth', expected: 32 }];
    expect(decoded(structured, nested(33))).toMatchObject({ event: { problems: tooDeep } });
    expect(decoded(batch, `[${nested(32)},${nested(33)},{"id":"c"}]`)).toMatchObject({
      events: [{ problems: [] }, { problems: tooDeep }, { raw: { id: 'c' }, problems: [] }],
    });
    expect(refusal(batch, `[${nested(33)}`)).toMatchObject({ code: 'E_EVENT_UNREADABLE' });
  });

  it('keeps a batch readable in which nearly every event is too deep', () => {
    const deep = `{"id":"d","data":${'['.repeat(50)}${']'.repeat(50)}}`;
    const request = decoded(batch, `[{"id":"a"},${Array(200).fill(deep).join(',')},{"id":"b"}]`);
    if (request.mode !== 'batch') throw new Error('no batch');
    expect(request.events.map(({ raw }) => raw?.id)).toEqual(['a', ...Array(200).fill('d'), 'b']);
    expect(request.events.map(({ problems }) => problems[0]?.rule)).toEqual([
      undefined,
      ...Array(100).fill('depth'),
      ...Array(101).fill('not-examined'),
    ]);
  });

  it.each<[string, Record<string, string>, string, string[]]>([
    ['a percent sign alone', { 'ce-subject': '50%' }, '{}', ['/subject header-value']],
    ['overlong UTF-8', { 'ce-subject': '%C0%A0' }, '{}', ['/subject header-value']],
    ['raw Latin-1', { 'ce-subject': '\u00e9' }, '{}', ['/subject header-value']],
    ['an open quote', { 'ce-subject': '"a' }, '{}', ['/subject header-value']],
    [
      'the content type twice',
      { 'ce-datacontenttype': 'application/json' },
      '{}',
      ['/datacontenttype header-not-allowed'],
    ],
    ['data as a header', { 'ce-data': '{}' }, '{}', ['/data header-not-allowed']],
    ['malformed data', { 'ce-id': 'a' }, '{"a":', ['/data/a json-syntax']],
    ['doubled keys in data', { 'ce-id': 'a' }, '{"a":1,"a":1}', ['/data/a duplicate-key']],
  ])('names %s in binary mode', (_, headers, body, expected) => {
    expect(single({ 'content-type': 'application/json', ...headers }, body).defects).toEqual(expected);
  });

  it('leaves it to the profile to refuse data that is not JSON', () => {
    const headers = { 'content-type': 'application/xml', 'ce-id': 'a' };
    expect(single(headers, '<a/>')).toEqual({
      raw: { id: 'a', datacontenttype: 'application/xml', data: null },
      defects: [],
    });
    expect(single({ 'ce-id': 'a' }, '').raw).toEqual({ id: 'a' });
  });

  it('keeps a header ce-__proto__ an own attribute', () => {
    const { raw } = single({ 'ce-__proto__': 'x' }, '');
    expect(Object.hasOwn(raw as object, '__proto__')).toBe(true);
  });

  it.each<[string, Record<string, string>]>([
    ['plain JSON', { 'content-type': 'application/json' }],
    ['nothing', {}],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['Avro', { 'content-type': 'application/cloudevents+avro', 'ce-id': 'a' }],
    ['an unnamed format', { 'content-type': 'application/cloudevents' }],
  ])('says how to send an event instead of %s', (_, headers) => {
    expect(refusal(headers, '{}')).toMatchObject({
      code: 'E_EVENT_CONTENT_TYPE',
      status: 415,
      detail: { en: expect.stringContaining('Send a whole event as application/cloudevents+json') },
      facts: { accepted: ['application/cloudevents+json', 'application/cloudevents-batch+json'] },
    });
  });

  it('refuses every other charset', () => {
    expect(refusal({ 'content-type': 'application/cloudevents+json; charset=gbk' }, '{}')).toMatchObject({
      code: 'E_EVENT_CONTENT_TYPE',
      facts: { charset: 'gbk' },
    });
  });

  it.each<[string, Record<string, string>, string | Uint8Array, string]>([
    ['an empty body', structured, '', ' json-syntax'],
    ['malformed JSON', structured, '{"id":}', '/id json-syntax'],
    ['invalid UTF-8', structured, new Uint8Array([0x22, 0xff]), ' utf-8'],
    ['a malformed batch', batch, '[{}', ' json-syntax'],
    ['a batch that is no array', batch, '{}', ' type'],
  ])('refuses %s', (_, headers, body, expected) => {
    const error = refusal(headers, body) as { code: string; status: number; problems: Problem[] };
    expect(error).toMatchObject({ code: 'E_EVENT_UNREADABLE', status: 400 });
    expect(defects(error.problems)).toEqual([expected]);
  });
});
