import type { Json, JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../catalogue/content-hash.ts';
import type { ContractVersion } from '../catalogue/contract.ts';
import { sampleSchema } from '../fixtures/sample-contract.ts';
import { compareVersions } from './compare-versions.ts';
import type { Fact } from './fact.ts';

function version(schema: JsonObject, minor: number): ContractVersion {
  return {
    major: 1,
    minor,
    version: `1.${minor}`,
    dataschema: String(schema.$id),
    schema,
    hash: contentHash(schema),
  };
}

/** Facts of a change of one field `x`, which is optional unless told otherwise. */
function facts(
  older: JsonObject | undefined,
  newer: JsonObject | undefined,
  required: [boolean, boolean] = [false, false],
) {
  const schemas = [older, newer].map((node, at) =>
    sampleSchema(
      `1.${at}`,
      node === undefined ? {} : { x: { description: '字段 / field', ...node } },
      required[at] ? ['x'] : [],
    ),
  ) as [JsonObject, JsonObject];
  return compareVersions(version(schemas[0], 0), version(schemas[1], 1)).facts;
}

function brief(list: readonly Fact[]): readonly string[] {
  return list.map(
    ({ kind, direction, path, isConfirmed }) => `${kind} ${direction} ${path}${isConfirmed ? '' : ' ?'}`,
  );
}

const text = (more: JsonObject = {}): JsonObject => ({ type: 'string', maxLength: 20, ...more });
const whole = (minimum: number, maximum: number): JsonObject => ({ type: 'integer', minimum, maximum });
const list = (items: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'array',
  maxItems: 9,
  items,
  ...more,
});
const oneOf = (...values: Json[]): JsonObject => ({ type: 'string', enum: values });

