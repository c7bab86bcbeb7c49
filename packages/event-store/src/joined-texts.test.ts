import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinedTexts, textsIn } from './joined-texts.ts';

it('gives back the texts that were joined, from memory that is nobody else’s', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (written) => {
      const texts = written.map((text) => Buffer.from(text));
      const joined = joinedTexts(texts);
      expect(joined.buffer.byteLength).toBe(joined.length);
      const nextText = textsIn(joined);
      expect(texts.map(({ length }) => Buffer.from(nextText(length)).toString())).toEqual(written);
    }),
  );
});
