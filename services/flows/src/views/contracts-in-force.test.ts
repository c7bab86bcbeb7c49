import { join } from 'node:path';
import { loadContracts, type RegisteredContract } from '@tongban/contracts';
import type { JsonObject } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { expect, it } from 'vitest';
import { contractsInForce } from './contracts-in-force.ts';

const baseline = loadContracts(join(import.meta.dirname, '../../../../contracts'));
const known = baseline.get('utilities.account-opened.v1') ?? expect.unreachable();

/** A contract like that of an account, under another name. */
function registration(position: number, name: string, schema: JsonObject = known.latest.schema) {
  const $id = `https://contracts.tongban.example/utilities/${name}/1.0`;
  const contract = {
    contract: `utilities.${name}`,
    version: '1.0',
    terms: JSON.stringify({ ...known.terms, name }),
    schema: JSON.stringify({ ...schema, $id }),
  } as RegisteredContract;
  return { position, contract };
}

it('takes in what was registered since it was asked last, once, and passes over what does not fit', async () => {
  const all = [registration(3, 'first'), registration(5, 'broken', { type: 'nonsense' })];
  const asked: number[] = [];
  const warned: unknown[] = [];
  const inForce = contractsInForce({
    baseline,
    registeredAfter: async (after) => {
      asked.push(after);
      return all.filter(({ position }) => position > after);
    },
    logger: { ...silentLogger, warn: (facts: object) => warned.push(facts) },
  });
  const [one, other] = await Promise.all([inForce(), inForce()]);
  for (const catalogue of [one, other])
    expect(catalogue.get('utilities.first.v1')?.terms.title).toEqual(known.terms.title);
  expect(one.all()).toHaveLength(baseline.all().length + 1);
  expect(warned).toEqual([{ type: 'utilities.broken.v1', version: '1.0' }]);
  all.push(registration(8, 'second'));
  const later = await inForce();
  expect(asked).toEqual([0, 0, 5]);
  expect(later.get('utilities.second.v1')).toBeDefined();
  expect(later.get('utilities.broken.v1')).toBeUndefined();
});
