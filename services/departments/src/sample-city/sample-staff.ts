import type { Localized } from '@tongban/kernel';
import { choices } from './choices.ts';
import { type District, districts } from './districts.ts';
import { personName } from './person-names.ts';

/** Somebody who works in a department. */
export interface StaffMember {
  /** Opaque, as it stands in events. */
  readonly officerId: string;
  readonly department: string;
  readonly name: Localized;
  readonly post: 'head' | 'officer';
  readonly district: District;
}

const departments = [
  'market-regulation',
  'tax',
  'courts',
  'customs',
  'utilities',
  'property-registry',
  'vehicle-administration',
] as const;

/** One head and a dozen officers a department. */
const officersEach = 12;

export function sampleStaff(seed: number): readonly StaffMember[] {
  return departments.flatMap((department, at) =>
    Array.from({ length: officersEach + 1 }, (_, number): StaffMember => {
      const choose = choices(seed, 'staff', department, number);
      return {
        officerId: `O-${at + 1}${String(number).padStart(3, '0')}`,
        department,
        name: personName(choose),
        post: number === 0 ? 'head' : 'officer',
        district: choose.pick(districts),
      };
    }),
  );
}
