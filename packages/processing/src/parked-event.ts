import type { Position, RecordedEvent } from '@tongban/event-store';
import { TongbanError } from '@tongban/kernel';

/** Why an event could not be handled, short enough to keep. */
export interface Failure {
  /** `E_…` where the error has one, else the error's name. */
  readonly code: string;
  readonly message: string;
}

/**
 * An event set aside by a processor: one that failed, or one of the same sequence that waits behind it. The event
 * itself stays in the event store alone, so that what is erased there is erased here.
 */
export interface ParkedEvent {
  readonly position: Position;
  readonly sequence: string;
  readonly stream: string;
  readonly revision: number;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  /** When the event was recorded, and when it was parked, epoch milliseconds. */
  readonly recordedAt: number;
  readonly parkedAt: number;
  /** How often it was tried; 0 for an event that only waits behind another. */
  readonly attempts: number;
  /** The last failure; undefined for an event that only waits. */
  readonly failure: Failure | undefined;
}

/** A parked sequence at a glance. */
export interface ParkedSequence {
  readonly sequence: string;
  readonly events: number;
  readonly firstPosition: Position;
  /** When its first event was recorded, epoch milliseconds. */
  readonly oldestRecordedAt: number;
}

/** An event that an operator decided not to handle: it stays passed over in every later rebuild. */
export interface SkippedEvent {
  readonly position: Position;
  readonly sequence: string;
  readonly reason: string;
  /** Who decided it. */
  readonly by: string;
  /** Epoch milliseconds. */
  readonly skippedAt: number;
}

/** Characters of a failure's message that are kept. */
const messageLengthMax = 500;

/** The failure of a thrown value. */
export function failureOf(error: unknown): Failure {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, messageLengthMax);
  if (error instanceof TongbanError) return { code: error.code, message };
  return { code: error instanceof Error ? error.name : 'Error', message };
}

/** A failure as facts of a log line, whose own words are its `message`. */
export function failureFacts({ code, message }: Failure): { readonly code: string; readonly reason: string } {
  return { code, reason: message };
}

/** The parked form of an event. */
export function parkedEvent(
  event: RecordedEvent,
  parked: Pick<ParkedEvent, 'sequence' | 'parkedAt' | 'attempts' | 'failure'>,
): ParkedEvent {
  const { position, stream, revision, source, id, type, recordedAt } = event;
  return { position, stream, revision, source, id, type, recordedAt, ...parked };
}
