import type { Relay, RelayOptions, RelayStatus } from '@tongban/event-bus';
import type { Position, RecordedEvent, SubscriptionMessage } from '@tongban/event-store';
import { invariant } from '@tongban/kernel';
import { type EventSpan, type Logger, openEventSpan } from '@tongban/telemetry';
import type { Admin, Kafka } from 'kafkajs';
import { kafkaErrors, topicMissing } from './errors.ts';
import { eventRecord } from './event-record.ts';
import { gathered } from './gathered.ts';
import { connectKafka, type KafkaConnection } from './kafka-connection.ts';
import { type KeptWork, keepRunning } from './keep-running.ts';
import { lastRecord } from './last-record.ts';
import { type OrderedProducer, openOrderedProducer } from './ordered-producer.ts';
import { ownersTopics } from './owners-topics.ts';
import { partitionOf } from './partition-of.ts';
import { decodeBatch, encodeBatch, type RecordRange } from './relayed-batch.ts';
import { ownerOfType, type TopicNames, topicNames } from './topic-names.ts';

export interface KafkaRelayOptions extends KafkaConnection, RelayOptions {
  /** The beginning of every topic's name. Default `tongban`. */
  readonly prefix?: string;
  readonly logger: Logger;
}

/** Events of one batch that go to one partition. */
interface Lot {
  readonly topic: string;
  readonly partition: number;
  readonly events: RecordedEvent[];
}

/** Events of one batch. More of them at once are no faster, and fewer come sooner. */
const batchEventsMax = 4_000;

/**
 * Copies every event of the store to the topic of its owner, in order, for as long as it runs. Its checkpoint is the
 * topic of batches: what it has written there is acknowledged, and a relay that takes over goes on behind it. A relay
 * that was killed in between leaves records that no batch names; consumers of the bus never see them, and whoever reads
 * an owner's topic by itself drops positions that it has passed.
 *
 * One relay at a time should run: two do no harm, but twice the work.
 */
export function openKafkaRelay(options: KafkaRelayOptions): Relay {
  return new RelayToKafka(options);
}

class RelayToKafka implements Relay {
  readonly name = 'kafka-relay';
  readonly #options: KafkaRelayOptions;
  readonly #names: TopicNames;
  readonly #kafka: Kafka;
  readonly #work: KeptWork;
  #position: Position = 0;

  constructor(options: KafkaRelayOptions) {
    const { clock, logger } = options;
    this.#options = options;
    this.#names = topicNames(options.prefix);
    this.#kafka = connectKafka(options, 'tongban-relay');
    this.#work = keepRunning({
      name: this.name,
      clock,
      logger,
      run: (signal, progressed) => this.#run(signal, progressed),
    });
  }

  async status(): Promise<RelayStatus> {
    const { store, clock } = this.#options;
    const position = this.#position;
    const head = await store.head();
    const [behind] = head > position ? (await store.readAll({ after: position, limit: 1 })).events : [];
    return {
      ...this.#work.state(),
      position,
      head,
      lagEvents: Math.max(0, head - position),
      lagSeconds: behind === undefined ? 0 : Math.max(0, clock.now() - behind.recordedAt) / 1000,
    };
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  /** From the last batch on, with a producer of its own, until something fails. */
  async #run(stopping: AbortSignal, progressed: () => void): Promise<void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([ended.signal, stopping]);
    const admin = this.#kafka.admin();
    await admin.connect();
    let producer: OrderedProducer | undefined;
    try {
      const topics = await ownersTopics(admin, this.#names);
      this.#position = await this.#lastPosition(admin, topics);
      producer = await openOrderedProducer(this.#kafka);
      progressed();
      const subscription = this.#options.store.subscribe({ after: this.#position, signal });
      let said: Promise<unknown> = Promise.resolve();
      for await (const events of gathered(eventsOf(subscription), batchEventsMax)) {
        const ranges = await this.#write(producer, topics, events);
        // The next records are written while this batch is said; the batches themselves keep their order.
        await said;
        said = this.#say(producer, events, ranges).then(progressed);
        said.catch(() => undefined);
      }
      await said;
    } finally {
      ended.abort();
      await Promise.allSettled([admin.disconnect(), producer?.close()]);
    }
  }

  async #lastPosition(admin: Admin, topics: ReadonlyMap<string, number>): Promise<Position> {
    const { batches } = this.#names;
    if (!topics.has(batches)) throw topicMissing(batches);
    const last = await lastRecord(this.#kafka, admin, batches);
    const position = last === undefined ? 0 : decodeBatch(last.value).next;
    const head = await this.#options.store.head();
    if (position > head) throw kafkaErrors.error('E_BUS_AHEAD', { facts: { position, head } });
    return position;
  }

  /** Writes events, the partitions side by side. */
  async #write(
    producer: OrderedProducer,
    topics: ReadonlyMap<string, number>,
    events: readonly RecordedEvent[],
  ): Promise<readonly RecordRange[]> {
    const lots = new Map<string, Lot>();
    for (const event of events) {
      const topic = this.#names.owner(ownerOfType(event.type));
      const partitions = topics.get(topic);
      if (partitions === undefined) throw topicMissing(topic);
      const partition = partitionOf(event.stream, partitions);
      const lot = lots.get(`${topic}/${partition}`);
      if (lot === undefined) lots.set(`${topic}/${partition}`, { topic, partition, events: [event] });
      else lot.events.push(event);
    }
    const sent = await Promise.allSettled(lots.values().map((lot) => sendLot(producer, lot)));
    const failed = sent.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return sent.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  }

  async #say(
    producer: OrderedProducer,
    events: readonly RecordedEvent[],
    ranges: readonly RecordRange[],
  ): Promise<void> {
    const [first] = events;
    const last = events.at(-1);
    invariant(first !== undefined && last !== undefined, 'a batch has events');
    const next = last.position;
    const batch = encodeBatch({ after: this.#position, next, recordedAt: first.recordedAt, ranges });
    await producer.send(this.#names.batches, 0, [{ key: null, ...batch }]);
    this.#position = next;
  }
}

async function* eventsOf(
  messages: AsyncIterable<SubscriptionMessage>,
): AsyncGenerator<readonly RecordedEvent[]> {
  for await (const message of messages) if (message.kind === 'events') yield message.events;
}

/** Each event that belongs to a trace is sent inside a span of it, which goes with the record. */
async function sendLot(
  producer: OrderedProducer,
  { topic, partition, events }: Lot,
): Promise<readonly RecordRange[]> {
  const spans: EventSpan[] = [];
  const records = events.map((recorded) => {
    const span = openEventSpan('relay', { 'tongban.topic': topic }, recorded.event);
    if (span !== undefined) spans.push(span);
    return eventRecord(recorded.event, recorded, span?.carrier);
  });
  try {
    const ranges = await producer.send(topic, partition, records);
    for (const span of spans) span.end();
    return ranges;
  } catch (error) {
    for (const span of spans) span.end(error);
    throw error;
  }
}
