import { parseJson } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProfile } from './profile.ts';
import type { RawEvent } from './raw-event.ts';
import { sampleEvent } from './testing/sample-event.ts';

const sample: RawEvent = { ...sampleEvent };

/** Pointer and rule of every problem. */
function defects(raw: RawEvent): string[] {
  const checked = checkProfile(raw);
  return checked.ok ? [] : checked.failure.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

function without(...names: string[]): RawEvent {
  return Object.fromEntries(Object.entries(sample).filter(([name]) => !names.includes(name)));
}

describe('checkProfile', () => {
  it('takes an event as it is', () => {
    expect(checkProfile(sample)).toEqual({ ok: true, value: sampleEvent });
    const checked = checkProfile(sample);
    if (checked.ok) expect(checked.value).toBe(sample);
  });

  it('takes an event without the optional attributes, and one of the platform', () => {
    expect(defects(without('causationid', 'traceparent', 'tracestate'))).toEqual([]);
    expect(defects({ ...sample, source: '/platform/exchange' })).toEqual([]);
    expect(defects({ ...sample, sigalg: 'sm2-sm3', sigkeyid: 'k1', sig: 'AQ-_' })).toEqual([]);
  });

  it('names everything that is missing, at once', () => {
    expect(defects({})).toEqual(
      [
        'specversion',
        'id',
        'source',
        'type',
        'subject',
        'time',
        'datacontenttype',
        'dataschema',
        'correlationid',
        'data',
      ].map((name) => `/${name} required`),
    );
  });

  it.each<[string, RawEvent, string[]]>([
    ['another version', { specversion: '0.3' }, ['/specversion const']],
    ['a number for a string', { specversion: 1, id: 7 }, ['/specversion type', '/id type']],
    ['an empty id', { id: '' }, ['/id min-length']],
    ['an id of 129 characters', { id: 'x'.repeat(129) }, ['/id max-length']],
    ['a tab in an id', { id: 'a\tb' }, ['/id control-character']],
    ['a C1 control in an id', { id: 'a\u0085b' }, ['/id control-character']],
    ['a lone surrogate', { correlationid: '\ud800' }, ['/correlationid control-character']],
    ['a source of no department', { source: '/mycontext' }, ['/source pattern']],
    ['a type without a version', { type: 'com.example.someevent' }, ['/type pattern']],
    ['a time without a zone', { time: '2026-03-02T09:30:00' }, ['/time time-zone']],
    ['a day that does not exist', { time: '2026-02-30T09:30:00Z' }, ['/time format']],
    [
      'a charset in the attribute',
      { datacontenttype: 'application/json; charset=utf-8' },
      ['/datacontenttype const'],
    ],
    ['another content type', { datacontenttype: 'text/xml' }, ['/datacontenttype const']],
    ['a foreign dataschema', { dataschema: 'https://example.com/schema' }, ['/dataschema pattern']],
    [
      'a dataschema of another contract',
      { dataschema: 'https://contracts.tongban.example/tax/clearance-issued/2.0' },
      ['/dataschema matches-type'],
    ],
    [
      'a traceparent of zeros',
      { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` },
      ['/traceparent pattern'],
    ],
    [
      'a traceparent in capitals',
      { traceparent: sampleEvent.traceparent?.toUpperCase() ?? '' },
      ['/traceparent pattern'],
    ],
    ['an unknown algorithm', { sigalg: 'rsa', sigkeyid: 'k', sig: 'AA' }, ['/sigalg enum']],
    ['a padded signature', { sigalg: 'ed25519', sigkeyid: 'k', sig: 'AA==' }, ['/sig pattern']],
    ['a signature alone', { sig: 'AA' }, ['/sigalg required', '/sigkeyid required']],
    ['a key id alone', { sigkeyid: 'k' }, ['/sigalg required', '/sig required']],
    ['null for an optional attribute', { causationid: null }, ['/causationid type']],
    ['null for a required attribute', { subject: null }, ['/subject required']],
    ['an unknown attribute', { partitionkey: 'x' }, ['/partitionkey unknown-attribute']],
    ['a name with capitals', { correlationId: 'x' }, ['/correlationId attribute-name']],
    ['a name with a slash', { 'a/b': 'x' }, ['/a~1b attribute-name']],
    ['data that is a string', { data: '{}' }, ['/data type']],
    ['data that is an array', { data: [] }, ['/data type']],
    ['data that is null', { data: null }, ['/data type']],
  ])('refuses %s', (_, change, expected) => {
    expect(defects({ ...sample, ...change })).toEqual(expected);
  });

  it('counts characters, not UTF-16 units', () => {
    expect(defects({ ...sample, id: '😀'.repeat(128) })).toEqual([]);
    expect(defects({ ...sample, id: '😀'.repeat(129) })).toEqual(['/id max-length']);
  });

  it('collects no more problems than anybody reads', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`x${at}`, 'x']));
    expect(defects({ ...sample, ...many })).toHaveLength(100);
  });

  it('refuses an own member __proto__', () => {
    const text = JSON.stringify(sample).replace('{', '{"__proto__":{"id":"x"},');
    const parsed = parseJson(text);
    expect(parsed.ok && defects(parsed.value as RawEvent)).toEqual(['/__proto__ attribute-name']);
  });

  it('says what would have been right', () => {
    const checked = checkProfile({ ...sample, time: '2026-03-02T09:30:00', correlationID: 'x' });
    expect(checked).toMatchObject({
      ok: false,
      failure: [
        {
          pointer: '/time',
          rule: 'time-zone',
          expected: '2026-03-02T09:30:00+08:00',
          message: {
            zh: 'time 没有时区；北京时间请写 2026-03-02T09:30:00+08:00',
            en: 'time has no zone; for Beijing time write 2026-03-02T09:30:00+08:00',
          },
        },
        { pointer: '/correlationID', rule: 'attribute-name', expected: 'correlationid' },
      ],
    });
  });

  it('never throws, and takes back only what it took', () => {
    const attribute = fc.constantFrom(...Object.keys(sample), 'sig', 'sigalg', 'x', 'data_base64');
    fc.assert(
      fc.property(fc.dictionary(attribute, fc.jsonValue({ stringUnit: 'binary' })), (change) => {
        const raw = { ...sample, ...change } as RawEvent;
        const checked = checkProfile(raw);
        if (checked.ok) expect(checked.value).toBe(raw);
        else for (const { message } of checked.failure) expect(message.zh && message.en).toBeTruthy();
      }),
    );
  });
});
