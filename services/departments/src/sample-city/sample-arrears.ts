import { type Fen, fen } from '@tongban/kernel';
import { assetChoices, sampleMeters } from './sample-assets.ts';

/** A tax that an enterprise did not pay in time. */
export interface TaxArrears {
  readonly assessmentNumber: string;
  readonly taxType: 'value-added-tax' | 'enterprise-income-tax' | 'property-tax' | 'urban-land-use-tax';
  readonly amountFen: Fen;
  readonly overdueDays: number;
}

/** A bill of a meter account that was not paid in time. */
export interface MeterArrears {
  readonly accountNumber: string;
  readonly amountFen: Fen;
  readonly overdueDays: number;
}

const taxTypes: readonly TaxArrears['taxType'][] = [
  'value-added-tax',
  'enterprise-income-tax',
  'property-tax',
  'urban-land-use-tax',
];

/** Half of the enterprises owe tax, of one kind or two. */
export function sampleTaxArrears(uscc: string): readonly TaxArrears[] {
  const choose = assetChoices('tax-arrears', uscc);
  const count = choose.chance(1, 2) ? choose.between(1, 2) : 0;
  const first = choose.below(taxTypes.length);
  return Array.from({ length: count }, (_, at) => ({
    assessmentNumber: `331016${choose.digits(6)}${choose.digits(6)}`,
    taxType: taxTypes[(first + at) % taxTypes.length] as TaxArrears['taxType'],
    amountFen: fen(choose.between(50_000, 80_000_000)),
    overdueDays: choose.between(10, 400),
  }));
}

/** One account of three is in arrears. */
export function sampleMeterArrears(uscc: string): readonly MeterArrears[] {
  const choose = assetChoices('meter-arrears', uscc);
  return sampleMeters(uscc)
    .map(({ accountNumber }) => ({
      accountNumber,
      isOverdue: choose.chance(1, 3),
      amountFen: fen(choose.between(5_000, 3_000_000)),
      overdueDays: choose.between(10, 200),
    }))
    .filter(({ isOverdue }) => isOverdue)
    .map(({ isOverdue: _, ...arrears }) => arrears);
}
