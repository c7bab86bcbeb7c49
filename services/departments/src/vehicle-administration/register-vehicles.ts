import type { LocalDate } from '@tongban/calendar';
import type { CounterEvent, Visitor } from '../counter-event.ts';
import { sampleVehicles } from '../sample-city/sample-assets.ts';

/** The office that registers vehicles and enters seals on them. */
export const vehicleOffice = '上海市公安局交通警察总队车辆管理所';

const models = { car: '小型轿车 SH7180', bus: '中型客车 SH6600', lorry: '重型厢式货车 SH5180' } as const;

/** The vehicles that an enterprise has registered. */
export function vehiclesRegistered({ uscc, name }: Visitor, on: LocalDate): readonly CounterEvent[] {
  return sampleVehicles(uscc).map(({ vin, plateNumber, certificateNumber, vehicleKind }) => ({
    department: 'vehicle-administration',
    type: 'vehicle-administration.vehicle-registered.v1',
    id: `vehicle-${vin}`,
    subject: vehicleOf(vin),
    correlationId: `vehicle-${vin}`,
    data: {
      vin,
      plateNumber,
      certificateNumber,
      vehicleKind,
      model: models[vehicleKind],
      owner: { enterprise: { uscc, name } },
      use: vehicleKind === 'lorry' ? 'goods-transport' : 'own-business',
      registeredOn: on,
      authority: vehicleOffice,
    },
  }));
}

/** The subject of events about a vehicle. */
export function vehicleOf(vin: string): string {
  return `vehicle:${vin}`;
}
