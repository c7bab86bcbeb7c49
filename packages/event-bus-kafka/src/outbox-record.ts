import { type DecodedEvent, decodeKafka } from '@tongban/cloudevents';
import { type Clock, sleep, TongbanError } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import { kafkaErrors } from './errors.ts';
import type { ConsumedRecord } from './event-record.ts';

/** What a department wrote to its outbox. */
export interface OutboxRecord extends ConsumedRecord {
  readonly key: Uint8Array | null;
}

export interface RecordHandling {
  /** Publishes one event. @throws TongbanError where it is refused, or cannot be taken now (`retryable`) */
  publish(event: DecodedEvent): Promise<unknown>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const restMs = { first: 100, most: 5_000 };
/** A failure that nobody foresaw is tried so often; then the record is refused, so that those behind it go on. */
const attemptsMax = 5;

/**
 * Gets past one record: undefined where its event is published, else why it is refused. Waits for as long as the
 * platform cannot take it. @throws the signal's reason when it aborts: nothing is decided then
 */
export async function handleRecord(
  record: OutboxRecord,
  { publish, clock, logger, signal }: RecordHandling,
): Promise<TongbanError | undefined> {
  const decoded = decodeKafka(record);
  if (!decoded.ok) return decoded.failure;
  for (let attempts = 1; ; attempts++) {
    signal.throwIfAborted();
    try {
      await publish(decoded.value);
      return undefined;
    } catch (error) {
      if (error instanceof TongbanError && !error.retryable) return error;
      const { offset } = record;
      logger.warn({ offset, attempts, error }, 'a record of an outbox is tried again');
      if (!(error instanceof TongbanError) && attempts >= attemptsMax) {
        return kafkaErrors.error('E_OUTBOX_RECORD_FAILED', { facts: { offset }, cause: error });
      }
      await sleep(clock, Math.min(restMs.most, restMs.first * 2 ** Math.min(attempts - 1, 10)), signal);
    }
  }
}

/** Records in lists that may be handled side by side: those of one key are in one list, in order. */
export function sequencesOf(records: readonly OutboxRecord[]): readonly (readonly OutboxRecord[])[] {
  const sequences = new Map<string, OutboxRecord[]>();
  for (const record of records) {
    const key = record.key === null ? '' : Buffer.from(record.key).toString('latin1');
    const sequence = sequences.get(key);
    if (sequence === undefined) sequences.set(key, [record]);
    else sequence.push(record);
  }
  return [...sequences.values()];
}
