import { pointerPath } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFields, minimise } from './minimise.ts';

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
const dataOf = (granted: readonly string[]): unknown =>
  minimise(event, compileFields(granted, published)).event.data;

describe('a minimised event', () => {
  it('has the granted fields and the envelope', () => {
    const { event: seen, withheld } = minimise(
      event,
      compileFields(['/meterNo', '/address/city'], published),
    );
    expect(seen).toEqual({
      id: 'e-1',
      subject: 'M-1',
      data: { meterNo: 'M-1', address: { city: '上海市' } },
    });
    expect(withheld).toEqual(['/address', '/readings', '/tags']);
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
    expect(minimise(event, compileFields(published)).event).toBe(event);
    expect(minimise(event, compileFields(['/meterNo'])).event).not.toHaveProperty('sig');
    const withMore = { ...event, data: { ...event.data, unpublished: 1 } };
    const { event: seen } = minimise(withMore, compileFields(published));
    expect(seen).not.toHaveProperty('sigkeyid');
    expect(seen.data).toEqual(event.data);
  });

  it('says the same of every event of a type, so that what is withheld does not show', () => {
    const fields = compileFields(['/meterNo'], published);
    const bare = { ...event, data: { meterNo: 'M-1' } };
    expect(minimise(bare, fields)).toEqual(minimise(event, fields));
  });
});

describe('whatever is granted', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      fc.integer(),
      fc.dictionary(name, tie('json'), { maxKeys: 3, noNullPrototype: true }),
      fc.array(tie('json'), { maxLength: 3 }),
    ),
  }));
  const data = fc.dictionary(name, json, { maxKeys: 3, noNullPrototype: true });
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
        const seen = minimise({ data: value }, compileFields(granted)).event.data;
        const expected = leaves(value).filter((leaf) => isGranted(leaf, granted));
        expect([...leaves(seen)].sort()).toEqual(expected.sort());
      }),
      { numRuns: 1_000 },
    );
  });

  it('minimising again changes nothing, and the original is not touched', () => {
    fc.assert(
      fc.property(data, fc.array(pointer, { maxLength: 5 }), (value, granted) => {
        const before = structuredClone(value);
        const fields = compileFields(granted);
        const once = minimise({ data: value }, fields).event;
        expect(minimise(once, fields).event).toEqual(once);
        expect(value).toEqual(before);
      }),
    );
  });
});
