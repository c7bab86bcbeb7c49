import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHeaderValue, encodeHeaderValue } from './header-value.ts';

describe('encodeHeaderValue', () => {
  it('writes the example of the HTTP binding §3.1.3.2', () => {
    expect(encodeHeaderValue('Euro € 😀')).toBe('Euro%20%E2%82%AC%20%F0%9F%98%80');
  });

  it.each([
    ['100%', '100%25'],
    ['"quoted"', '%22quoted%22'],
    ['tab\t', 'tab%09'],
    ["~!#$&'()*+,-./:;<=>?@[\\]^_`{|}", "~!#$&'()*+,-./:;<=>?@[\\]^_`{|}"],
  ])('%s is %s', (value, header) => {
    expect(encodeHeaderValue(value)).toBe(header);
  });

  it('is undone by decoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const header = encodeHeaderValue(value);
        expect(header).toMatch(/^[\x21\x23-\x7e]*$/);
        expect(decodeHeaderValue(header)).toEqual({ ok: true, value });
      }),
    );
  });
});

describe('decodeHeaderValue', () => {
  it.each([
    ['plain text', 'plain text'],
    ['%e4%b8%ad', '中'],
    ['%41', 'A'],
    ['%2541', '%41'],
    ['"a quoted value"', 'a quoted value'],
    [String.raw`"a \"b\" \\ c"`, String.raw`a "b" \ c`],
    ['"%E4%B8%AD"', '中'],
    ['a "b"', 'a "b"'],
    ['', ''],
  ])('%s is %s', (header, value) => {
    expect(decodeHeaderValue(header)).toEqual({ ok: true, value });
  });

  it.each([
    ['%C0%A0', 'utf-8'],
    ['%ED%A0%80', 'utf-8'],
    ['%E4%B8', 'utf-8'],
    ['100%', 'percent-encoding'],
    ['%zz', 'percent-encoding'],
    ['"open', 'quoting'],
    [String.raw`"open\"`, 'quoting'],
    ['"', 'quoting'],
    ['中', 'not-ascii'],
    ['\u00e9', 'not-ascii'],
  ])('%s is refused: %s', (header, failure) => {
    expect(decodeHeaderValue(header)).toEqual({ ok: false, failure });
  });
});
