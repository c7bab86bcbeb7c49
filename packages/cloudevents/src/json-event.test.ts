import type { Json } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { decodeJsonEvent } from './json-event.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function defects(value: Json): string[] {
  return decodeJsonEvent(value).problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

describe('decodeJsonEvent', () => {
  it('leaves unset attributes out, but not data that is null', () => {
    const { raw } = decodeJsonEvent({ id: 'a', subject: null, x: null, data: null });
    expect(raw).toEqual({ id: 'a', data: null });
  });

  it('hands on what it need not change', () => {
    const event = { id: 'a', data: {} };
    expect(decodeJsonEvent(event).raw).toBe(event);
  });

  it.each([undefined, 'application/json', 'application/vnd.x+json; charset=utf-8'])(
    'reads data_base64 as JSON where it is %s',
    (type) => {
      const event = { id: 'a', data_base64: base64('{"名":1}'), ...(type ? { datacontenttype: type } : {}) };
      const { data_base64: _, ...attributes } = event;
      expect(decodeJsonEvent(event)).toEqual({ raw: { ...attributes, data: { 名: 1 } }, problems: [] });
    },
  );

  it.each<[string, Json, string[]]>([
    ['no object', 'x', [' type']],
    ['null', null, [' type']],
    ['an array', [], [' type']],
    ['data twice', { data: {}, data_base64: 'e30=' }, ['/data_base64 data-once']],
    ['other data', { datacontenttype: 'text/xml', data_base64: 'e30=' }, ['/data_base64 json-data']],
    ['no media type', { datacontenttype: 'json', data_base64: 'e30=' }, ['/data_base64 json-data']],
    ['base64 without padding', { data_base64: 'e30' }, ['/data_base64 base64']],
    ['base64url', { data_base64: '_-_-' }, ['/data_base64 base64']],
    ['a number for base64', { data_base64: 1 }, ['/data_base64 base64']],
    ['other bytes in base64', { data_base64: base64('<a/>') }, ['/data_base64 json-syntax']],
    ['no UTF-8 in base64', { data_base64: '/w==' }, ['/data_base64 utf-8']],
    [
      'defects in base64',
      { data_base64: base64('{"a":1,"a":1e99}') },
      ['/data_base64/a duplicate-key', '/data_base64/a number-range'],
    ],
  ])('names %s', (_, value, expected) => {
    expect(defects(value)).toEqual(expected);
  });
});