describe('a change of one field', () => {
  const cases: [string, JsonObject | undefined, JsonObject | undefined, string[]][] = [
    ['optional field added', undefined, text(), ['property-added none /x']],
    ['optional field removed', text(), undefined, ['property-removed none /x']],
    ['type changed', text(), whole(0, 9), ['type-changed reader /x', 'type-changed writer /x']],
    [
      'integer becomes number',
      whole(0, 9),
      { type: 'number', minimum: 0, maximum: 9 },
      ['type-changed writer /x'],
    ],
    [
      'number becomes integer',
      { type: 'number', minimum: 0, maximum: 9 },
      whole(0, 9),
      ['type-changed reader /x'],
    ],
    ['enum narrowed', oneOf('a', 'b'), oneOf('a'), ['enum-narrowed reader /x']],
    ['enum widened', oneOf('a'), oneOf('a', 'b'), ['enum-widened writer /x']],
    [
      'enum exchanged',
      oneOf('a', 'b'),
      oneOf('b', 'c'),
      ['enum-narrowed reader /x', 'enum-widened writer /x'],
    ],
    ['enum in another order', oneOf('a', 'b'), oneOf('b', 'a'), []],
    ['enum added', text(), oneOf('a'), ['enum-added reader /x', 'max-length-removed none /x']],
    ['enum removed', oneOf('a'), text(), ['enum-removed writer /x', 'max-length-added none /x']],
    [
      'const changed',
      { type: 'string', const: 'a' },
      { type: 'string', const: 'b' },
      ['const-changed reader /x', 'const-changed writer /x'],
    ],
    ['max length lowered', text(), text({ maxLength: 10 }), ['max-length-lowered reader /x']],
    ['max length raised', text(), text({ maxLength: 30 }), ['max-length-raised writer /x']],
    ['min length added', text(), text({ minLength: 1 }), ['min-length-added reader /x']],
    ['pattern added', text(), text({ pattern: '^[a-z]{1,9}$' }), ['pattern-added reader /x']],
    ['pattern removed', text({ pattern: '^[a-z]{1,9}$' }), text(), ['pattern-removed writer /x']],
    [
      'pattern changed for others',
      text({ pattern: '^[a-m]{2}$' }),
      text({ pattern: '^[h-z]{2}$' }),
      ['pattern-changed reader /x', 'pattern-changed writer /x'],
    ],
    [
      'pattern widened',
      text({ pattern: '^[a-m]{2}$' }),
      text({ pattern: '^[a-z]{2}$' }),
      ['pattern-changed writer /x'],
    ],
    [
      'pattern written otherwise',
      text({ pattern: '^(a|b){2}$' }),
      text({ pattern: '^[ab][ab]$' }),
      ['pattern-changed none /x'],
    ],
    [
      'length that the pattern says already',
      text({ pattern: '^[0-9]{4}$' }),
      text({ pattern: '^[0-9]{4}$', maxLength: 4, minLength: 4 }),
      ['min-length-added none /x', 'max-length-lowered none /x'],
    ],
    ['format added', text(), text({ format: 'date' }), ['format-added reader /x']],
    [
      'format over its look',
      text({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
      { type: 'string', format: 'date' },
      ['format-added reader /x', 'max-length-removed none /x', 'pattern-removed none /x'],
    ],
    [
      'format removed',
      { type: 'string', format: 'uscc' },
      text(),
      ['format-removed writer /x', 'max-length-added none /x'],
    ],
    ['minimum raised', whole(0, 9), whole(1, 9), ['minimum-raised reader /x']],
    ['maximum raised', whole(0, 9), whole(0, 10), ['maximum-raised writer /x']],
    ['element changed', list(text()), list(text({ maxLength: 5 })), ['max-length-lowered reader /x/*']],
    ['max items lowered', list(text()), list(text(), { maxItems: 3 }), ['max-items-lowered reader /x']],
    ['min items added', list(text()), list(text(), { minItems: 1 }), ['min-items-added reader /x']],
    [
      'elements must differ',
      list(text()),
      list(text(), { uniqueItems: true }),
      ['unique-items-added reader /x'],
    ],
    ['false for good', { type: 'boolean' }, { type: 'boolean', const: false }, ['enum-added reader /x']],
  ];

  it.each(cases)('%s', (_what, older, newer, expected) => {
    expect([...brief(facts(older, newer))].sort()).toEqual([...expected].sort());
  });

  it('required added, as a new field or an old one', () => {
    expect(brief(facts(text(), text(), [false, true]))).toEqual(['required-added reader /x']);
    expect(brief(facts(undefined, text(), [false, true]))).toEqual(['required-added reader /x']);
  });

  it('required removed, with the field or without', () => {
    expect(brief(facts(text(), text(), [true, false]))).toEqual(['required-removed writer /x']);
    expect(brief(facts(text(), undefined, [true, false]))).toEqual(['required-removed writer /x']);
  });
});

describe('a fact', () => {
  it('has a sentence, whom it hurts, what to do, and data that shows it', () => {
    const [fact] = facts(oneOf('a', 'b'), oneOf('a'));
    expect(fact).toEqual({
      kind: 'enum-narrowed',
      direction: 'reader',
      of: 'data',
      path: '/x',
      older: ['a', 'b'],
      newer: ['a'],
      hurts: ['stored-events', 'writers'],
      message: {
        zh: '“字段”（x）不再允许 b；按旧版写成的事件在新版下会被拒绝',
        en: '"field" (x) allows b no more; events written under the old version are refused by the new one',
      },
      fix: {
        zh: '请保留旧取值，已存事件中有它们；不再使用的在说明中注明',
        en: 'keep the old values, stored events have them; say in the description which are used no more',
      },
      counterExample: { x: 'b' },
      isConfirmed: true,
    });
  });

  it('about what is required shows data without it', () => {
    const [fact] = facts(text(), text(), [true, false]);
    expect(fact?.counterExample).toEqual({});
  });

  it('about a place deep inside comes with everything that must be around it', () => {
    const item = (maximum: number): JsonObject => ({
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'amountFen'],
      properties: { kind: oneOf('tax', 'fine'), amountFen: whole(1, maximum) },
    });
    const [fact] = facts(list(item(100), { minItems: 2 }), list(item(50), { minItems: 2 }));
    expect(fact).toMatchObject({ kind: 'maximum-lowered', path: '/x/*/amountFen' });
    expect(fact?.counterExample).toEqual({
      x: [
        { kind: 'tax', amountFen: 100 },
        { kind: 'fine', amountFen: 2 },
      ],
    });
  });
});

describe('definitions', () => {
  const tree = (label: JsonObject): JsonObject => ({
    type: 'object',
    additionalProperties: false,
    required: ['label'],
    properties: { label, children: list({ $ref: '#/$defs/tree' }) },
  });
  const rooted = (minor: number, $defs: JsonObject): JsonObject =>
    sampleSchema(`1.${minor}`, { tree: { description: '树 / tree', $ref: '#/$defs/tree' } }, ['tree'], {
      $defs,
    });

  it('that contain themselves are compared once', () => {
    const older = version(rooted(0, { tree: tree(text()) }), 0);
    const newer = version(rooted(1, { tree: tree(text({ maxLength: 5 })) }), 1);
    expect(brief(compareVersions(older, newer).facts)).toEqual(['max-length-lowered reader /tree/label']);
  });

  it('that alternate with another on one side only are still compared', () => {
    const swapped = (children: string): JsonObject => ({
      ...tree(text()),
      properties: { label: text(), children: list({ $ref: `#/$defs/${children}` }) },
    });
    const other = { ...tree(text({ maxLength: 5 })) };
    const older = version(rooted(0, { tree: tree(text()) }), 0);
    const newer = version(rooted(1, { tree: swapped('other'), other }), 1);
    expect(brief(compareVersions(older, newer).facts)).toEqual([
      'max-length-lowered reader /tree/children/*/label',
    ]);
  });

  it('make no difference by their names', () => {
    const inline = version(sampleSchema('1.0', { x: { description: '字段 / field', ...text() } }, []), 0);
    const referred = version(
      sampleSchema('1.1', { x: { description: '字段 / field', $ref: '#/$defs/short' } }, [], {
        $defs: { short: text() },
      }),
      1,
    );
    expect(compareVersions(inline, referred).facts).toEqual([]);
  });
});
