import type { CloudEvent, DecodedEvent } from '@tongban/cloudevents';
import {
  type Append,
  type Appended,
  type AppendOutcome,
  appendEach,
  type EventStore,
  eventOf,
  storeErrors,
} from '@tongban/event-store';
import { failed, limits, ok, type Result, TongbanError } from '@tongban/kernel';
import { exchangeErrors } from '../errors.ts';
import type { Admission, Admitted, Sender } from './admission.ts';

/** What became of one event of a batch. */
export type Published = Result<AppendOutcome, TongbanError>;

export interface Publisher {
  /** Admits and appends one event. @throws TongbanError where it is refused. */
  publish(decoded: DecodedEvent, sender: Sender): Promise<AppendOutcome>;
  /**
   * Every event for itself: one that is refused does not hold the others up.
   * @throws E_BATCH_EMPTY, E_BATCH_TOO_LARGE
   */
  publishEach(batch: readonly DecodedEvent[], sender: Sender): Promise<readonly Published[]>;
  /**
   * All or nothing, in one transaction of the store.
   * @throws E_BATCH_REFUSED with index, id and code of each event that is refused, and every defect of every
   * event, its pointer beginning with the event's index.
   */
  publishAll(batch: readonly DecodedEvent[], sender: Sender): Promise<readonly AppendOutcome[]>;
}

/** Publishing: admission decides, the store makes durable, and only then is there an answer. */
export function openPublisher(options: {
  readonly store: EventStore;
  readonly admission: Admission;
  /** Whether two texts of one id say the same, but for fields whose person was erased meanwhile. */
  readonly isSame: (recorded: CloudEvent, offered: CloudEvent) => Promise<boolean>;
}): Publisher {
  const { store, admission, isSame } = options;

  const append = (one: Append): Promise<AppendOutcome> =>
    store.append(one.stream, one.expected, one.events).then(
      ([outcome]) => outcome as AppendOutcome,
      async (error) => {
        const known = storeErrors.is(error, 'E_EVENT_ID_REUSED') ? await recordedAs(one) : undefined;
        if (!known) throw error;
        return known;
      },
    );

  const appendAll = async (appends: readonly Append[]): Promise<readonly AppendOutcome[]> => {
    try {
      return (await store.appendAll(appends)).flat();
    } catch (error) {
      if (!storeErrors.is(error, 'E_EVENT_ID_REUSED')) throw error;
      const known = await Promise.all(appends.map(recordedAs));
      const others = appends.filter((_, index) => !known[index]);
      if (others.length === appends.length) throw error;
      const outcomes = (await store.appendAll(others)).flat();
      return known.map((one) => one ?? (outcomes.shift() as AppendOutcome));
    }
  };

  /** Where an event was recorded whose text differs from this one, but only in how what is personal in it is kept. */
  const recordedAs = async ({ stream, events: [event] }: Append): Promise<AppendOutcome | undefined> => {
    const recorded = event && (await store.find(event.source, event.id));
    if (!recorded || recorded.stream !== stream) return undefined;
    if (!(await isSame(recorded.event, eventOf(event)))) return undefined;
    const { revision, position } = recorded;
    return { outcome: 'already-appended', stream, revision, position };
  };

  /** In the order of the batch, so that events of one stream are appended as they were sent. */
  const admitAll = (batch: readonly DecodedEvent[], sender: Sender): Promise<readonly Admitted[]> =>
    Promise.all(batch.map((one) => admission.admit(one, sender)));

  /** Of an event that the store refused. @throws what is no refusal */
  const refused = async (one: Append, failure: unknown): Promise<Published> => {
    const known = storeErrors.is(failure, 'E_EVENT_ID_REUSED') ? await recordedAs(one) : undefined;
    if (known) return ok(known);
    if (failure instanceof TongbanError) return failed(failure);
    throw failure;
  };

  const appendAdmitted = (admitted: Admitted): Promise<AppendOutcome> =>
    admitted.ok ? append(admitted.value) : Promise.reject(admitted.failure);

  return {
    publish(decoded, sender) {
      const verdict = admission.admit(decoded, sender);
      return verdict instanceof Promise ? verdict.then(appendAdmitted) : appendAdmitted(verdict);
    },
    async publishEach(batch, sender) {
      checkBatch(batch);
      const admitted = await admitAll(batch, sender);
      const appended = await appendEach(store, accepted(admitted));
      let next = 0;
      return Promise.all(
        admitted.map((one): Promise<Published> | Published => {
          if (!one.ok) return one;
          const recorded = appended[next++] as Appended;
          return recorded.ok ? ok(recorded.value[0] as AppendOutcome) : refused(one.value, recorded.failure);
        }),
      );
    },
    async publishAll(batch, sender) {
      checkBatch(batch);
      const admitted = await admitAll(batch, sender);
      const appends = accepted(admitted);
      if (appends.length < batch.length) throw batchRefused(batch, admitted);
      return appendAll(appends);
    },
  };
}

function accepted(admitted: readonly Admitted[]): readonly Append[] {
  return admitted.flatMap((one) => (one.ok ? [one.value] : []));
}

function checkBatch(batch: readonly DecodedEvent[]): void {
  if (batch.length === 0) throw exchangeErrors.error('E_BATCH_EMPTY');
  if (batch.length <= limits.batchEventsMax) return;
  throw exchangeErrors.error('E_BATCH_TOO_LARGE', {
    detail: {
      zh: `一批最多 ${limits.batchEventsMax} 个事件，收到 ${batch.length} 个；请分批发送`,
      en: `A batch has at most ${limits.batchEventsMax} events and this one has ${batch.length}; send it in parts`,
    },
    facts: { events: batch.length, eventsMax: limits.batchEventsMax },
  });
}

/** One error for the batch: pointers begin with the index of the event, and each event keeps its own code. */
function batchRefused(batch: readonly DecodedEvent[], admitted: readonly Admitted[]): TongbanError {
  const refused = admitted.flatMap((one, index) => (one.ok ? [] : [{ index, failure: one.failure }]));
  return exchangeErrors.error('E_BATCH_REFUSED', {
    detail: {
      zh: `${admitted.length} 个事件中有 ${refused.length} 个不符合要求，整批未接收；更正后用相同编号重发即可`,
      en: `${refused.length} of ${admitted.length} events break rules and none was accepted; correct them and send the batch again with the same ids`,
    },
    facts: {
      refused: refused.map(({ index, failure }) => ({
        index,
        id: idOf(batch[index]),
        code: failure.code,
      })),
    },
    problems: refused.flatMap(({ index, failure }) =>
      failure.problems.length === 0
        ? [{ pointer: `/${index}`, rule: failure.code, message: failure.detail }]
        : failure.problems.map((problem) => ({ ...problem, pointer: `/${index}${problem.pointer}` })),
    ),
  });
}

/** Null where it has none that could be one. */
function idOf(event: DecodedEvent | undefined): string | null {
  const id = event?.raw?.id;
  return typeof id === 'string' ? id : null;
}
