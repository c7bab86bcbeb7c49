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

it('has an id also where its text is damaged, so that it can be parked', () => {
  const recorded = new StoredEvent({ ...place, bytes: bytes.subarray(1) });
  expect(recorded.id).toBe('');
  expect(() => recorded.event).toThrow(SyntaxError);
});
