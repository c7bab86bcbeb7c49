import { localDate, type PeriodUnit } from '@tongban/calendar';
import type { AccessBasis, Organ, SharingRules } from '../domain/sharing-rule.ts';
import data from './sharing-rules.json' with { type: 'json' };

type Confidence = AccessBasis['confidence'];

interface Row {
  readonly confidence: string;
  readonly validFrom: string;
  readonly validTo?: string;
}

/**
 * The limits, the bases and the organs of the sharing process. Checked where they are loaded: a process that cannot
 * trust its rules does not start.
 *
 * @throws E_CALENDAR_DATE, RangeError
 */
export const sharingRules: SharingRules = {
  limits: data.limits.map((row) => ({
    ...row,
    ...validity(row),
    limit: { count: row.limit.count, unit: oneOf<PeriodUnit>(row.limit.unit, ['wd', 'cd', 'mo']) },
  })),
  bases: data.bases.map((row) => ({ ...row, ...validity(row), organs: row.organs.map(organ) })),
  authority: data.authority,
  organs: Object.fromEntries(
    Object.entries(data.organs).map(([department, kind]) => [department, organ(kind)]),
  ),
};

function validity({
  confidence,
  validFrom,
  validTo,
}: Row): Pick<AccessBasis, 'confidence' | 'validFrom' | 'validTo'> {
  return {
    confidence: oneOf<Confidence>(confidence, ['P', 'S', 'K', 'D']),
    validFrom: localDate(validFrom),
    ...(validTo === undefined ? {} : { validTo: localDate(validTo) }),
  };
}

function organ(text: string): Organ {
  return oneOf<Organ>(text, ['government', 'court', 'public-service']);
}

function oneOf<Value extends string>(text: string, values: readonly Value[]): Value {
  const value = values.find((known) => known === text);
  if (value === undefined)
    throw new RangeError(`"${text}" in the sharing rules is none of ${values.join(', ')}`);
  return value;
}
