import { type Fen, fen } from '@tongban/kernel';
import { choices } from './choices.ts';
import type { District } from './districts.ts';
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
  readonly vehicleKind: 'car' | 'bus' | 'lorry';
  readonly valueFen: Fen;
}

export interface Meter {
  readonly service: 'electricity' | 'water' | 'gas';
  /** Begins with the letter of the service. */
  readonly accountNumber: string;
  readonly meterId: string;
}

/** Two of five enterprises own what they work in. */
export function sampleRealEstate(seed: number, index: number, district: District): readonly RealEstate[] {
  const choose = choices(seed, 'real-estate', index);
  const count = choose.chance(2, 5) ? choose.between(1, 3) : 0;
  const parcel = `${district.areaCode}${choose.digits(3)}${choose.digits(3)}GB${choose.digits(5)}`;
  const year = choose.between(2016, 2025);
  return Array.from({ length: count }, (_, unit) => ({
    unitNumber: `${parcel}F${choose.digits(4)}${String(unit + 1).padStart(4, '0')}`,
    certificateNumber: `沪（${year}）${district.abbreviation}字不动产权第${choose.digits(6)}号`,
    use: choose.pick(['industrial', 'office', 'warehouse']),
    areaDm2: choose.between(8_000, 1_200_000),
  }));
}

/** Up to four vehicles. The serial number in a VIN follows from the enterprise, so that no two are alike. */
export function sampleVehicles(seed: number, index: number): readonly Vehicle[] {
  const choose = choices(seed, 'vehicles', index);
  return Array.from({ length: choose.below(5) }, (_, at) => {
    const serial = String((index * 4 + at) % 1_000_000).padStart(6, '0');
    const maker = choose.pick(['LTA', 'LTB', 'LTC']);
    const model = `${choose.pick([...'ABCDE'])}${choose.digits(4)}`;
    return {
      vin: withVinCheck(`${maker}${model}0${modelYearCharacter(choose.between(2015, 2026))}S${serial}`),
      plateNumber: `沪${choose.pick([...'ABCDEFG'])}${choose.pick([...'ABCDEFGHJKLMN'])}${choose.digits(4)}`,
      vehicleKind: choose.pick(['car', 'bus', 'lorry']),
      valueFen: fen(choose.between(30_000, 600_000) * 100),
    };
  });
}

/** Electricity and water for all, gas for some. */
export function sampleMeters(seed: number, index: number, district: District): readonly Meter[] {
  const choose = choices(seed, 'meters', index);
  const services = ['electricity', 'water', ...(choose.chance(1, 3) ? ['gas' as const] : [])] as const;
  const number = String(index).padStart(7, '0');
  return services.map((service) => {
    const letter = service.charAt(0).toUpperCase();
    return {
      service,
      accountNumber: `${letter}-${district.areaCode.slice(2)}${number}`,
      meterId: `MTR-${letter}${choose.digits(4)}-${number}`,
    };
  });
}
