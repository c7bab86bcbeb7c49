import type { Need, Reaction } from './department-system.ts';

/** The order with which a court seizes what a register holds for a debtor, and which begins the case. */
export const seizureOrdered = 'courts.seizure-ordered.v1';

/** The registers to which the reference court turns. */
export type SeizureExecutor = 'property-registry' | 'vehicle-administration';

/**
 * What the departments read of an order. Minimised: what was not granted is not there, so that a reader acts on an
 * order only where it has all that it needs.
 */
export interface SeizureOrder {
  readonly seizureId?: string;
  readonly position?: number;
  readonly caseNumber?: string;
  readonly court?: string;
  readonly assistanceNoticeNumber?: string;
  readonly executor?: string;
  readonly debtor?: { readonly enterprise?: { readonly uscc: string; readonly name?: string } };
  readonly from?: string;
  readonly until?: string;
}

const debtorCode = '/debtor/enterprise/uscc';

/** What a register needs of an order to enter the seal. */
export const sealFields: readonly string[] = [
  '/seizureId',
  '/position',
  '/caseNumber',
  '/court',
  '/assistanceNoticeNumber',
  '/executor',
  debtorCode,
  '/from',
  '/until',
];

/** What a department needs of an order to say what the debtor owes it. */
export const arrearsFields: readonly string[] = ['/caseNumber', '/executor', debtorCode];

/** What a department asks of an order, on its own legal basis. */
export function seizureNeed(
  need: Pick<Need, 'fields' | 'basis' | 'legalBasis'> & { readonly text: string },
): Need {
  const { text, ...rest } = need;
  return {
    type: seizureOrdered,
    purpose: { code: 'assist-enforcement', text },
    scenario: '协助执行查封',
    ...rest,
  };
}

/**
 * How a department answers an order. What it is about is the seizure; for those who do not receive that, what the debtor
 * has to do with one register in one case.
 */
export function onSeizure(reaction: Omit<Reaction, 'to' | 'about'>): Reaction {
  return {
    to: seizureOrdered,
    about({ data }) {
      const { seizureId, caseNumber, executor, debtor } = data as SeizureOrder;
      if (seizureId !== undefined) return seizureId;
      const uscc = debtor?.enterprise?.uscc;
      if (caseNumber === undefined || executor === undefined || uscc === undefined) return undefined;
      return `${caseNumber} ${executor} ${uscc}`;
    },
    ...reaction,
  };
}

/**
 * The debtor whose real estate an order seizes. Tax and utilities answer such orders and no others: when real estate
 * is sold, tax is settled and the meter accounts follow; with a vehicle neither is. So each answers a case once.
 */
export function debtorOfRealEstate({ executor, debtor }: SeizureOrder): string | undefined {
  return executor === 'property-registry' ? debtor?.enterprise?.uscc : undefined;
}
