import { type HolidayTable, localDate } from '@tongban/calendar';
import type { RecordedEvent } from '@tongban/event-store';
import { instant, type JsonObject } from '@tongban/kernel';
import {
  type Deadline,
  deadlinesOf,
  defineReactor,
  derivedEventId,
  type Effect,
  type Notice,
  type ProcessingStore,
  type ReactionContext,
  type Reactor,
  recomputeProvisional,
} from '@tongban/processing';
import { type DeadlineChange, type DeadlineTerms, deadlinesFor, dueOf } from '../domain/deadlines-for.ts';
import type { SharingEvent } from '../domain/domain-event.ts';
import { sharingErrors } from '../domain/errors.ts';
import { grantDecider } from '../domain/grant-decider.ts';
import { ruleOn, type SharingRules } from '../domain/sharing-rule.ts';
import type { PlatformJournal } from '../platform-journal.ts';
import { exchangeActor } from '../sharing/exchange-actor.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';

/** Keeps the statutory deadlines of sharing (政务数据共享条例 art. 17, 21, 22, 26, 27). */
export const keeperName = 'sharing-deadlines';

export interface DeadlineKeeperOptions<Tx> {
  readonly processing: ProcessingStore<Tx>;
  readonly journal: PlatformJournal;
  readonly holidays: HolidayTable;
  readonly rules: SharingRules;
}

/** Sets, moves, meets and cancels deadlines as sharing events say, and writes each of these down. */
export function deadlineKeeper<Tx>(options: DeadlineKeeperOptions<Tx>): Reactor<Tx> {
  const { processing, journal, holidays, rules } = options;
  const keeping = deadlinesOf(processing, keeperName);
  return defineReactor<Tx>({
    name: keeperName,
    filter: { typePrefixes: ['sharing.'] },
    async react(recorded, context) {
      const { type, event } = recorded;
      const sharing = { type, subject: event.subject, data: event.data } as unknown as SharingEvent;
      const effects: Effect<Tx>[] = [];
      for (const change of deadlinesFor(sharing, holidays, rules)) {
        const effect = await apply(change, recorded, context);
        if (effect) effects.push(effect);
      }
      if (effects.length === 0) return undefined;
      return async (tx) => {
        for (const effect of effects) await effect(tx);
      };
    },
  });

  async function apply(
    change: DeadlineChange,
    recorded: RecordedEvent,
    context: ReactionContext,
  ): Promise<Effect<Tx> | undefined> {
    // The ids and times of what is written follow from the cause, so that a repeat writes the same once more.
    const written = {
      subject: change.id,
      id: context.eventId(`${change.change}:${change.id}`),
      time: instant(recorded.recordedAt),
      correlationId: recorded.event.correlationid,
      causationId: recorded.id,
    };
    if (change.change === 'set') {
      const { terms, due, department, about } = change;
      const { source, article, confidence } = ruleOn(rules, terms.ruleId, terms.startedOn);
      await journal.record('sharing.deadline-set.v1', {
        ...written,
        data: {
          deadlineId: change.id,
          ruleId: terms.ruleId,
          department,
          dueOn: due.date,
          source,
          article,
          confidence,
          about,
          startedOn: terms.startedOn,
          extraWorkingDays: terms.extraWorkingDays,
          provisional: due.provisional,
        },
      });
      return (tx) =>
        keeping.schedule(tx, {
          id: change.id,
          kind: terms.ruleId,
          sequence: recorded.stream,
          due: { date: due.date },
          provisional: due.provisional,
          startedBy: {
            source: recorded.source,
            id: recorded.id,
            correlationId: recorded.event.correlationid,
          },
          terms: { ...terms, department, about },
        });
    }
    const open = await processing.transaction((tx) => keeping.read(tx, change.id));
    if (open?.state !== 'open') return undefined;
    const known = keptTerms(open);
    const common = {
      deadlineId: change.id,
      ruleId: known.ruleId,
      department: known.department,
      dueOn: dueDateOf(open),
      about: known.about,
    };
    if (change.change === 'move') {
      const { due, terms } = change;
      await journal.record('sharing.deadline-moved.v1', {
        ...written,
        data: {
          ...common,
          dueOn: due.date,
          was: dueDateOf(open),
          cause: 'extension',
          provisional: due.provisional,
        },
      });
      const moved = {
        due: { date: due.date },
        provisional: due.provisional,
        terms: { ...open.terms, ...terms },
      };
      return async (tx) => void (await keeping.reschedule(tx, change.id, moved));
    }
    if (change.change === 'cancel') {
      await journal.record('sharing.deadline-cancelled.v1', {
        ...written,
        data: { ...common, reason: change.reason },
      });
      return async (tx) => void (await keeping.cancel(tx, change.id, recorded.recordedAt));
    }
    await journal.record('sharing.deadline-met.v1', {
      ...written,
      data: { ...common, metAt: instant(recorded.recordedAt), late: isLate(open, recorded.recordedAt) },
    });
    return async (tx) => void (await keeping.meet(tx, change.id, recorded.recordedAt));
  }
}

