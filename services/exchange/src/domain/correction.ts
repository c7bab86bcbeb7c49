import type { LocalDate } from '@tongban/calendar';
import type { Problem } from '@tongban/kernel';
import { type Actor, actedBy, isAuthority, speaksFor } from './actor.ts';
import type { Decider } from './decider.ts';
import { type DataOf, domainEvent, type EventOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { type FieldPointer, mergeFields } from './field-pointer.ts';

export type CorrectionEvent = EventOf<
  | 'sharing.correction-raised.v1'
  | 'sharing.correction-answered.v1'
  | 'sharing.datum-corrected.v1'
  | 'sharing.correction-delivered.v1'
>;

type Corrected = DataOf<'sharing.datum-corrected.v1'>;

/** The event in doubt: where it is, and what it is. */
export interface DoubtedEvent {
  readonly provider: string;
  readonly type: string;
  readonly wrong: Corrected['wrong'];
}

/** A correction 校核纠错 as its history made it. */
export interface Correction {
  readonly correctionId: string;
  readonly status: 'raised' | 'corrected' | 'upheld';
  readonly about: DoubtedEvent;
  /** Undefined where the provider corrected its own error. */
  readonly raisedBy: string | undefined;
  /** What the provider put right; undefined where it has not, or not yet. */
  readonly made: Pick<Corrected, 'right' | 'fields'> | undefined;
  /** Past readers that have not been told yet. */
  readonly untold: readonly string[];
  readonly told: readonly string[];
}

export type CorrectionCommand = { readonly actor: Actor; readonly on: LocalDate } & (
  | {
      readonly kind: 'raise';
      readonly correctionId: string;
      readonly about: DoubtedEvent;
      /** Departments that read the event: `readersOf`. */
      readonly readers: readonly string[];
      readonly fields: readonly FieldPointer[];
      readonly finding: string;
    }
  | {
      readonly kind: 'correct';
      readonly correctionId: string;
      /** Of the correction that was raised, or of the provider's own finding. */
      readonly about: DoubtedEvent;
      /** The event that carries the right data: published by the provider before. */
      readonly right: Corrected['right'];
      readonly fields: readonly FieldPointer[];
      readonly readers: readonly string[];
      readonly reason: string;
    }
  | { readonly kind: 'uphold'; readonly reason: string }
  | {
      readonly kind: 'deliver';
      readonly department: string;
      readonly channel: DataOf<'sharing.correction-delivered.v1'>['channel'];
    }
);

type Of<Kind extends CorrectionCommand['kind']> = Extract<CorrectionCommand, { readonly kind: Kind }>;

/**
 * The rules of one correction: a past reader raises it, the provider verifies, corrects or upholds it (政务数据共享条例
 * art. 26), and what was corrected reaches everyone who read the wrong datum.
 */
export const correctionDecider: Decider<Correction | undefined, CorrectionCommand, CorrectionEvent> = {
  initialState: undefined,
  decide(correction, command) {
    switch (command.kind) {
      case 'raise':
        return raise(correction, command);
      case 'correct':
        return correct(correction, command);
      case 'uphold':
        return uphold(correction, command);
      case 'deliver':
        return deliver(correction, command);
    }
  },
  evolve(correction, event) {
    switch (event.type) {
      case 'sharing.correction-raised.v1': {
        const { correctionId, raisedBy, provider, type, wrong } = event.data;
        const about = { provider, type, wrong };
        return { correctionId, status: 'raised', about, raisedBy, made: undefined, untold: [], told: [] };
      }
      case 'sharing.correction-answered.v1':
        return correction && { ...correction, status: event.data.outcome };
      case 'sharing.datum-corrected.v1': {
        const { correctionId, provider, type, wrong, right, fields, readers } = event.data;
        const raisedBy = correction?.raisedBy;
        return {
          correctionId,
          status: 'corrected',
          about: { provider, type, wrong },
          raisedBy,
          made: { right, fields },
          untold: readers,
          told: [],
        };
      }
      case 'sharing.correction-delivered.v1': {
        const { department } = event.data;
        return (
          correction && {
            ...correction,
            untold: correction.untold.filter((reader) => reader !== department),
            told: [...correction.told, department],
          }
        );
      }
    }
  },
};

function raise(correction: Correction | undefined, command: Of<'raise'>): readonly CorrectionEvent[] {
  const { actor, on, correctionId, about, readers, fields, finding } = command;
  if (correction) throw sharingErrors.error('E_CORRECTION_EXISTS', { facts: { correctionId } });
  const raisedBy = actor.department;
  if (!speaksFor(actor, raisedBy) || !readers.includes(raisedBy)) {
    throw sharingErrors.error('E_CORRECTION_NOT_A_READER');
  }
  requireContent(fields, finding, '/finding');
  return [
    domainEvent('sharing.correction-raised.v1', correctionId, {
      correctionId,
      ...about,
      raisedBy,
      fields: mergeFields(fields),
      finding,
      raisedOn: on,
      by: actedBy(actor),
    }),
  ];
}

/** Of a correction that was raised; or the provider's own, which begins here. */
function correct(correction: Correction | undefined, command: Of<'correct'>): readonly CorrectionEvent[] {
  const { actor, on, correctionId, right, fields, readers, reason } = command;
  const about = correction?.about ?? command.about;
  requireProvider(about, actor);
  requireOpen(correction);
  requireSameEvents(about, command);
  requireContent(fields, reason);
  const by = actedBy(actor);
  const corrected = domainEvent('sharing.datum-corrected.v1', correctionId, {
    correctionId,
    ...about,
    right,
    fields: mergeFields(fields),
    readers: [...new Set(readers)].sort(),
    correctedOn: on,
    by,
  });
  return correction ? [answered(correction, command, 'corrected', reason), corrected] : [corrected];
}

function uphold(correction: Correction | undefined, command: Of<'uphold'>): readonly CorrectionEvent[] {
  if (!correction) throw sharingErrors.error('E_CORRECTION_NOT_FOUND');
  requireProvider(correction.about, command.actor);
  requireOpen(correction);
  requireContent(undefined, command.reason);
  return [answered(correction, command, 'upheld', command.reason)];
}

/** Once a department, also one that read the wrong datum after the correction was made. */
function deliver(correction: Correction | undefined, command: Of<'deliver'>): readonly CorrectionEvent[] {
  const { actor, department, channel } = command;
  if (!isAuthority(actor)) throw sharingErrors.error('E_CORRECTION_NOT_PLATFORM');
  if (!correction?.made) throw sharingErrors.error('E_CORRECTION_NOT_FOUND');
  if (correction.told.includes(department)) return [];
  const { correctionId, about, made } = correction;
  const { provider, type, wrong } = about;
  return [
    domainEvent('sharing.correction-delivered.v1', correctionId, {
      correctionId,
      provider,
      type,
      department,
      channel,
      wrong: { source: wrong.source, id: wrong.id },
      ...made,
      by: actedBy(actor),
    }),
  ];
}

function answered(
  { correctionId, about, raisedBy }: Correction,
  { actor, on }: CorrectionCommand,
  outcome: DataOf<'sharing.correction-answered.v1'>['outcome'],
  reason: string,
): CorrectionEvent {
  const { provider, type } = about;
  return domainEvent('sharing.correction-answered.v1', correctionId, {
    correctionId,
    provider,
    type,
    raisedBy: raisedBy ?? provider,
    outcome,
    reason,
    answeredOn: on,
    by: actedBy(actor),
  });
}

function requireProvider({ provider }: DoubtedEvent, actor: Actor): void {
  if (!speaksFor(actor, provider))
    throw sharingErrors.error('E_CORRECTION_NOT_PROVIDER', { facts: { provider } });
}

function requireOpen(correction: Correction | undefined): void {
  if (correction && correction.status !== 'raised') throw sharingErrors.error('E_CORRECTION_ANSWERED');
}

/** Whoever read the event that was raised is told, and nobody else; and no event corrects itself. */
function requireSameEvents({ wrong }: DoubtedEvent, { about, right }: Of<'correct'>): void {
  const problems: Problem[] = [];
  if (about.wrong.source !== wrong.source || about.wrong.id !== wrong.id) {
    problems.push({
      pointer: '/wrong',
      rule: 'raised-event',
      expected: { source: wrong.source, id: wrong.id },
      message: { zh: '须为提出疑义的那个事件', en: 'Name the event whose correction was raised' },
    });
  }
  if (right.source === wrong.source && right.id === wrong.id) {
    problems.push({
      pointer: '/right',
      rule: 'other-event',
      message: {
        zh: '更正事件不得是有误的事件本身',
        en: 'The right event is another one than the wrong one',
      },
    });
  }
  if (problems.length > 0) throw sharingErrors.error('E_CORRECTION_INVALID', { problems });
}

/** @param fields undefined where the command names none. */
function requireContent(
  fields: readonly FieldPointer[] | undefined,
  text: string,
  pointer = '/reason',
): void {
  const problems: Problem[] = [];
  if (fields?.length === 0) {
    problems.push({
      pointer: '/fields',
      rule: 'required',
      message: { zh: '须列明字段', en: 'Name the fields' },
    });
  }
  if (text.trim() === '') {
    problems.push({
      pointer,
      rule: 'required',
      message: { zh: '须说明理由', en: 'Give the reason' },
    });
  }
  if (problems.length > 0) throw sharingErrors.error('E_CORRECTION_INVALID', { problems });
}
