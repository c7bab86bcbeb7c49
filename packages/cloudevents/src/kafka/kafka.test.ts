import type { Problem } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { sampleEvent } from '../testing/sample-event.ts';
import { decodeKafka, type KafkaMessage } from './decode-kafka.ts';
import { encodeKafka } from './encode-kafka.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function decoded(message: KafkaMessage): { raw: unknown; defects: string[] } {
  const event = decodeKafka(message);
  if (!event.ok) throw event.failure;
  const { raw, problems } = event.value;
  return { raw, defects: problems.map(({ pointer, rule }: Problem) => `${pointer} ${rule}`) };
}

describe('encodeKafka', () => {
  const record = encodeKafka(sampleEvent, '91350100M000100Y43');

  it('writes binary mode: attributes as headers in plain UTF-8, data as the value', () => {
    expect(record.key).toBe('91350100M000100Y43');
    expect(record.headers).toMatchObject({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_time: sampleEvent.time,
      ce_correlationid: '（2026）闽01破1号',
    });
    expect(record.headers).not.toHaveProperty('ce_datacontenttype');
    expect(JSON.parse(record.value)).toEqual(sampleEvent.data);
  });

  it('is undone by decoding, from text and from bytes', () => {
    const inBytes = Object.fromEntries(
      Object.entries(record.headers).map(([name, text]) => [name, bytes(text)]),
    );
    for (const headers of [record.headers, inBytes]) {
      expect(decoded({ headers, value: bytes(record.value) })).toEqual({ raw: sampleEvent, defects: [] });
    }
  });
});

describe('decodeKafka', () => {
  it('takes structured mode', () => {
    const headers = { 'content-type': bytes('application/cloudevents+json; charset=UTF-8') };
    const value = bytes(JSON.stringify({ ...sampleEvent, x: null }));
    expect(decoded({ headers, value })).toEqual({ raw: sampleEvent, defects: [] });
    const broken = decodeKafka({ headers, value: bytes('{') });
    expect(broken).toMatchObject({ ok: false, failure: { code: 'E_EVENT_UNREADABLE' } });
  });

  it('lets headers of the platform and of tracing pass by', () => {
    const headers = {
      ce_id: 'a',
      position: bytes('7'),
      traceparent: new Uint8Array([0xff]),
      gone: undefined,
    };
    expect(decoded({ headers, value: null })).toEqual({ raw: { id: 'a' }, defects: [] });
  });

  it('names the defects of headers', () => {
    const headers = {
      ce_id: new Uint8Array([0xff]),
      ce_source: ['a', 'b'],
      ce_type: [bytes('t')],
      ce_data: 'x',
      ce_datacontenttype: 'text/plain',
      'content-type': 'application/json',
    };
    expect(decoded({ headers, value: bytes('{"a":1,"a":2}') })).toEqual({
      raw: { type: 't', datacontenttype: 'application/json', data: { a: 2 } },
      defects: [
        '/id utf-8',
        '/source header-once',
        '/data header-not-allowed',
        '/datacontenttype header-not-allowed',
        '/data/a duplicate-key',
      ],
    });
  });

  it.each<[string, KafkaMessage]>([
    ['without headers', { value: bytes('{}') }],
    ['of plain JSON', { headers: { 'content-type': 'application/json' }, value: bytes('{}') }],
    ['in Avro', { headers: { 'content-type': 'application/cloudevents+avro', ce_id: 'a' }, value: null }],
  ])('refuses a record %s', (_, message) => {
    expect(decodeKafka(message)).toMatchObject({ ok: false, failure: { code: 'E_EVENT_CONTENT_TYPE' } });
  });
});
