import type { EventTransport } from '@tongban/event-bus';
import type { KafkaConnection } from './kafka-connection.ts';
import { openKafkaInbox } from './kafka-inbox.ts';
import { openKafkaOutbox } from './kafka-outbox.ts';
import { openKafkaRelay } from './open-kafka-relay.ts';

/** The transport over Kafka: topics of owners, and an inbox, an outbox and rejects for each department. */
export function kafkaTransport(kafka: KafkaConnection & { readonly prefix?: string }): EventTransport {
  return {
    relay: (options) => openKafkaRelay({ ...kafka, ...options }),
    inbox: (options) => openKafkaInbox({ ...kafka, ...options }),
    outbox: (options) => openKafkaOutbox({ ...kafka, ...options }),
  };
}
