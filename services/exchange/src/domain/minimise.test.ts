import { isDeepStrictEqual } from 'node:util';
import { canonicalBytes, canonicalJson, InvariantError, pointerPath } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFields, type FieldSet, type Minimised, minimise } from './minimise.ts';

const event = {
  id: 'e-1',
  subject: 'M-1',
  sig: 's',
  sigalg: 'ed25519',
  sigkeyid: 'k',
  data: {
    meterNo: 'M-1',
    address: { city: '上海市', street: '世纪大道' },
    readings: [{ kWh: 3, by: 'Li' }, { by: 'Wang' }, { kWh: 4 }],
    tags: ['a', 'b'],
  },
};
const published = ['/meterNo', '/address', '/readings', '/tags'];

const textOf = ({ text }: Minimised): string => new TextDecoder().decode(text);

/** The event as a reader gets it. Its text is canonical, as the store's is. */
function seen<Event extends { readonly data: object }>(whole: Event, fields: FieldSet): Event {
  const text = textOf(minimise(canonicalBytes(whole), fields));
  const parsed = JSON.parse(text) as Event;
  expect(text).toBe(canonicalJson(parsed));
  return parsed;
}
const dataOf = (granted: readonly string[]): unknown => seen(event, compileFields(granted, published)).data;

describe('a minimised event', () => {
  it('has the granted fields and the envelope', () => {
    const fields = compileFields(['/meterNo', '/address/city'], published);
    expect(seen(event, fields)).toEqual({
      id: 'e-1',
      subject: 'M-1',
      data: { meterNo: 'M-1', address: { city: '上海市' } },
    });
    expect(fields.withheld).toEqual(['/address', '/readings', '/tags']);
  });

  it('has the granted part of every element, and no element in which nothing is granted', () => {
    expect(dataOf(['/readings/*/kWh'])).toEqual({ readings: [{ kWh: 3 }, { kWh: 4 }] });
    expect(dataOf(['/tags/*'])).toEqual({ tags: ['a', 'b'] });
  });

  it('has nothing where a pointer names something of another shape', () => {
    expect(
      dataOf(['/meterNo/deep', '/address/*', '/tags/name', '/nothing', '/constructor', '/toString']),
    ).toEqual({});
  });

  it('keeps its signature only where all is granted and nothing was left out', () => {
    expect(seen(event, compileFields(published))).toEqual(event);
    expect(seen(event, compileFields(['/meterNo'], published))).not.toHaveProperty('sig');
    const withMore = { ...event, data: { ...event.data, unpublished: 1 } };
    const shown = seen(withMore, compileFields(published));
    expect(shown).not.toHaveProperty('sigkeyid');
    expect(shown.data).toEqual(event.data);
  });

  it('has a name with an escape as it is where its signature goes, whatever text was read before', () => {
    JSON.parse(String.raw`{"! of a feed":1,"\\":1}`);
    const odd = { ...event, data: { meterNo: { '! of a feed': 1, '"': 1 }, tags: [] } };
    expect(textOf(minimise(canonicalBytes(odd), compileFields(['/meterNo'], published)))).toBe(
      String.raw`{"data":{"meterNo":{"! of a feed":1,"\"":1}},"id":"e-1","subject":"M-1"}`,
    );
  });

  it('says the same of every event of a type, so that what is withheld does not show', () => {
    const fields = compileFields(['/meterNo'], published);
    const bare = { ...event, data: { meterNo: 'M-1' } };
    expect(textOf(minimise(canonicalBytes(bare), fields))).toBe(
      textOf(minimise(canonicalBytes(event), fields)),
    );
  });

  it('is not cut at the wrong place where white space hides what begins there', () => {
    const fields = compileFields(['/meterNo', '/readings/*/value'], published);
    const text = canonicalJson(event);
    const whole = seen(event, fields);
    const told = [...text].map((_, at) => {
      const spaced = `${text.slice(0, at)} ${text.slice(at)}`;
      if (!isJsonOf(spaced, event)) return 'in a text';
      const cut = outcomeOf(() => textOf(minimise(Buffer.from(spaced), fields)));
      return cut instanceof InvariantError ? 'refused' : isJsonOf(cut, whole) ? 'cut rightly' : spaced;
    });
    expect([...new Set(told)].sort()).toEqual(['cut rightly', 'in a text', 'refused']);
  });
});

const isJsonOf = (text: unknown, value: object): boolean => {
  const parsed = outcomeOf(() => JSON.parse(String(text)) as unknown);
  return isDeepStrictEqual(parsed, value);
};

function outcomeOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('whatever is granted', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const anyName = fc.oneof(name, fc.constantFrom('a"b', 'a\\', '办', 'sig'));
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      fc.integer(),
      fc.constantFrom(true, null, -1.5e-7),
      // What a cut might take for the end of something.
      fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'a', '办') }),
      fc.dictionary(anyName, tie('json'), { maxKeys: 3, noNullPrototype: true }),
      fc.array(tie('json'), { maxLength: 3 }),
    ),
  }));
  const data = fc.dictionary(anyName, json, { maxKeys: 3, noNullPrototype: true });
  const pointer = fc
    .array(fc.oneof(name, fc.constant('*')), { minLength: 1, maxLength: 4 })
    .map((steps) => `/${steps.join('/')}`);

  const leaves = (value: unknown, path: readonly string[] = []): readonly string[] =>
    typeof value !== 'object' || value === null
      ? [`/${path.join('/')}=${String(value)}`]
      : Object.entries(value).flatMap(([key, below]) =>
          leaves(below, [...path, Array.isArray(value) ? '*' : key]),
        );
  const isGranted = (leaf: string, granted: readonly string[]): boolean =>
    granted.some((field) =>
      pointerPath(field).every((step, at) => leaf.split('=')[0]?.split('/')[at + 1] === step),
    );

  it('exactly the granted values come through', () => {
    fc.assert(
      fc.property(data, fc.array(pointer, { maxLength: 5 }), (value, granted) => {
        const { data: shown } = seen({ data: value }, compileFields(granted));
        const expected = leaves(value).filter((leaf) => isGranted(leaf, granted));
        expect([...leaves(shown)].sort()).toEqual(expected.sort());
      }),
      { numRuns: 1_000 },
    );
  });

  it('minimising again changes nothing', () => {
    fc.assert(
      fc.property(data, fc.array(pointer, { maxLength: 5 }), (value, granted) => {
        const fields = compileFields(granted);
        const once = minimise(canonicalBytes({ data: value }), fields);
        expect(textOf(minimise(once.text, fields))).toBe(textOf(once));
      }),
    );
  });
});
