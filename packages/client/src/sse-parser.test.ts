import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sseParser } from './sse-parser.ts';

const parsed = (...pieces: string[]) => {
  const parse = sseParser();
  return pieces.flatMap((piece) => parse(piece));
};

describe('sseParser', () => {
  it.each([
    ['one message', 'id: 1\nevent: a\ndata: x\n\n', [{ id: '1', event: 'a', data: 'x' }]],
    ['several lines of data', 'data: x\ndata:y\ndata\n\n', [{ id: '', event: 'message', data: 'x\ny\n' }]],
    [
      'comments and unknown fields',
      ': hello\nretry: 5\nfoo: 1\ndata: x\n\n',
      [{ id: '', event: 'message', data: 'x' }],
    ],
    ['no data', 'event: a\n\n', []],
    [
      'an id that stays',
      'id: 7\ndata: a\n\ndata: b\n\n',
      ['a', 'b'].map((data) => ({ id: '7', event: 'message', data })),
    ],
    ['an id with a NUL', 'id: 7\0\ndata: a\n\n', [{ id: '', event: 'message', data: 'a' }]],
    ['a byte order mark', '\uFEFFdata: a\n\n', [{ id: '', event: 'message', data: 'a' }]],
    ['half a message', 'data: a\n', []],
    [
      'carriage returns',
      'data: a\r\rdata: b\r\n\r\n',
      ['a', 'b'].map((data) => ({ id: '', event: 'message', data })),
    ],
  ])('reads %s', (_, text, messages) => {
    expect(parsed(text)).toEqual(messages);
  });

  it('gives the same messages in whatever pieces the text comes', () => {
    const line = fc.constantFrom(
      'data: a',
      'data:b ',
      'data',
      'id: 1',
      'event: x',
      ': note',
      '',
      '',
      'data: 通办',
    );
    const text = fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 30 })
      .map((lines) => `${lines.map(([each, end]) => each + end).join('')}\n`);
    fc.assert(
      fc.property(text, fc.array(fc.nat(400), { maxLength: 8 }), (whole, cuts) => {
        const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
        const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
        expect(parsed(...pieces)).toEqual(parsed(whole));
      }),
    );
  });

  it('does not keep a line without end', () => {
    const parse = sseParser();
    const piece = 'x'.repeat(1024 * 1024);
    expect(() => {
      for (let at = 0; at < 5; at++) parse(piece);
    }).toThrow(RangeError);
  });
});
