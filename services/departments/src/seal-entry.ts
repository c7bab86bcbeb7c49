import type { Answer, Reaction, RecordedWhen } from './department-system.ts';
import type { SeizureOrder } from './seizure.ts';

export interface SealEntries {
  /** The event type of the register that enters the seal. */
  readonly type: string;
  /** Subjects of what it holds for the debtor. */
  readonly held: readonly string[];
  /** The subject of the order: all that the register holds for the debtor. */
  readonly ordered: string;
  readonly authority: string;
  readonly recorded: RecordedWhen;
}

/**
 * What a register enters on an order: a seal on each asset that it holds, which waits where the order is not the
 * first. A register that holds nothing says so with a provisional seal 预查封 on the subject of the order: on what may
 * yet be registered for the debtor. None where the register did not receive all that an entry needs.
 */
export function entriesOfSeal(order: SeizureOrder, entries: SealEntries): readonly Answer[] {
  const { seizureId, position, caseNumber, court, assistanceNoticeNumber, from, until } = order;
  const { type, held, ordered, authority, recorded } = entries;
  if (
    seizureId === undefined ||
    position === undefined ||
    caseNumber === undefined ||
    court === undefined ||
    assistanceNoticeNumber === undefined ||
    from === undefined ||
    until === undefined
  )
    return [];
  const kindOfHeld = position === 0 ? 'seal' : 'waiting';
  return (held.length === 0 ? [ordered] : held).map((subject, at) => ({
    type,
    name: subject,
    subject,
    data: {
      sealId: `${seizureId.slice('SZ-'.length)}-${at + 1}`,
      kind: held.length === 0 ? 'provisional' : kindOfHeld,
      position,
      authorityKind: 'court',
      sealingAuthority: court,
      documentNumber: assistanceNoticeNumber,
      caseNumber,
      from,
      until,
      enteredAt: recorded.at,
      authority,
    },
  }));
}

/**
 * What a register enters where an order turns out not to seize what it had sealed: the seal was entered wrongly, and what
 * waits behind it moves up.
 */
export function cancelledSeal(type: string): NonNullable<Reaction['end']> {
  return ({ name, subject, data }, { at }) => ({
    type,
    ...(name === undefined ? {} : { name }),
    subject,
    data: {
      sealId: data.sealId ?? '',
      reason: 'entered-wrongly',
      cancelledAt: at,
      authority: data.authority ?? '',
    },
  });
}
