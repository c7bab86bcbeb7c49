import { expect, it } from 'vitest';
import { decodedText, StoredEvent } from './recorded-event.ts';
import { streamName } from './stream-name.ts';
import { sampleEvent } from './testing/sample-event.ts';

const { id, source, type, bytes } = sampleEvent({ id: '事件-1' });
const json = decodedText(bytes);
const place = {
  position: 1,
  stream: streamName('tax', 'case', '1'),
  revision: 0,
  recordedAt: 0,
  source,
  type,
};

it('says the same of a text and of its bytes', () => {
  const recorded = new StoredEvent({ ...place, bytes });
  expect(Buffer.from(recorded.bytes).toString()).toBe(json);
  expect([recorded.id, recorded.json, recorded.event]).toEqual([id, json, JSON.parse(json)]);
  expect(Buffer.from(recorded.bytes).toString()).toBe(json);
});

it('says what stands outside of the data, whether or not the text was parsed', () => {
  const { data: _, ...attributes } = JSON.parse(json) as Record<string, unknown>;
  const { source: __, type: ___, ...placed } = { ...place, bytes };
  const ofText = StoredEvent.ofText(placed);
  expect(ofText.attributes).toEqual(attributes);
  expect([ofText.id, ofText.source, ofText.type, ofText.event]).toEqual([id, source, type, JSON.parse(json)]);
  expect(new StoredEvent({ ...place, bytes }).attributes).toEqual(attributes);
  const parsed = new StoredEvent({ ...place, bytes }, JSON.parse(json));
  expect(parsed.attributes.subject).toBe(attributes.subject);
});

it('parses a text whole whose attributes are not where they are looked for', () => {
  const other = Buffer.from(`{"data":{},"id":"1","source":"${source}","subject":"s","type":"${type}"}`);
  const { source: _, type: __, ...placed } = { ...place, bytes: other };
  expect(StoredEvent.ofText(placed)).toMatchObject({ id: '1', source, type });
  expect(new StoredEvent({ ...place, bytes: other }).attributes.subject).toBe('s');
  expect(() => StoredEvent.ofText({ ...placed, bytes: other.subarray(1) })).toThrow(SyntaxError);
});

it('has an id also where its text is damaged, so that it can be parked', () => {
  const recorded = new StoredEvent({ ...place, bytes: bytes.subarray(1) });
  expect(recorded.id).toBe('');
  expect(() => recorded.event).toThrow(SyntaxError);
});
