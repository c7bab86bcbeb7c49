import { canonicalJson } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  keyIdsOf,
  openPersonalFields,
  type PersonKey,
  personsOf,
  sealPersonalFields,
  withoutSealed,
} from './personal-fields.ts';
import { refusalOf } from './testing/samples.ts';

const fields = [
  { pointer: '/owner/name', person: '/owner/personId' },
  { pointer: '/shareholders/*/name', person: '/shareholders/*/personId' },
  { pointer: '/phone', person: 'subject' },
];
const event = {
  id: 'e-1',
  source: '/departments/market-regulation/registry',
  subject: 'P-9',
  data: {
    owner: { personId: 'P-1', name: '王小明' },
    shareholders: [
      { personId: 'P-2', name: '李雷' },
      { personId: 'P-1', name: '王小明' },
    ],
    phone: '021-12345678',
    plain: 'x',
  },
};
const keyOf = (person: string): PersonKey => ({
  keyId: `k-${person.slice(2)}`,
  key: new Uint8Array(32).fill(person.charCodeAt(2)),
});
const openingKeys =
  (...destroyed: readonly string[]) =>
  (keyId: string): Uint8Array | undefined =>
    destroyed.includes(keyId) ? undefined : keyOf(`P-${keyId.slice(2)}`).key;

describe('sealed fields', () => {
  const sealed = sealPersonalFields(event, fields, keyOf);

  it('hide every personal text and nothing else', () => {
    const text = canonicalJson(sealed);
    for (const secret of ['王小明', '李雷', '021-12345678']) expect(text).not.toContain(secret);
    expect(sealed.data.owner.name).toMatch(/^enc:v1:k-1:[A-Za-z0-9_-]+$/);
    expect(sealed.data.owner.personId).toBe('P-1');
    expect(sealed.data.plain).toBe('x');
  });

  it('tell which persons and keys they are of', () => {
    expect(personsOf(event, fields)).toEqual(['P-1', 'P-2', 'P-9']);
    expect(keyIdsOf(sealed, fields)).toEqual(['k-1', 'k-2', 'k-9']);
  });

  it('are the same, byte for byte, when the same event is sealed again', () => {
    expect(canonicalJson(sealPersonalFields(structuredClone(event), fields, keyOf))).toBe(
      canonicalJson(sealed),
    );
  });

  it('differ for the same text in another place or another event', () => {
    expect(sealed.data.owner.name).not.toBe(sealed.data.shareholders[1]?.name);
    const other = sealPersonalFields({ ...event, id: 'e-2' }, fields, keyOf);
    expect(other.data.owner.name).not.toBe(sealed.data.owner.name);
  });

  it('open again', () => {
    expect(openPersonalFields(sealed, fields, openingKeys())).toEqual({ event, erased: [] });
  });

  it('are gone and named once the key is destroyed; the others open', () => {
    const { event: seen, erased } = openPersonalFields(sealed, fields, openingKeys('k-1'));
    expect(erased).toEqual(['/owner/name', '/shareholders/1/name']);
    expect(seen.data.owner).toEqual({ personId: 'P-1' });
    expect(seen.data.shareholders[0]?.name).toBe('李雷');
    expect(seen.data.phone).toBe('021-12345678');
  });

  it('are left out one and all where nobody knows which fields are personal, and nothing else is', () => {
    const { event: seen, erased } = withoutSealed({ ...sealed, data: { ...sealed.data, no: null, n: [1] } });
    const { phone: _phone, ...data } = event.data;
    expect(seen.data).toEqual({
      ...data,
      owner: { personId: 'P-1' },
      shareholders: [{ personId: 'P-2' }, { personId: 'P-1' }],
      ...{ no: null, n: [1] },
    });
    expect(erased).toEqual(['/owner/name', '/shareholders/0/name', '/shareholders/1/name', '/phone']);
    const list = {
      ...event,
      data: { names: ['enc:v1:', 'x'], '__proto__/': 'enc:v1:of a text that is none' },
    };
    expect(withoutSealed(list)).toEqual({
      event: { ...list, data: { names: [null, 'x'] } },
      erased: ['/names/0', '/__proto__~1'],
    });
    const odd = { ...event, data: JSON.parse('{"__proto__":{"a":1}}') as object };
    expect(Object.hasOwn(withoutSealed(odd).event.data, '__proto__')).toBe(true);
  });

  it('leave the places of other elements where an erased field is an element', () => {
    const list = { ...event, data: { names: ['甲', '乙'], personId: 'P-1' } };
    const ofList = [{ pointer: '/names/*', person: '/personId' }];
    const { event: seen, erased } = openPersonalFields(
      sealPersonalFields(list, ofList, keyOf),
      ofList,
      openingKeys('k-1'),
    );
    expect(seen.data.names).toEqual([null, null]);
    expect(erased).toEqual(['/names/0', '/names/1']);
  });

  it('do not open when they were changed or moved', () => {
    const name = sealed.data.owner.name;
    const flipped = `${name.slice(0, -3)}${name.at(-3) === 'A' ? 'B' : 'A'}${name.slice(-2)}`;
    const broken = [
      { ...sealed, data: { ...sealed.data, owner: { personId: 'P-1', name: flipped } } },
      { ...sealed, id: 'e-2' },
      { ...sealed, source: '/departments/tax/core' },
      { ...sealed, data: { ...sealed.data, phone: name } },
      { ...sealed, data: { ...sealed.data, phone: 'enc:v1:k-9:' } },
      { ...sealed, data: { ...sealed.data, phone: 'enc:v1:k-9' } },
    ];
    for (const one of broken) {
      expect(refusalOf(() => openPersonalFields(one, fields, openingKeys()))).toBe('E_SEALED_FIELD_CORRUPT');
    }
  });

  it('need to know whose they are', () => {
    const unnamed = { ...event, data: { ...event.data, owner: { personId: '', name: '王小明' } } };
    expect(refusalOf(() => personsOf(unnamed, fields))).toBe('E_PERSON_UNNAMED');
    expect(refusalOf(() => sealPersonalFields(unnamed, fields, keyOf))).toBe('E_PERSON_UNNAMED');
  });
});

describe('any text', () => {
  it('comes back as it was, also one that looks sealed', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string().map((text) => `enc:v1:k-1:${text}`),
    );
    fc.assert(
      fc.property(texts, fc.string({ minLength: 1 }), (phone, id) => {
        const one = { ...event, id, data: { ...event.data, phone } };
        const sealed = sealPersonalFields(one, fields, keyOf);
        expect(openPersonalFields(sealed, fields, openingKeys()).event).toEqual(one);
      }),
    );
  });
});
