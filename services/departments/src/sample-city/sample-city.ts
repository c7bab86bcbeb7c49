import { enterprisesMax, type SampleEnterprise, sampleEnterprise } from './sample-enterprise.ts';
import { type StaffMember, sampleStaff } from './sample-staff.ts';

/** A city that does not exist, for trials and tests: valid in every code, true in no name. */
export interface SampleCity {
  readonly enterprises: readonly SampleEnterprise[];
  readonly staff: readonly StaffMember[];
}

/**
 * The city of a seed. The same seed gives the same city, and a larger city begins with the smaller one.
 * @throws RangeError for more than `enterprisesMax` enterprises, and a seed that is no whole number from 0
 */
export function sampleCity({
  seed,
  enterprises,
}: {
  readonly seed: number;
  readonly enterprises: number;
}): SampleCity {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`a seed is a whole number from 0, not ${seed}`);
  if (!Number.isInteger(enterprises) || enterprises < 0 || enterprises > enterprisesMax) {
    throw new RangeError(`a sample city has 0 to ${enterprisesMax} enterprises, not ${enterprises}`);
  }
  return {
    enterprises: Array.from({ length: enterprises }, (_, index) => sampleEnterprise(seed, index)),
    staff: sampleStaff(seed),
  };
}
