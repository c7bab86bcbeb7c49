import { describe, expect, it } from 'vitest';
import { checkEvent } from './check-event.ts';
import { decodeHttp } from './http/decode-http.ts';
import { encodeHttpBinary } from './http/encode-http.ts';
import { decodeJsonEvent } from './json-event.ts';
import type { DecodedEvent } from './raw-event.ts';
import { sampleEvent } from './testing/sample-event.ts';

function defects(event: DecodedEvent): string[] {
  const checked = checkEvent(event);
  return checked.ok ? [] : checked.failure.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

describe('checkEvent', () => {
  it('takes a sound event', () => {
    expect(checkEvent({ raw: { ...sampleEvent }, problems: [] })).toEqual({ ok: true, value: sampleEvent });
  });

  it('reports encoding and attributes together, once each', () => {
    const { headers } = encodeHttpBinary(sampleEvent);
    const request = decodeHttp(
      new Headers({ ...headers, 'ce-subject': '50%', 'ce-time': '2026-03-02T09:30:00' }),
      new TextEncoder().encode('{"a":'),
    );
    if (!request.ok || request.value.mode === 'batch') throw new Error('unread');
    expect(defects(request.value.event)).toEqual([
      '/subject header-value',
      '/data/a json-syntax',
      '/time time-zone',
    ]);
  });

  it('does not call data missing that came as unreadable data_base64', () => {
    const { data: _, ...attributes } = sampleEvent;
    expect(defects(decodeJsonEvent({ ...attributes, data_base64: '?' }))).toEqual(['/data_base64 base64']);
  });

  it('has nothing to add to what is no object', () => {
    expect(defects(decodeJsonEvent(3))).toEqual([' type']);
  });
});
