import { instant } from '@tongban/kernel';
import type { ParkedEvent, ProcessorStatus, RedrivenSequence, RedrivePlan } from '@tongban/processing';

/** The status of a processor as it is sent: positions as texts, moments as RFC 3339. */
export function sentStatus({ position: at, head, lastFailure, rebuild, ...status }: ProcessorStatus): object {
  return {
    ...status,
    position: String(at),
    head: String(head),
    lastFailure: lastFailure
      ? {
          code: lastFailure.code,
          message: lastFailure.message,
          at: instant(lastFailure.at),
          position: lastFailure.position === undefined ? null : String(lastFailure.position),
        }
      : null,
    rebuild: rebuild ? { ...rebuild, position: String(rebuild.position), head: String(rebuild.head) } : null,
  };
}

/** What a redrive would do, with the first events of each sequence. */
export function sentPlan({ sequences, ...plan }: RedrivePlan): object {
  return {
    ...plan,
    sequences: sequences.map((one) => ({
      sequence: one.sequence,
      events: one.events,
      firstPosition: String(one.firstPosition),
      oldestRecordedAt: instant(one.oldestRecordedAt),
      failure: one.failure ?? null,
      sample: one.sample.map(sentParked),
    })),
  };
}

/** What a redrive did to one sequence. */
export function sentRedriven({ sequence: name, handled, stoppedAt }: RedrivenSequence): object {
  return {
    sequence: name,
    handled,
    stoppedAt: stoppedAt ? { position: String(stoppedAt.position), failure: stoppedAt.failure } : null,
  };
}

function sentParked({ position: at, stream, revision, source, id, type, ...parked }: ParkedEvent): object {
  return {
    position: String(at),
    stream,
    revision: String(revision),
    source,
    id,
    type,
    recordedAt: instant(parked.recordedAt),
    parkedAt: instant(parked.parkedAt),
    attempts: parked.attempts,
    failure: parked.failure ?? null,
  };
}
