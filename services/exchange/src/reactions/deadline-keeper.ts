import { type HolidayTable, localDate } from '@tongban/calendar';
import type { RecordedEvent } from '@tongban/event-store';
import { instant, type JsonObject } from '@tongban/kernel';
import {
  type Deadline,
  deadlinesOf,
  defineReactor,
  derivedEventId,
  type Notice,
  type ProcessingStore,
  type Reactor,
  recomputeProvisional,
} from '@tongban/processing';
import { type DeadlineChange, type DeadlineTerms, deadlinesFor, dueOf } from '../domain/deadlines-for.ts';
import type { SharingEvent } from '../domain/domain-event.ts';
import { sharingErrors } from '../domain/errors.ts';
import { grantDecider } from '../domain/grant-decider.ts';
import { ruleOn, type SharingRules } from '../domain/sharing-rule.ts';
import type { OwnEvent, PlatformJournal } from '../platform-journal.ts';
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
  const { holidays, rules } = options;
  return defineReactor<Tx>({
    name: keeperName,
    filter: { typePrefixes: ['sharing.'] },
    async react(recorded, context) {
      const { type, event } = recorded;
      const sharing = { type, subject: event.subject, data: event.data } as unknown as SharingEvent;
      const changes = deadlinesFor(sharing, holidays, rules);
      if (changes.length === 0) return undefined;
      // In the effect, not before it: what an earlier event of the same batch did to a deadline is seen only there.
      return async (tx) => {
        for (const change of changes) {
          // The ids and times of what is written follow from the cause, so that a repeat writes the same once more.
          const written = {
            subject: change.id,
            id: context.eventId(`${change.change}:${change.id}`),
            time: instant(recorded.recordedAt),
            correlationId: recorded.event.correlationid,
            causationId: recorded.id,
          };
          if (change.change === 'set') await set(options, tx, change, recorded, written);
          else await settle(options, tx, change, recorded, written);
        }
      };
    },
  });
}

type Written = Omit<OwnEvent<'sharing.deadline-set.v1'>, 'data'>;
type Of<Change extends DeadlineChange['change']> = Extract<DeadlineChange, { readonly change: Change }>;

async function set<Tx>(
  { processing, journal, rules }: DeadlineKeeperOptions<Tx>,
  tx: Tx,
  { id, terms, due, department, about }: Of<'set'>,
  recorded: RecordedEvent,
  written: Written,
): Promise<void> {
  const { ruleId, startedOn, extraWorkingDays } = terms;
  const { source, article, confidence } = ruleOn(rules, ruleId, startedOn);
  const { date: dueOn, provisional } = due;
  const period = { startedOn, extraWorkingDays, provisional };
  await journal.record('sharing.deadline-set.v1', {
    ...written,
    data: { deadlineId: id, ruleId, department, dueOn, source, article, confidence, about, ...period },
  });
  await deadlinesOf(processing, keeperName).schedule(tx, {
    id,
    kind: ruleId,
    sequence: recorded.stream,
    due: { date: dueOn },
    provisional,
    startedBy: { source: recorded.source, id: recorded.id, correlationId: recorded.event.correlationid },
    terms: { ...terms, department, about },
  });
}

/** Moves, meets or cancels a deadline that is open; of any other there is nothing to say. */
async function settle<Tx>(
  { processing, journal }: DeadlineKeeperOptions<Tx>,
  tx: Tx,
  change: Of<'move' | 'meet' | 'cancel'>,
  { recordedAt }: RecordedEvent,
  written: Written,
): Promise<void> {
  const keeping = deadlinesOf(processing, keeperName);
  const { id: deadlineId } = change;
  const open = await keeping.read(tx, deadlineId);
  if (open?.state !== 'open') return;
  const { ruleId, department, about } = keptTerms(open);
  const was = dueDateOf(open);
  const common = { deadlineId, ruleId, department, dueOn: was, about };
  switch (change.change) {
    case 'move': {
      const { date: dueOn, provisional } = change.due;
      const moved = { ...common, dueOn, was, cause: 'extension', provisional } as const;
      await journal.record('sharing.deadline-moved.v1', { ...written, data: moved });
      const terms = { ...open.terms, ...change.terms };
      await keeping.reschedule(tx, deadlineId, { due: { date: dueOn }, provisional, terms });
      return;
    }
    case 'cancel': {
      const cancelled = { ...common, reason: change.reason };
      await journal.record('sharing.deadline-cancelled.v1', { ...written, data: cancelled });
      await keeping.cancel(tx, deadlineId, recordedAt);
      return;
    }
    case 'meet': {
      const met = { ...common, metAt: instant(recordedAt), late: isLate(open, recordedAt) };
      await journal.record('sharing.deadline-met.v1', { ...written, data: met });
      await keeping.meet(tx, deadlineId, recordedAt);
    }
  }
}

/** Writes down that a deadline was breached: the responsible department, the rule, its source and article. */
export async function recordBreach(
  options: Pick<DeadlineKeeperOptions<unknown>, 'journal' | 'rules' | 'holidays'> & {
    readonly commands: SharingCommands;
  },
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
  {
    commands,
    rules,
    holidays,
  }: Pick<DeadlineKeeperOptions<unknown>, 'rules' | 'holidays'> & { readonly commands: SharingCommands },
  deadline: Deadline,
  grantId: string,
): Promise<void> {
  const dueOn = localDate(dueDateOf(deadline));
  const given = commands.give(
    { owner: 'sharing', category: 'grant', key: grantId },
    grantDecider(rules, holidays),
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
