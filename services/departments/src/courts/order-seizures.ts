import { addDays, addMonths, type LocalDate } from '@tongban/calendar';
import { type Fen, fen } from '@tongban/kernel';
import type { CounterEvent } from '../counter-event.ts';
import { assetChoices } from '../sample-city/sample-assets.ts';
import { type SeizureExecutor, seizureOrdered } from '../seizure.ts';

/** An enterprise that a judgment obliges to pay, and the number of its case within the year. */
export interface Debtor {
  readonly uscc: string;
  readonly name: string;
  readonly caseIndex: number;
}

/**
 * To each register an order: real estate is sealed for three years at most, movables for two (司法解释 on the Civil
 * Procedure Law art. 485, from knowledge, unverified). The subject names all that the register holds for the debtor,
 * because the court asks before it knows what there is: that is a design of this platform.
 */
const orders: readonly {
  readonly executor: SeizureExecutor;
  readonly asset: string;
  readonly suffix: string;
  readonly months: number;
}[] = [
  { executor: 'property-registry', asset: 'real-estate', suffix: 'RE', months: 36 },
  { executor: 'vehicle-administration', asset: 'vehicle', suffix: 'VE', months: 24 },
];

/** The orders with which the court seizes what the registers hold for a debtor. */
export function seizuresOrdered({ uscc, name, caseIndex }: Debtor, on: LocalDate): readonly CounterEvent[] {
  const caseNumber = `（${on.slice(0, 4)}）沪02执${String(caseIndex + 1).padStart(5, '0')}号`;
  return orders.map(({ executor, asset, suffix, months }, at) => ({
    department: 'courts',
    type: seizureOrdered,
    id: `seizure-${asset}-${uscc}`,
    subject: `${asset}:of-${uscc}`,
    correlationId: `seizure-${uscc}`,
    data: {
      seizureId: `SZ-${uscc}-${suffix}`,
      measure: 'seal',
      position: 0,
      caseNumber,
      court: '上海市第二中级人民法院',
      rulingNumber: `${caseNumber}之一`,
      assistanceNoticeNumber: `${caseNumber}协助执行通知之${['一', '二'][at]}`,
      executor,
      debtor: { enterprise: { uscc, name } },
      limitFen: Number(claimOf(uscc)),
      from: on,
      until: addDays(addMonths(on, months), -1),
    },
  }));
}

/** What the judgment obliges the debtor to pay: ¥50,000 to ¥5,000,000. */
function claimOf(uscc: string): Fen {
  return fen(assetChoices('claim', uscc).between(5_000_000, 500_000_000));
}
