import { type Fen, fen } from '@tongban/kernel';
import { type Choices, choices } from './choices.ts';
import { districtOf } from './districts.ts';
import { modelYearCharacter, withVinCheck } from './vehicle-identification.ts';

export interface RealEstate {
  /** 不动产单元号 (GB/T 37346): parcel of 19 characters, building or unit of 9. */
  readonly unitNumber: string;
  readonly certificateNumber: string;
  readonly use: 'industrial' | 'office' | 'warehouse';
  /** Square decimetres. */
  readonly areaDm2: number;
}

export interface Vehicle {
  readonly vin: string;
  readonly plateNumber: string;
  /** Of the vehicle's registration certificate. */
  readonly certificateNumber: string;
  readonly vehicleKind: 'car' | 'bus' | 'lorry';
  readonly valueFen: Fen;
}

export interface Meter {
  readonly service: 'electricity' | 'water' | 'gas';
  /** Begins with the letter of the service. */
  readonly accountNumber: string;
  readonly meterId: string;
  /** What it showed when the account was opened, in whole units: meters stay when tenants go. */
  readonly openingReading: number;
}

/** Two of five enterprises own what they work in. */
export function sampleRealEstate(uscc: string): readonly RealEstate[] {
  const choose = assetChoices('real-estate', uscc);
  const count = choose.chance(2, 5) ? choose.between(1, 3) : 0;
  const parcel = `${uscc.slice(2, 8)}${choose.digits(3)}${choose.digits(3)}GB${choose.digits(5)}`;
  const year = choose.between(2016, 2025);
  // 市 stands for the register of the city itself.
  const place = districtOf(uscc)?.abbreviation ?? '市';
  return Array.from({ length: count }, (_, unit) => ({
    unitNumber: `${parcel}F${choose.digits(4)}${String(unit + 1).padStart(4, '0')}`,
    certificateNumber: `沪（${year}）${place}字不动产权第${choose.digits(6)}号`,
    use: choose.pick(['industrial', 'office', 'warehouse']),
    areaDm2: choose.between(8_000, 1_200_000),
  }));
}

/** Up to four vehicles. The numbers in a VIN follow from the enterprise, so that no two of a city are alike. */
export function sampleVehicles(uscc: string): readonly Vehicle[] {
  const choose = assetChoices('vehicles', uscc);
  return Array.from({ length: choose.below(5) }, (_, at) => {
    const number = String((organisationNumber(uscc) * 4n + BigInt(at)) % 10n ** 10n).padStart(10, '0');
    const maker = choose.pick(['LTA', 'LTB', 'LTC']);
    const model = `${choose.pick([...'ABCDE'])}${number.slice(0, 4)}`;
    const year = modelYearCharacter(choose.between(2015, 2026));
    return {
      vin: withVinCheck(`${maker}${model}0${year}S${number.slice(4)}`),
      plateNumber: `沪${choose.pick([...'ABCDEFG'])}${choose.pick([...'ABCDEFGHJKLMN'])}${choose.digits(4)}`,
      certificateNumber: `3100${choose.digits(8)}`,
      vehicleKind: choose.pick(['car', 'bus', 'lorry']),
      valueFen: fen(choose.between(30_000, 600_000) * 100),
    };
  });
}

/** Electricity and water for all, gas for some. */
export function sampleMeters(uscc: string): readonly Meter[] {
  const choose = assetChoices('meters', uscc);
  const services = ['electricity', 'water', ...(choose.chance(1, 3) ? ['gas' as const] : [])] as const;
  // Account numbers are digits: the organisation code of the enterprise, in base 36.
  const number = organisationNumber(uscc).toString().padStart(13, '0');
  return services.map((service) => {
    const letter = service.charAt(0).toUpperCase();
    return {
      service,
      accountNumber: `${letter}-${number}`,
      meterId: `MTR-${letter}-${uscc.slice(8, 17)}`,
      openingReading: choose.below(90_000),
    };
  });
}

/**
 * The choices of one kind of thing of an enterprise. Its code is the seed, and the code follows from that of the
 * city: so any enterprise has its things, also one that a reader registers by hand, and no register has to be kept.
 */
export function assetChoices(kind: string, uscc: string): Choices {
  return choices(0, kind, uscc);
}

function organisationNumber(uscc: string): bigint {
  return BigInt(Number.parseInt(uscc.slice(8, 16), 36));
}
