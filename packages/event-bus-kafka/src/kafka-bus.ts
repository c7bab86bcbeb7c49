import type { EventBus } from '@tongban/event-bus';
import {
  type EventFilter,
  matchesFilter,
  type Position,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '@tongban/event-store';
import type { Kafka } from 'kafkajs';
import { type AskingAdmin, askingAdmin } from './asking-admin.ts';
import { BatchAssembler, partitionKey } from './batch-assembler.ts';
import { type BatchTail, openBatchTail } from './batch-tail.ts';
import { BusFeed } from './bus-feed.ts';
import { topicMissing } from './errors.ts';
import { connectKafka, type KafkaConnection } from './kafka-connection.ts';
import { ownersTopics } from './owners-topics.ts';
import { pagedReading } from './paged-reading.ts';
import { type TopicNames, topicNames } from './topic-names.ts';
import { openTopicReader } from './topic-reader.ts';

export interface KafkaBusOptions extends KafkaConnection {
  /** The beginning of every topic's name. Default `tongban`. */
  readonly prefix?: string;
}

/**
 * The bus over Kafka. Every subscription hears every event once and in the order of the whole store, as in one
 * process: the relay says batch by batch what it has written, and a subscription puts the partitions together again by
 * that. The position that a consumer keeps with its effects is all there is to resume from; Kafka keeps no offsets.
 *
 * A lost broker is waited for. A subscription throws E_BUS_UNAVAILABLE when Kafka stays away for a quarter of an hour,
 * E_BUS_TOPIC_MISSING where the declaration was not applied, and E_BUS_HISTORY_GONE where Kafka has deleted what the
 * consumer would have to hear.
 */
export function kafkaBus(options: KafkaBusOptions): EventBus {
  const names = topicNames(options.prefix);
  const kafka = connectKafka(options, 'tongban-bus');
  const closing = new AbortController();
  const admin = askingAdmin(kafka);
  let tail: Promise<BatchTail> | undefined;
  const openedTail = (): Promise<BatchTail> => {
    tail ??= openTail({ kafka, names, admin }).catch((error: unknown) => {
      tail = undefined;
      throw error;
    });
    return tail;
  };
  const head = async (): Promise<Position> => (await openedTail()).head();
  async function* subscribe(subscription: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
    const signal = AbortSignal.any([subscription.signal, closing.signal]);
    let after = subscription.after;
    while (!signal.aborted) {
      for await (const message of follow({ kafka, names, admin }, { ...subscription, after, signal })) {
        after = message.kind === 'events' ? message.next : message.position;
        yield message;
      }
    }
  }
  const pages = pagedReading({ head, subscribe });
  return {
    head,
    subscribe,
    readAll: (read) => pages.read(read),
    recordedAfter: async (position) => (await openedTail()).recordedAfter(position),
    async close() {
      closing.abort();
      // It asks no more from now on, so that a tail which is being opened is not waited for.
      const closed = admin.close();
      await pages.close();
      await (await tail?.catch(() => undefined))?.close();
      await closed;
    },
  };
}

interface Place {
  readonly kafka: Kafka;
  readonly names: TopicNames;
  readonly admin: AskingAdmin;
}

/** Follows the topics that there are now. Ends when the signal aborts, or when there is a new topic to be followed. */
async function* follow(
  { kafka, names, admin }: Place,
  { consumer = 'reader', after, filter, signal }: SubscribeOptions,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  const start = await whileWanted(signal, startOf(admin, names, after));
  if (start === undefined) return;
  const topics = start.topics.filter((topic) => isRead(names, topic, filter));
  const assembler = new BatchAssembler({
    after,
    reads: (topic) => topics.includes(topic),
    accepts: (type) => matchesFilter(filter, type),
  });
  const feed = new BusFeed({
    assembler,
    batches: partitionKey(names.batches, 0),
    first: start.first,
    end: start.end,
    isStrange: (topic) => !topics.includes(topic) && isRead(names, topic, filter),
  });
  const opening = openTopicReader({
    kafka,
    group: `${names.prefix}.${consumer}`,
    topics: [names.batches, ...topics],
    received: (fetched) => feed.receive(fetched),
    failed: (error) => feed.fail(error),
  });
  const reader = await whileWanted(signal, opening);
  if (reader === undefined) {
    void opening.then((late) => late.stop()).catch(() => undefined);
    return;
  }
  try {
    yield* feed.messages(reader, signal);
  } finally {
    await reader.stop();
  }
}

async function openTail({ kafka, names, admin }: Place): Promise<BatchTail> {
  const topics = await admin.ask((asked) => ownersTopics(asked, names));
  if (!topics.has(names.batches)) throw topicMissing(names.batches);
  return openBatchTail({ kafka, admin, topic: names.batches });
}

/** Where a subscription begins in the topic of batches: at the first that goes beyond its position. */
async function startOf(admin: AskingAdmin, names: TopicNames, after: number) {
  const topics = await admin.ask((asked) => ownersTopics(asked, names));
  if (!topics.has(names.batches)) throw topicMissing(names.batches);
  // The end is asked for first: a batch that comes between the two questions must not be passed over.
  const [all] = await admin.ask((asked) => asked.fetchTopicOffsets(names.batches));
  const [beyond] = await admin.ask((asked) => asked.fetchTopicOffsetsByTimestamp(names.batches, after + 1));
  const end = Number(all?.high ?? 0);
  const first = Math.min(Number(beyond?.offset ?? 0), end);
  topics.delete(names.batches);
  return { topics: [...topics.keys()], first, end };
}

/** Whether events of a topic can pass the filter. */
function isRead(names: TopicNames, topic: string, filter: EventFilter | undefined): boolean {
  if (filter?.types === undefined && filter?.typePrefixes === undefined) return true;
  const types = names.owner('').length;
  const beginning = `${topic.slice(types)}.`;
  return (
    (filter.types?.some((type) => type.startsWith(beginning)) ?? false) ||
    (filter.typePrefixes?.some((prefix) => prefix.startsWith(beginning) || beginning.startsWith(prefix)) ??
      false)
  );
}

/** What is waited for, or undefined where the signal aborts first. */
function whileWanted<Value>(signal: AbortSignal, waited: Promise<Value>): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const give = (): void => resolve(undefined);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    waited.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
