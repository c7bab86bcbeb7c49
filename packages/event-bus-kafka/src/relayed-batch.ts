import type { Position } from '@tongban/event-store';
import { instant } from '@tongban/kernel';
import { kafkaErrors } from './errors.ts';

/** Records of one partition that follow each other. */
export interface RecordRange {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the first. */
  readonly first: number;
  readonly count: number;
}

/**
 * What the relay says when a batch of events is in Kafka: where each of its records is. The topic of batches is the
 * index of the owners' topics and the relay's checkpoint at once. Whatever else is in these topics, a second copy from
 * a relay that was killed, or a record that somebody wrote by hand, is in no batch and reaches no consumer.
 */
export interface RelayedBatch {
  /** The batch has every event after this position … */
  readonly after: Position;
  /** … up to this one. */
  readonly next: Position;
  /** When its first event was recorded, epoch milliseconds: how long whoever is behind has been. */
  readonly recordedAt: number;
  readonly ranges: readonly RecordRange[];
}

/** A batch as the record of its topic. */
export interface BatchRecord {
  readonly value: string;
  /** The position, so that the broker's index of times finds a batch by position. */
  readonly timestamp: string;
}

/**
 * `{ "after": "10", "next": "12", "recordedat": "2026-07-01T01:00:00.000Z", "ranges": { "tongban.tax": [[0, 7, 2]] } }`:
 * of each range the partition, the first offset, and how many.
 */
export function encodeBatch({ after, next, recordedAt, ranges }: RelayedBatch): BatchRecord {
  const byTopic: Record<string, [partition: number, first: number, count: number][]> = {};
  for (const { topic, partition, first, count } of ranges) {
    byTopic[topic] ??= [];
    byTopic[topic].push([partition, first, count]);
  }
  return {
    value: JSON.stringify({
      after: String(after),
      next: String(next),
      recordedat: instant(recordedAt),
      ranges: byTopic,
    }),
    timestamp: String(next),
  };
}

/** @throws E_BUS_RECORD_UNREADABLE */
export function decodeBatch(value: Uint8Array | null): RelayedBatch {
  try {
    const { after, next, recordedat, ranges } = JSON.parse(Buffer.from(value ?? []).toString()) as {
      readonly after: string;
      readonly next: string;
      readonly recordedat: string;
      readonly ranges: Readonly<Record<string, readonly (readonly [number, number, number])[]>>;
    };
    return {
      after: positionOf(after),
      next: positionOf(next),
      recordedAt: Date.parse(recordedat),
      ranges: Object.entries(ranges).flatMap(([topic, parts]) =>
        parts.map(([partition, first, count]) => ({ topic, partition, first, count })),
      ),
    };
  } catch (error) {
    throw kafkaErrors.error('E_BUS_RECORD_UNREADABLE', { cause: error });
  }
}

function positionOf(text: string): Position {
  const position = Number(text);
  if (!Number.isSafeInteger(position)) throw new TypeError(`"${text}" is no position`);
  return position;
}
