import { canonicalJson, type JsonObject } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from './cloud-event.ts';
import { attributesIn } from './event-attributes.ts';
import { sampleEvent } from './testing/sample-event.ts';

function textOf(event: object): Uint8Array {
  return Buffer.from(canonicalJson(event));
}

function withoutData({ data: _, ...attributes }: CloudEvent): object {
  return attributes;
}

/** Words that stand around the data, and brackets. */
const nasty = fc.stringMatching(/^(?:,?"?(?:data|datacontenttype|subject)"?:?|[{}[\]"\\,]|[a-z闽]){0,6}$/);

const data: fc.Arbitrary<JsonObject> = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
  value: fc.oneof(nasty, fc.integer(), fc.boolean(), fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.oneof(nasty, fc.constantFrom('data', 'datacontenttype')), tie('value'), {
    maxKeys: 4,
  }) as fc.Arbitrary<JsonObject>,
})).object;

describe('attributesIn', () => {
  it('reads what the canonical text says outside of its data, whatever that holds', () => {
    const some = fc.record({
      id: nasty,
      subject: nasty,
      correlationid: nasty,
      tracestate: fc.option(nasty, { nil: undefined }),
      causationid: fc.option(nasty, { nil: undefined }),
      data,
    });
    fc.assert(
      fc.property(some, ({ tracestate, causationid, ...rest }) => {
        const { tracestate: _, causationid: __, ...required } = sampleEvent;
        const event: CloudEvent = {
          ...required,
          ...rest,
          ...(tracestate === undefined ? {} : { tracestate }),
          ...(causationid === undefined ? {} : { causationid }),
        };
        expect(attributesIn(textOf(event))).toEqual(withoutData(event));
      }),
    );
  });

  it.each([
    ['no data', { ...withoutData(sampleEvent) }],
    ['no media type behind it', { data: sampleEvent.data, id: '1', type: 'tax.clearance-issued.v1' }],
    ['both names within its data alone', { a: 1, b: { c: 1, data: 2 }, d: [{ datacontenttype: 3 }] }],
    ['the second name within its data', { correlationid: '1', data: { c: 1, datacontenttype: 3 }, id: '1' }],
  ])('leaves a text with %s to be parsed whole', (_, event) => {
    expect(attributesIn(textOf(event))).toBeUndefined();
  });

  it('reads a part of a larger memory', () => {
    const text = textOf(sampleEvent);
    const page = Buffer.concat([
      Buffer.from('{"before":1}'),
      text,
      Buffer.from(',"datacontenttype":"after"}'),
    ]);
    expect(attributesIn(page.subarray(12, 12 + text.length))).toEqual(withoutData(sampleEvent));
  });
});
