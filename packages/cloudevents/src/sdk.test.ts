import { HTTP, Kafka, CloudEvent as SdkEvent } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { decodeHttp } from './http/decode-http.ts';
import { encodeHttpBatch, encodeHttpBinary, encodeHttpStructured } from './http/encode-http.ts';
import { decodeKafka } from './kafka/decode-kafka.ts';
import { encodeKafka } from './kafka/encode-kafka.ts';
import { checkProfile } from './profile.ts';
import { sampleEvent } from './testing/sample-event.ts';

/** The official SDK writes every time anew in UTC; it does not percent-encode, so that headers stay in ASCII. */
const event = {
  ...sampleEvent,
  time: '2026-03-02T01:30:00.120Z',
  correlationid: 'case-2026-1',
  tracestate: 'vendor=a,other=b',
};
const bytes = (text: unknown): Uint8Array => new TextEncoder().encode(String(text));

function decoded(message: { headers: Record<string, unknown>; body: unknown }): unknown {
  const request = decodeHttp(new Headers(message.headers as Record<string, string>), bytes(message.body));
  if (!request.ok) throw request.failure;
  return request.value;
}

describe('what the official SDK sends', () => {
  it('is read in structured mode', () => {
    expect(decoded(HTTP.structured(new SdkEvent(event)))).toEqual({
      mode: 'structured',
      event: { raw: event, problems: [] },
    });
  });

  it('is read in binary mode, also with the content type that it adds by itself', () => {
    const { datacontenttype: _, ...unsaid } = event;
    for (const one of [event, unsaid]) {
      const message = HTTP.binary(new SdkEvent(one));
      expect(decoded(message)).toEqual({ mode: 'binary', event: { raw: event, problems: [] } });
    }
  });

  it('is read as a batch', () => {
    const body = JSON.stringify([new SdkEvent(event), new SdkEvent({ ...event, id: '2' })]);
    const headers = { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' };
    expect(decoded({ headers, body })).toEqual({
      mode: 'batch',
      events: [
        { raw: event, problems: [] },
        { raw: { ...event, id: '2' }, problems: [] },
      ],
    });
  });

  it('is read with data that it sent as bytes', () => {
    const data = new TextEncoder().encode(JSON.stringify(event.data));
    const message = HTTP.structured(new SdkEvent({ ...event, data }));
    expect(JSON.parse(String(message.body))).toHaveProperty('data_base64');
    expect(decoded(message)).toEqual({ mode: 'structured', event: { raw: event, problems: [] } });
  });

  it('is read from Kafka in both modes', () => {
    const binary = Kafka.binary(new SdkEvent(event));
    const structured = Kafka.structured(new SdkEvent(event));
    for (const [headers, value] of [
      [binary.headers, JSON.stringify(binary.value)],
      [structured.headers, structured.value],
    ]) {
      const record = decodeKafka({ headers: headers as Record<string, string>, value: bytes(value) });
      expect(record).toEqual({ ok: true, value: { raw: event, problems: [] } });
    }
  });

  it('passes the profile', () => {
    expect(checkProfile(event).ok).toBe(true);
  });
});

describe('what we send', () => {
  it('is read by the official SDK in every mode', () => {
    for (const message of [encodeHttpStructured(event), encodeHttpBinary(event)]) {
      expect(HTTP.toEvent({ ...message, headers: { ...message.headers } })).toMatchObject(event);
    }
    const batch = encodeHttpBatch([event]);
    expect(HTTP.toEvent({ ...batch, headers: { ...batch.headers } })).toMatchObject([event]);
    const { key, headers, value } = encodeKafka(event, event.subject);
    const record = { key, headers: { ...headers }, value, body: value };
    expect(Kafka.toEvent(record)).toMatchObject({ ...event, partitionkey: event.subject });
  });
});
