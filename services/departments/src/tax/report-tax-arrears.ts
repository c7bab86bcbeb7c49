import { addDays } from '@tongban/calendar';
import { type Fen, fen } from '@tongban/kernel';
import type { Answer, Received, RecordedWhen } from '../department-system.ts';
import { districtOf } from '../sample-city/districts.ts';
import { sampleTaxArrears } from '../sample-city/sample-arrears.ts';
import { debtorOfRealEstate, type SeizureOrder } from '../seizure.ts';

/**
 * Tax answers a seizure with what the debtor owes it, one event an assessment. Where nothing is owed it says so with a
 * clearance, which the contract wants signed.
 */
export function reportTaxArrears({ data }: Received, { on }: RecordedWhen): readonly Answer[] {
  const uscc = debtorOfRealEstate(data as SeizureOrder);
  if (uscc === undefined) return [];
  const authority = `国家税务总局上海市${districtOf(uscc)?.name.zh ?? ''}税务局`;
  const arrears = sampleTaxArrears(uscc).map(
    ({ assessmentNumber, taxType, amountFen, overdueDays }): Answer => ({
      type: 'tax.arrears-recorded.v1',
      name: assessmentNumber,
      subject: uscc,
      data: {
        assessmentNumber,
        taxType,
        amountFen: Number(amountFen),
        lateFeeFen: Number(lateFeeOfTax(amountFen, overdueDays)),
        dueOn: addDays(on, -overdueDays),
        recordedOn: on,
        authority,
      },
    }),
  );
  if (arrears.length > 0) return arrears;
  const certificateNumber = `沪税清〔${on.slice(0, 4)}〕${uscc.slice(8, 17)}号`;
  return [
    {
      type: 'tax.clearance-issued.v1',
      subject: uscc,
      data: { certificateNumber, kind: 'settled', issuedOn: on, authority },
    },
  ];
}

/**
 * The late fee 滞纳金 of a tax: five ten-thousandths a day from the day after the due day up to today, both counted
 * (税收征收管理法 art. 32), half a fen rounded up.
 */
export function lateFeeOfTax(amountFen: Fen, overdueDays: number): Fen {
  return fen((amountFen * 5n * BigInt(overdueDays) + 5_000n) / 10_000n);
}
