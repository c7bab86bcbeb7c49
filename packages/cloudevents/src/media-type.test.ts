import { describe, expect, it } from 'vitest';
import { isJsonMediaType, parseMediaType } from './media-type.ts';

describe('parseMediaType', () => {
  it.each([
    ['application/json', 'application/json', undefined],
    ['Application/CloudEvents+JSON; Charset=UTF-8', 'application/cloudevents+json', 'utf-8'],
    ['application/json;charset="utf-8"', 'application/json', 'utf-8'],
    [' text/xml ; version=1 ; charset=gbk ', 'text/xml', 'gbk'],
    ['application/json; xcharset=gbk', 'application/json', undefined],
  ])('reads %s', (header, essence, charset) => {
    expect(parseMediaType(header)).toEqual({ essence, charset });
  });

  it.each(['', 'json', 'application/', 'application/json charset=utf-8', 'a/b/c'])(
    'refuses "%s"',
    (header) => {
      expect(parseMediaType(header)).toBeUndefined();
    },
  );
});

describe('isJsonMediaType', () => {
  it.each([
    ['application/json', true],
    ['text/json', true],
    ['application/vnd.example+json', true],
    ['application/jsonp', false],
    ['application/xml', false],
  ])('%s: %s', (essence, isJson) => {
    expect(isJsonMediaType(essence)).toBe(isJson);
  });
});
