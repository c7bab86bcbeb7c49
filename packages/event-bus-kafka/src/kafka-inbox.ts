import type { Inbox, InboxItem, InboxOptions, InboxPage } from '@tongban/event-bus';
import type { Position } from '@tongban/event-store';
import type { Logger } from '@tongban/telemetry';
import { topicMissing } from './errors.ts';
import { eventRecord, positionOf } from './event-record.ts';
import { connectKafka, type KafkaConnection } from './kafka-connection.ts';
import { type KeptWork, keepRunning } from './keep-running.ts';
import { lastRecord } from './last-record.ts';
import { type OrderedProducer, openOrderedProducer, type TimedRecord } from './ordered-producer.ts';
import { topicNames } from './topic-names.ts';

export interface KafkaInboxOptions extends KafkaConnection, InboxOptions {
  readonly prefix?: string;
  readonly logger: Logger;
}

/**
 * Writes the feed of a department to its inbox: one partition, so that the order is that of the feed and the last
 * record tells how far it came. An inbox that is killed between a record and its kept position goes on behind the
 * record. A department that speaks Kafka alone reads it with a consumer group of its own.
 */
export function openKafkaInbox(options: KafkaInboxOptions): Inbox {
  const { department, clock, logger, source, positions } = options;
  const name = `kafka-inbox-${department}`;
  const topic = topicNames(options.prefix).inbox(department);
  const kafka = connectKafka(options, name);
  let position: Position = 0;

  const start = async (): Promise<Position> => {
    const admin = kafka.admin();
    await admin.connect();
    try {
      const { topics } = await admin.fetchTopicMetadata();
      if (!topics.some((known) => known.name === topic)) {
        throw topicMissing(topic);
      }
      const last = await lastRecord(kafka, admin, topic);
      return Math.max(await positions.read(), last === undefined ? 0 : positionOf(last));
    } finally {
      await admin.disconnect();
    }
  };
  const write = async (producer: OrderedProducer, { items, next }: InboxPage): Promise<void> => {
    const fresh = items.filter((item) => item.position > position);
    if (fresh.length > 0) await producer.send(topic, 0, fresh.map(inboxRecord));
    await positions.write(next);
    position = next;
  };
  const work: KeptWork = keepRunning({
    name,
    clock,
    logger,
    async run(stopping, progressed) {
      position = await start();
      const ended = new AbortController();
      const producer = await openOrderedProducer(kafka);
      try {
        progressed();
        for await (const page of source(position, AbortSignal.any([stopping, ended.signal]))) {
          await write(producer, page);
          progressed();
        }
      } finally {
        ended.abort();
        await producer.close();
      }
    },
  });
  return { name, status: () => ({ ...work.state(), position }), stop: () => work.stop() };
}

function inboxRecord(item: InboxItem): TimedRecord {
  const { event, grants, withheld, erased } = item;
  const record = eventRecord(event, item);
  return {
    ...record,
    headers: {
      ...record.headers,
      grants: JSON.stringify(grants),
      withheld: JSON.stringify(withheld),
      erased: JSON.stringify(erased),
    },
  };
}
