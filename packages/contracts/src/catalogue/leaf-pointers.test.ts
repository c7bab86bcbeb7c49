import { expect, it } from 'vitest';
import { leafPointers } from './leaf-pointers.ts';

it('opens objects and arrays of objects, and follows references', () => {
  const address = { type: 'object', properties: { line: { type: 'string' }, code: { type: 'string' } } };
  const schema = {
    $defs: { address },
    type: 'object',
    properties: {
      name: { type: 'string' },
      phones: { type: 'array', items: { type: 'string' } },
      address: { $ref: '#/$defs/address' },
      sites: { type: 'array', items: { $ref: '#/$defs/address' } },
    },
  };
  expect(leafPointers(schema)).toEqual([
    '/name',
    '/phones',
    '/address/line',
    '/address/code',
    '/sites/*/line',
    '/sites/*/code',
  ]);
});

it('takes what contains itself for one field', () => {
  const unit = {
    type: 'object',
    properties: { name: { type: 'string' }, parts: { type: 'array', items: { $ref: '#/$defs/unit' } } },
  };
  expect(leafPointers({ $defs: { unit }, $ref: '#/$defs/unit' })).toEqual(['/name', '/parts']);
});
