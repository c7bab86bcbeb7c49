import { expect, it } from 'vitest';
import { knownDepartments } from './known-departments.ts';

it('knows the departments of contracts, grants, keys and Kafka, once each, and the platform is none', () => {
  const request = { requester: 'customs', provider: 'tax' };
  const departments = knownDepartments({
    catalogue: {
      all: () => [{ owner: 'tax' }, { owner: 'sharing' }, { owner: 'platform' }],
      refused: [{ owner: 'housing' }],
    } as never,
    register: { grants: () => [{ request }] } as never,
    keys: new Map([
      ['courts', new Map()],
      ['platform', new Map()],
    ]),
    byKafka: ['utilities', 'courts'],
  });
  expect(departments).toEqual(['courts', 'customs', 'housing', 'tax', 'utilities']);
});
