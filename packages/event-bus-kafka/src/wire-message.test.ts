import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WireReader, WireWriter } from './wire-message.ts';

it('reads what it wrote', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 400 }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: -128, max: 127 }), fc.integer(), texts, (small, large, all) => {
      const writer = new WireWriter().int8(small).int32(large);
      writer.list(all, (text) => writer.text(text).noTags()).noTags();
      const reader = new WireReader(writer.end());
      expect(reader.int8()).toBe(small);
      expect(reader.int32()).toBe(large);
      const back = reader.list(() => {
        const text = reader.text();
        reader.tags();
        return text;
      });
      expect(back).toEqual(all);
      reader.tags();
    }),
    { numRuns: 30 },
  );
});

it('tells absent from empty, and passes over tags that it does not know', () => {
  const reader = new WireReader(Buffer.from([0, 1, 1, 5, 2, 0xff, 0xff, 7]));
  expect(reader.text()).toBeUndefined();
  expect(reader.text()).toBe('');
  reader.tags();
  expect(reader.int8()).toBe(7);
});
