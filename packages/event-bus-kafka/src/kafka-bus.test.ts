import { randomUUID } from 'node:crypto';
import { eventBusContract } from '@tongban/event-bus/testing';
import { inMemoryEventStore } from '@tongban/event-store';
import { systemClock } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { afterAll, describe, it } from 'vitest';
import { applyDeclaration } from '../../../infra/kafka/apply-declaration.ts';
import { startKafka } from '../../../infra/kafka/start-kafka.ts';
import { kafkaBus } from './kafka-bus.ts';
import { openKafkaRelay } from './open-kafka-relay.ts';

describe('the bus over Kafka', async () => {
  const kafka = await startKafka({ brokers: 1 });
  if ('absent' in kafka) {
    it('passes the contract', (context) => context.skip(kafka.absent));
    return;
  }
  afterAll(() => kafka.stop());

  eventBusContract('passes the contract', async () => {
    const prefix = `test-${randomUUID()}`;
    const owners = ['tax', 'customs'];
    const different = { prefix, owners, departments: [], replicas: 1, minInSyncReplicas: 1 };
    await applyDeclaration({ brokers: kafka.brokers, different });
    const connection = { brokers: kafka.brokers, logger: silentLogger, prefix };
    const store = inMemoryEventStore({ clock: systemClock });
    const relay = openKafkaRelay({ ...connection, store, clock: systemClock });
    const bus = kafkaBus(connection);
    return {
      bus,
      publish: async (stream, events) => {
        await store.append(stream, 'any', events);
      },
      close: async () => {
        await bus.close();
        await relay.stop();
        await store.close();
      },
    };
  });
});
