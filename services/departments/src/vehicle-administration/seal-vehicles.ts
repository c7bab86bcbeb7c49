import type { Answer, Received, RecordedWhen } from '../department-system.ts';
import { sampleVehicles } from '../sample-city/sample-assets.ts';
import { entriesOfSeal } from '../seal-entry.ts';
import type { SeizureOrder } from '../seizure.ts';
import { vehicleOf, vehicleOffice } from './register-vehicles.ts';

/** The vehicle office seals every vehicle that it holds for the debtor. */
export function sealVehicles({ subject, data }: Received, recorded: RecordedWhen): readonly Answer[] {
  const order = data as SeizureOrder;
  const uscc = order.debtor?.enterprise?.uscc;
  if (order.executor !== 'vehicle-administration' || uscc === undefined) return [];
  return entriesOfSeal(order, {
    type: 'vehicle-administration.seal-entered.v1',
    held: sampleVehicles(uscc).map(({ vin }) => vehicleOf(vin)),
    ordered: subject,
    authority: vehicleOffice,
    recorded,
  });
}
