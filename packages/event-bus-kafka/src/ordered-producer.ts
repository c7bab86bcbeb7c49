import type { Kafka, Message, Producer } from 'kafkajs';
import kafkajs from 'kafkajs';
import { kafkaErrors } from './errors.ts';
import type { ProducedRecord } from './event-record.ts';
import type { RecordRange } from './relayed-batch.ts';

/** A record, and its time where that is not now. */
export interface TimedRecord extends Omit<ProducedRecord, 'key' | 'headers'> {
  readonly key: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestamp?: string;
}

/**
 * Writes so that nothing acknowledged is lost, doubled or out of order while brokers come and go. kafkajs loses
 * acknowledged records when one call spans several partitions and a broker dies, so every call has one partition, and
 * the caller makes one call at a time for each.
 */
export interface OrderedProducer {
  /** Where the records are. @throws E_BUS_UNAVAILABLE when Kafka stays away: then this producer is done for */
  send(topic: string, partition: number, records: readonly TimedRecord[]): Promise<readonly RecordRange[]>;
  close(): Promise<void>;
}

/** Bytes of one request, under the 1 MB that a broker takes by default. One record is at most 256 KiB and its headers. */
const requestBytesMax = 512 * 1024;

export async function openOrderedProducer(kafka: Kafka): Promise<OrderedProducer> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return {
    async send(topic, partition, records) {
      const ranges: RecordRange[] = [];
      for (const part of requests(records)) ranges.push(await sendOne(producer, topic, partition, part));
      return ranges;
    },
    close: () => producer.disconnect(),
  };
}

async function sendOne(
  producer: Producer,
  topic: string,
  partition: number,
  records: readonly TimedRecord[],
): Promise<RecordRange> {
  const messages: Message[] = records.map((record) => ({ ...record, partition }));
  try {
    const [answer] = await producer.send({ topic, messages, acks: -1 });
    const first = Number(answer?.baseOffset ?? -1);
    if (first < 0) throw new Error('the broker did not say where the records are');
    return { topic, partition, first, count: records.length };
  } catch (error) {
    throw kafkaErrors.error('E_BUS_UNAVAILABLE', { facts: { topic, partition }, cause: error });
  }
}

/** Records in their order, in requests that a broker takes. */
function* requests(records: readonly TimedRecord[]): Generator<readonly TimedRecord[]> {
  let part: TimedRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = sizeOf(record);
    if (part.length > 0 && bytes + size > requestBytesMax) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

function sizeOf({ key, headers = {}, value }: TimedRecord): number {
  let bytes = Buffer.byteLength(key ?? '') + Buffer.byteLength(value);
  for (const [name, text] of Object.entries(headers)) bytes += name.length + Buffer.byteLength(text) + 4;
  return bytes;
}
