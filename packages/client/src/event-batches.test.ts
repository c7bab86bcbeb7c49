import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventBatches } from './event-batches.ts';

it('splits into JSON arrays within the limits that hold every event once, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 40 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 300, max: 500 }),
      (texts, eventsMax, bytesMax) => {
        const encoder = new TextEncoder();
        const events = texts.map((text, index) => [index, encoder.encode(JSON.stringify(text))] as const);
        const batches = eventBatches(events, { eventsMax, bytesMax });
        for (const { indexes, bytes } of batches) {
          expect(bytes.length).toBeLessThanOrEqual(bytesMax);
          expect(indexes.length).toBeLessThanOrEqual(eventsMax);
          expect(indexes.length).toBeGreaterThan(0);
        }
        expect(batches.flatMap(({ indexes }) => indexes)).toEqual(texts.map((_, index) => index));
        expect(
          batches.flatMap(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as unknown[]),
        ).toEqual(texts.map((text) => JSON.parse(JSON.stringify(text)) as unknown));
      },
    ),
  );
});
