import type { OutboxOptions, TransportWork } from '@tongban/event-bus';
import type { TongbanError } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import { kafkaErrors, topicMissing } from './errors.ts';
import type { ConsumedRecord } from './event-record.ts';
import { connectKafka, type KafkaConnection } from './kafka-connection.ts';
import { type KeptWork, keepRunning } from './keep-running.ts';
import { lastRecord } from './last-record.ts';
import { type OrderedProducer, openOrderedProducer, type TimedRecord } from './ordered-producer.ts';
import { handleRecord, type OutboxRecord, sequencesOf } from './outbox-record.ts';
import { topicNames } from './topic-names.ts';

export interface KafkaOutboxOptions extends KafkaConnection, OutboxOptions {
  readonly prefix?: string;
  readonly logger: Logger;
}

/** Records that are handled before the offset moves. */
const chunkRecords = 100;

/**
 * Publishes what a department writes to its outbox, and writes what is refused, with its reason, to its rejects. The
 * offset moves when every record before it is published or refused, so that a crash repeats a little and loses
 * nothing. Records of one key are published in order, others side by side. Several processes may run it for one
 * department: the group gives the outbox to one of them.
 */
export function openKafkaOutbox(options: KafkaOutboxOptions): TransportWork {
  const { department, clock, logger } = options;
  const name = `kafka-outbox-${department}`;
  const kafka = connectKafka(options, name);
  const work: KeptWork = keepRunning({
    name,
    clock,
    logger,
    run: (stopping, progressed) => run(kafka, options, stopping, progressed),
  });
  return { name, status: () => work.state(), stop: () => work.stop() };
}

async function run(
  kafka: Kafka,
  options: KafkaOutboxOptions,
  stopping: AbortSignal,
  progressed: () => void,
): Promise<void> {
  const names = topicNames(options.prefix);
  const outbox = names.outbox(options.department);
  const rejects = names.rejects(options.department);
  const rejected = await lastRejected(kafka, outbox, rejects);
  const producer = await openOrderedProducer(kafka);
  const consumer = kafka.consumer({
    groupId: outbox,
    maxWaitTimeInMs: 200,
    sessionTimeout: 10_000,
    heartbeatInterval: 1_000,
  });
  const crashed = Promise.withResolvers<void>();
  consumer.on('consumer.crash', ({ payload }) => {
    if (!payload.restart) crashed.reject(kafkaErrors.error('E_BUS_UNAVAILABLE', { cause: payload.error }));
  });
  const stop = (): void => crashed.resolve();
  stopping.addEventListener('abort', stop, { once: true });
  const rejecting: Rejecting = { producer, topic: rejects, after: rejected };
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [outbox], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        await handleBatch(payload, options, stopping, rejecting, async (offset) => {
          await consumer.commitOffsets([{ topic: outbox, partition: 0, offset: String(offset) }]);
          progressed();
        });
      },
    });
    progressed();
    if (stopping.aborted) stop();
    await crashed.promise;
  } finally {
    stopping.removeEventListener('abort', stop);
    await Promise.allSettled([consumer.disconnect(), producer.close()]);
  }
}

interface Rejecting {
  readonly producer: OrderedProducer;
  readonly topic: string;
  /** Records up to this offset were refused already, where they were: their refusals are not written again. */
  readonly after: number;
}

async function handleBatch(
  { batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload,
  options: KafkaOutboxOptions,
  stopping: AbortSignal,
  rejecting: Rejecting,
  commit: (offset: number) => Promise<void>,
): Promise<void> {
  const records = batch.messages.map(({ offset, key, headers = {}, value }): OutboxRecord => {
    return { offset: Number(offset), key, headers, value };
  });
  for (let at = 0; at < records.length; at += chunkRecords) {
    if (!isRunning() || isStale() || stopping.aborted) return;
    const chunk = records.slice(at, at + chunkRecords);
    // A publication may be waited for longer than a session lasts.
    const beating = setInterval(() => void heartbeat().catch(() => undefined), 1_000);
    try {
      await handleChunk(chunk, options, stopping, rejecting);
    } finally {
      clearInterval(beating);
    }
    const last = chunk.at(-1) as OutboxRecord;
    await commit(last.offset + 1);
    resolveOffset(String(last.offset));
    await heartbeat();
  }
}

async function handleChunk(
  chunk: readonly OutboxRecord[],
  options: KafkaOutboxOptions,
  signal: AbortSignal,
  { producer, topic, after }: Rejecting,
): Promise<void> {
  const refusals = new Map<number, TongbanError>();
  const handling = { ...options, signal };
  await Promise.all(
    sequencesOf(chunk).map(async (sequence) => {
      for (const record of sequence) {
        const refusal = await handleRecord(record, handling);
        if (refusal !== undefined) refusals.set(record.offset, refusal);
      }
    }),
  );
  const rejects = chunk.flatMap((record) => {
    const refusal = record.offset > after ? refusals.get(record.offset) : undefined;
    return refusal === undefined ? [] : [rejectRecord(record, refusal, options)];
  });
  if (rejects.length > 0) await producer.send(topic, 0, rejects);
}

function rejectRecord(
  record: OutboxRecord,
  refusal: TongbanError,
  { describe, department }: KafkaOutboxOptions,
): TimedRecord {
  const document = { ...describe(refusal), outbox: { department, offset: String(record.offset) } };
  return {
    key: record.key === null ? null : Buffer.from(record.key).toString(),
    headers: {
      'content-type': 'application/problem+json',
      code: refusal.code,
      outboxoffset: String(record.offset),
      ...textHeader(record, 'ce_id', 'eventid'),
      ...textHeader(record, 'ce_source', 'eventsource'),
    },
    value: JSON.stringify(document),
  };
}

/** What the department called its event, so that it finds the refusal by it. */
function textHeader({ headers }: ConsumedRecord, name: string, as: string): Record<string, string> {
  const value = headers[name];
  if (typeof value === 'string') return { [as]: value };
  return value instanceof Uint8Array ? { [as]: Buffer.from(value).toString() } : {};
}

/** The offset of the last record that was refused; -1 where none was. */
async function lastRejected(kafka: Kafka, outbox: string, rejects: string): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata();
    for (const topic of [outbox, rejects]) {
      if (!topics.some(({ name }) => name === topic)) {
        throw topicMissing(topic);
      }
    }
    const last = await lastRecord(kafka, admin, rejects);
    const offset = last?.headers.outboxoffset;
    return offset === undefined ? -1 : Number(String(offset));
  } finally {
    await admin.disconnect();
  }
}