/** Writes down that a deadline was breached: the responsible department, the rule, its source and article. */
export async function recordBreach(
  options: Pick<DeadlineKeeperOptions<unknown>, 'journal' | 'rules'> & { readonly commands: SharingCommands },
  deadline: Deadline,
  notice: Notice & { readonly eventId: string },
): Promise<void> {
  // That it was met late is written when it is met; that its day has come needs no record beside `deadline-set`.
  if (notice.kind !== 'breached') return;
  const { ruleId, startedOn, department, about } = keptTerms(deadline);
  const { source, article, confidence } = ruleOn(options.rules, ruleId, startedOn);
  await options.journal.record('sharing.deadline-breached.v1', {
    subject: deadline.id,
    id: notice.eventId,
    time: instant(notice.at),
    correlationId: deadline.startedBy.correlationId,
    causationId: deadline.startedBy.id,
    data: {
      deadlineId: deadline.id,
      ruleId,
      department,
      dueOn: dueDateOf(deadline),
      source,
      article,
      confidence,
      about,
    },
  });
  if (ruleId === 'reply-unconditional' || ruleId === 'reply-conditional') {
    await noteOverdue(options, deadline, about);
  }
}

/** Silence is a breach and never consent (政务数据共享条例 art. 39): the grant says so, and the requester may dispute. */
async function noteOverdue(
  { commands, rules }: Pick<DeadlineKeeperOptions<unknown>, 'rules'> & { readonly commands: SharingCommands },
  deadline: Deadline,
  grantId: string,
): Promise<void> {
  const dueOn = localDate(dueDateOf(deadline));
  const given = commands.give(
    { owner: 'sharing', category: 'grant', key: grantId },
    grantDecider(rules),
    { kind: 'note-overdue', actor: exchangeActor, on: dueOn, deadlineId: deadline.id, dueOn },
    { eventId: derivedEventId(deadline.startedBy, keeperName, `overdue:${deadline.id}`) },
  );
  await given.catch((error: unknown) => {
    // The reply came in the meantime, late: then there is nothing to note beside the breach.
    if (!sharingErrors.is(error, 'E_GRANT_STATUS')) throw error;
  });
}

/** Derives provisional deadlines anew, where the holiday table has grown, and writes down which have moved. */
export async function moveProvisional<Tx>(options: DeadlineKeeperOptions<Tx>): Promise<void> {
  const { processing, journal, holidays, rules } = options;
  const moved = await recomputeProvisional({
    processing,
    keeper: keeperName,
    derive(deadline) {
      const { date, provisional } = dueOf(keptTerms(deadline), holidays, rules);
      return { due: { date }, provisional };
    },
  });
  for (const { before, after } of moved) {
    const { ruleId, department, about } = keptTerms(after);
    await journal.record('sharing.deadline-moved.v1', {
      subject: after.id,
      id: derivedEventId(after.startedBy, keeperName, `moved:${after.id}:${after.revision}`),
      correlationId: after.startedBy.correlationId,
      causationId: after.startedBy.id,
      data: {
        deadlineId: after.id,
        ruleId,
        department,
        dueOn: dueDateOf(after),
        about,
        was: dueDateOf(before),
        cause: 'holiday-table',
        provisional: after.provisional,
      },
    });
  }
}

interface KeptTerms extends DeadlineTerms {
  readonly department: string;
  readonly about: string;
}

function keptTerms({ terms }: { readonly terms: JsonObject }): KeptTerms {
  const kept = terms as unknown as KeptTerms;
  return { ...kept, startedOn: localDate(kept.startedOn) };
}

function dueDateOf({ due }: Deadline): string {
  return 'date' in due ? due.date : instant(due.at).slice(0, 10);
}

function isLate(deadline: Deadline, atMs: number): boolean {
  return atMs >= Date.parse(`${dueDateOf(deadline)}T00:00:00+08:00`) + 86_400_000;
}
