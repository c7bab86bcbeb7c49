import type { CloudEvent } from '@tongban/cloudevents';
import { canonicalJson } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsumedRecord, eventRecord, positionOf, recordedEventOf } from './event-record.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function consumed({ headers, value }: ReturnType<typeof eventRecord>): ConsumedRecord {
  return {
    offset: 3,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, bytes(text)])),
    value: bytes(value),
  };
}

const platform = {
  stream: 'tax.taxpayer-91350100M000100Y43',
  revision: 4,
  position: 12,
  recordedAt: 1_740_790_800_123,
};

function sample(different: Partial<CloudEvent>): CloudEvent {
  return {
    specversion: '1.0',
    id: 'a',
    source: '/departments/tax/ledger',
    type: 'tax.clearance-issued.v1',
    subject: '91350100M000100Y43',
    time: '2025-03-01T09:00:00+08:00',
    datacontenttype: 'application/json',
    dataschema: 'https://contracts.tongban.example/tax/clearance-issued/1.0',
    correlationid: '（2026）闽01破1号',
    data: {},
    ...different,
  };
}

describe('a record of the relay', () => {
  it('gives back a name with an escape as it is, whatever text was read before', () => {
    JSON.parse(String.raw`{"! of a record":1,"\\":1}`);
    const data = { '! of a record': 1, '"': 1 };
    expect(recordedEventOf(consumed(eventRecord(sample({ data }), platform))).event.data).toEqual(data);
  });

  it('gives the recorded event back, its text byte for byte', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        (data, id) => {
          const event = sample({ id, data: JSON.parse(JSON.stringify(data)) });
          const back = recordedEventOf(consumed(eventRecord(event, platform)));
          const { data: _, ...attributes } = event;
          expect(back.attributes).toEqual(attributes);
          const { stream, revision, position, recordedAt } = back;
          expect({ stream, revision, position, recordedAt }).toEqual(platform);
          expect({ id: back.id, source: back.source, type: back.type }).toEqual({
            id,
            source: event.source,
            type: event.type,
          });
          expect(back.event).toEqual(event);
          expect(back.json).toBe(canonicalJson(event));
        },
      ),
    );
  });

  it('has the stream for its key, and the trace where tracing looks for it', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { key, headers } = eventRecord(sample({ traceparent }), platform);
    expect(key).toBe(platform.stream);
    expect(headers).toMatchObject({
      traceparent,
      ce_traceparent: traceparent,
      position: '12',
      revision: '4',
      recordedat: '2025-03-01T01:00:00.123Z',
    });
  });

  it('that somebody else wrote is said to be unreadable', () => {
    const unreadable = expect.objectContaining({ code: 'E_BUS_RECORD_UNREADABLE' });
    expect(() => positionOf({ offset: 1, headers: {} })).toThrow(unreadable);
    expect(() => positionOf({ offset: 1, headers: { position: 'x' } })).toThrow(unreadable);
    const record = consumed(eventRecord(sample({}), platform));
    expect(() => recordedEventOf({ ...record, value: bytes('{') }).event).toThrow(unreadable);
    expect(() =>
      recordedEventOf({ ...record, headers: { ...record.headers, ce_id: [bytes('a'), bytes('b')] } }),
    ).toThrow(unreadable);
  });
});
