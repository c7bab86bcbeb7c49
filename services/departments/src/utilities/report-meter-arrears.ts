import { addDays, type LocalDate } from '@tongban/calendar';
import { type Fen, fen } from '@tongban/kernel';
import type { Answer, Received, RecordedWhen } from '../department-system.ts';
import { type MeterArrears, sampleMeterArrears } from '../sample-city/sample-arrears.ts';
import { assetChoices, type Meter, sampleMeters } from '../sample-city/sample-assets.ts';
import { debtorOfRealEstate, type SeizureOrder } from '../seizure.ts';
import { suppliers } from './open-accounts.ts';

/** Days between the end of the period of a bill and the day by which it is to be paid, and days of the period. */
const termDays = 20;
const periodDays = 30;

/**
 * Utilities answer a seizure with what is owed on the debtor's meter accounts. Where nothing is owed they say so with
 * the reading of each meter on that day: there is no contract with which they could say it in words.
 */
export function reportMeterArrears({ data }: Received, { on }: RecordedWhen): readonly Answer[] {
  const uscc = debtorOfRealEstate(data as SeizureOrder);
  if (uscc === undefined) return [];
  const meters = sampleMeters(uscc);
  const arrears = sampleMeterArrears(uscc).flatMap((owed) =>
    meters
      .filter(({ accountNumber }) => accountNumber === owed.accountNumber)
      .map((meter) => arrearsOf(meter, owed, uscc, on)),
  );
  return arrears.length > 0 ? arrears : meters.map((meter) => readingOf(meter, uscc, on));
}

/** The late fee 违约金 of a bill: one thousandth a day, a design of this platform; parts of a fen fall away. */
export function lateFeeOfBill(amountFen: Fen, overdueDays: number): Fen {
  return fen((amountFen * BigInt(overdueDays)) / 1_000n);
}

function arrearsOf(meter: Meter, owed: MeterArrears, uscc: string, on: LocalDate): Answer {
  const { accountNumber, amountFen, overdueDays } = owed;
  const dueOn = addDays(on, -overdueDays);
  const usedTo = addDays(dueOn, -termDays);
  return {
    type: 'utilities.arrears-recorded.v1',
    name: accountNumber,
    subject: uscc,
    data: {
      accountNumber,
      service: meter.service,
      provider: suppliers[meter.service],
      usedFrom: addDays(usedTo, 1 - periodDays),
      usedTo,
      amountFen: Number(amountFen),
      lateFeeFen: Number(lateFeeOfBill(amountFen, overdueDays)),
      dueOn,
      nature: 'ordinary',
      recordedOn: on,
    },
  };
}

function readingOf(
  { service, accountNumber, meterId, openingReading }: Meter,
  uscc: string,
  on: LocalDate,
): Answer {
  const value = openingReading + assetChoices(`used-${service}`, uscc).below(20_000);
  return {
    type: 'utilities.meter-read.v2',
    name: accountNumber,
    subject: accountNumber,
    data: {
      meterId,
      readOn: on,
      reading: { value, unit: service === 'electricity' ? 'kWh' : 'm3' },
      occasion: 'periodic',
      method: 'remote',
    },
  };
}
