import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealPersonalFields } from './personal-fields.ts';
import { personalInClear } from './personal-in-clear.ts';

const fields = [
  { pointer: '/owner/name', person: '/owner/personId' },
  { pointer: '/owner/idCardNumber', person: '/owner/personId' },
  { pointer: '/shareholders/*/name', person: '/shareholders/*/personId' },
  { pointer: '/phone', person: 'subject' },
];
const identityNumber = '11010519491231002X';
const event = {
  id: 'e-1',
  source: '/departments/market-regulation/registry',
  subject: 'P-9',
  correlationid: 'c-1',
  data: {
    owner: { personId: 'P-1', name: '王小明', idCardNumber: identityNumber },
    shareholders: [{ personId: 'P-2', name: '李雷' }],
    phone: '13800138000',
  },
};
const found = (different: object): readonly string[] =>
  personalInClear({ ...event, ...different }, fields).map(({ pointer, rule }) => `${pointer} ${rule}`);

describe('what an event would say in clear', () => {
  it('is nothing where its ids are opaque', () => {
    expect(found({})).toEqual([]);
  });

  it('is the text of a personal field as an id of the event', () => {
    expect(found({ id: '王小明', correlationid: '李雷', causationid: '王小明' })).toEqual([
      '/id personal-in-clear',
      '/correlationid personal-in-clear',
      '/causationid personal-in-clear',
    ]);
  });

  it('is an id of a person that everybody knows them by, also where nothing of the person is beside it', () => {
    const owner = { personId: identityNumber };
    const shareholders = [{ personId: 'P-2' }, { personId: 'P-11010519491231002X', name: '韩梅' }];
    expect(found({ subject: '13800138000', data: { owner, shareholders } })).toEqual([
      '/subject opaque-person',
      '/data/owner/personId opaque-person',
      '/data/shareholders/1/personId opaque-person',
    ]);
    expect(found({ data: { ...event.data, owner: { personId: '李雷' } } })).toEqual([
      '/data/owner/personId personal-in-clear',
    ]);
  });

  it('is told without the text itself', () => {
    const problems = personalInClear({ ...event, id: '王小明', subject: identityNumber }, fields);
    expect(problems).toHaveLength(2);
    expect(JSON.stringify(problems)).not.toMatch(/王小明|11010519491231002X/);
  });

  it('is not looked for where no field is personal, nor by a single character', () => {
    expect(personalInClear({ ...event, id: '王小明', subject: identityNumber }, [])).toEqual([]);
    expect(found({ id: '1', data: { ...event.data, phone: '1' } })).toEqual([]);
  });

  it('never passes: once sealed, no text of two characters or more is left of those fields', () => {
    const text = fc.constantFrom('李雷', '韩梅', 'P-1', 'P-2', '02155501', 'e-1');
    const person = fc.record({ personId: text, name: text });
    const events = fc.record({
      id: text,
      source: fc.constant(event.source),
      subject: text,
      correlationid: text,
      data: fc.record({ owner: person, shareholders: fc.array(person, { maxLength: 2 }), phone: text }),
    });
    const keyOf = (of: string) => ({ keyId: 'k', key: new Uint8Array(32).fill(of.length) });
    fc.assert(
      fc.property(events, (one) => {
        if (personalInClear(one, fields).length > 0) return;
        const kept = JSON.stringify(sealPersonalFields(one, fields, keyOf));
        const { owner, shareholders, phone } = one.data;
        for (const personal of [owner.name, phone, ...shareholders.map(({ name }) => name)])
          expect(kept).not.toContain(JSON.stringify(personal));
      }),
    );
  });
});
