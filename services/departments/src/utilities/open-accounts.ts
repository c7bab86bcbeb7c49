import type { LocalDate } from '@tongban/calendar';
import type { JsonObject } from '@tongban/kernel';
import type { CounterEvent, Visitor } from '../counter-event.ts';
import type { Answer, Received, RecordedWhen } from '../department-system.ts';
import { type Meter, sampleMeters } from '../sample-city/sample-assets.ts';
import type { Address, Registration } from '../start-up.ts';

const accountOpened = 'utilities.account-opened.v1';

/** The supplier of each service. */
export const suppliers: Readonly<Record<Meter['service'], string>> = {
  electricity: '上海市电力公司',
  water: '上海市自来水公司',
  gas: '上海市燃气公司',
};

/** Electricity is opened at the registered address without being asked (SH-BE art. 52). */
export function openElectricity({ subject, data }: Received, { on }: RecordedWhen): readonly Answer[] {
  const { registeredAddress } = data as Registration;
  if (!registeredAddress) return [];
  return sampleMeters(subject)
    .filter(({ service }) => service === 'electricity')
    .map((meter) => ({ type: accountOpened, subject, data: opening(meter, registeredAddress, on) }));
}

/** The accounts that an enterprise asks for itself: water, and gas where it needs it. */
export function furtherAccounts({ uscc, address }: Visitor, on: LocalDate): readonly CounterEvent[] {
  return sampleMeters(uscc)
    .filter(({ service }) => service !== 'electricity')
    .map((meter) => ({
      department: 'utilities',
      type: accountOpened,
      id: `account-${meter.accountNumber}`,
      subject: uscc,
      correlationId: `account-${meter.accountNumber}`,
      data: opening(meter, address, on),
    }));
}

function opening(
  { accountNumber, service, meterId, openingReading }: Meter,
  address: Address,
  on: LocalDate,
): JsonObject {
  return {
    accountNumber,
    service,
    provider: suppliers[service],
    meterId,
    premisesAddress: { ...address },
    tariffClass: 'commercial',
    openingReading,
    openedOn: on,
  };
}
