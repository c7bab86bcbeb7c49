import type { JsonObject } from '@tongban/kernel';
import type { Received } from '../department-system.ts';
import { sampleTaxArrears } from '../sample-city/sample-arrears.ts';
import { sampleRealEstate, sampleVehicles } from '../sample-city/sample-assets.ts';
import type { SeizureExecutor, SeizureOrder } from '../seizure.ts';
import { enterpriseWith, sampleOrder } from './sample-order.ts';
import { sampleRegistered } from './sample-registered.ts';

/** An address, in one district. */
export function address(line: string): JsonObject {
  return { districtCode: '310101', district: '黄浦区', line };
}

const capital = (registeredCapitalFen: number): JsonObject => ({ registeredCapitalFen });
/** Of a taxpayer of small scale, and of one that is not. */
export const small: JsonObject = capital(100_000_00);
export const large: JsonObject = capital(5_000_000_000_00);

/** Two with assets and arrears, of whom neither has what the other has. */
export const debtors: readonly string[] = [1, 2].map((count) =>
  enterpriseWith(
    (uscc) =>
      sampleRealEstate(uscc).length === count &&
      sampleVehicles(uscc).length > 0 &&
      sampleTaxArrears(uscc).length > 0,
  ),
);

/** A registration of the one enterprise, under an id of its own. */
export function registration(id: string, data: JsonObject = {}): Received {
  return { ...sampleRegistered(data), id };
}

/** An order to seize what a debtor has, under an id of its own. */
export function order(
  id: string,
  uscc: string,
  other: Partial<SeizureOrder> = {},
  executor: SeizureExecutor = 'property-registry',
): Received {
  return { ...sampleOrder(uscc, executor, other), id };
}
