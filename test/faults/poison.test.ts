import { join } from 'node:path';
import { encodeKafka } from '@tongban/cloudevents';
import { kafkaBus, openKafkaRelay } from '@tongban/event-bus-kafka';
import { inMemoryEventStore, type RecordedEvent, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { systemClock } from '@tongban/kernel';
import { defineView, runProcessor, type View } from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import { temporaryFolder, waitFor } from '@tongban/testing';
import { openViews, type ViewTx } from '@tongban/view-store';
import kafkajs from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { applyDeclaration } from '../../infra/kafka/apply-declaration.ts';
import { registration } from '../e2e/trial-platform.ts';
import { startCityUnderTest, startEngines } from './city-under-test.ts';

interface Tables {
  seen: { position: number; stream: string; id: string };
}

/** Writes down what it sees, and fails on one event for as long as it is told to. */
function seeingView(isPoison: (event: RecordedEvent) => boolean): View<ViewTx<Tables>> {
  return defineView({
    name: 'seen',
    version: 1,
    tables: ['seen'],
    async create(tx) {
      await tx.schema
        .createTable('seen')
        .addColumn('position', 'integer', (column) => column.primaryKey())
        .addColumn('stream', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .execute();
    },
    async project(tx, events) {
      for (const event of events) {
        if (isPoison(event)) throw new Error('this one is poison');
        const { position, stream, id } = event;
        await tx.insertInto('seen').values({ position, stream, id }).execute();
      }
    },
  });
}

describe('a poison event', async () => {
  const engines = await startEngines();
  if ('absent' in engines) {
    it('is set aside', (context) => context.skip(engines.absent));
    return;
  }
  afterAll(() => engines.stop());
  const { brokers } = engines.kafka;

  it('is parked by a consumer over Kafka with what follows it, others go on, and a redrive gives each effect once', {
    timeout: 60_000,
  }, async () => {
    await using folder = await temporaryFolder();
    const prefix = 'poison';
    const different = { prefix, owners: ['tax'], departments: [], replicas: 1, minInSyncReplicas: 1 };
    await applyDeclaration({ brokers, different });
    const connection = { brokers, prefix, logger: silentLogger };
    const store = inMemoryEventStore({ clock: systemClock });
    const relay = openKafkaRelay({ ...connection, store, clock: systemClock });
    const bus = kafkaBus(connection);
    const views = await openViews<Tables>({ path: join(folder.path, 'views.db'), schema: 'poison' });
    for (let at = 0; at < 300; at++) {
      await store.append(streamName('tax', 'taxpayer', String(at % 10)), 'any', [
        sampleEvent({ id: `e-${at}` }),
      ]);
    }
    let isPoisoned = true;
    const run = await runProcessor(
      seeingView(({ id }) => isPoisoned && id === 'e-103'),
      {
        store: bus,
        processing: views,
        clock: systemClock,
        logger: silentLogger,
        retry: { attempts: 2, delayMs: 5 },
      },
    );
    const seen = () => views.db.selectFrom('seen').selectAll().orderBy('position').execute();
    await run.whenProcessed(300);
    // Stream 3 has e-3, e-13, …: ten were seen before e-103, and it holds the twenty from there on.
    expect((await run.status()).parkedEvents).toBe(20);
    expect(await seen()).toHaveLength(280);
    isPoisoned = false;
    const plan = await run.redrivePlan();
    expect(plan).toMatchObject({ events: 20, sequenceCount: 1 });
    expect(await run.redrive()).toMatchObject([{ handled: 20, stoppedAt: undefined }]);
    const effects = await seen();
    expect(effects.map(({ position }) => position)).toEqual(Array.from({ length: 300 }, (_, at) => at + 1));
    await run.stop();
    await bus.close();
    await relay.stop();
    await store.close();
    await views.close();
  });

  it('in an outbox is refused with its reason, and those around it are published', {
    timeout: 90_000,
  }, async () => {
    const city = await startCityUnderTest(engines, { departmentsByKafka: ['market-regulation'] });
    const client = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
    const producer = client.producer();
    await producer.connect();
    const record = (other: Record<string, unknown>) => {
      const event = registration('x', other) as unknown as Parameters<typeof encodeKafka>[0];
      return { ...encodeKafka(event, String(other.id)) };
    };
    const records = [
      record({ id: 'good-1' }),
      { key: 'k', value: Buffer.from([0xff, 0xfe, 0x00]) },
      record({
        id: 'unknown',
        type: 'market-regulation.nothing-known.v1',
        dataschema: 'https://contracts.tongban.example/market-regulation/nothing-known/1.0',
      }),
      record({ id: 'foreign', type: 'tax.clearance-issued.v1' }),
      record({ id: 'wrong', data: { name: 7 } }),
      record({ id: 'good-2' }),
    ];
    await producer.send({ topic: `${city.topicPrefix}.outbox.market-regulation`, messages: records });
    await producer.disconnect();
    const rejected: { readonly code: string; readonly id: string | undefined; readonly problem: string }[] =
      [];
    const consumer = client.consumer({ groupId: 'poison-rejects', maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topic: `${city.topicPrefix}.rejects.market-regulation`, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message: { headers = {}, value } }) => {
        const id = headers.eventid === undefined ? undefined : String(headers.eventid);
        rejected.push({ code: String(headers.code), id, problem: String(value) });
      },
    });
    const authorization = `Bearer ${await city.token('market-regulation')}`;
    const isRecorded = async (id: string): Promise<boolean> => {
      const source = encodeURIComponent(String(registration('x').source));
      const found = await fetch(`${city.url}/v1/events?source=${source}&id=${id}`, {
        headers: { authorization },
      });
      return found.status === 200;
    };
    try {
      await waitFor(() => rejected.length === 4, { describe: 'four are refused', timeoutMs: 30_000 });
      expect(rejected.map(({ code, id }) => [code, id])).toEqual([
        ['E_EVENT_CONTENT_TYPE', undefined],
        ['E_EVENT_TYPE_UNKNOWN', 'unknown'],
        ['E_NOT_THE_OWNER', 'foreign'],
        ['E_EVENT_INVALID', 'wrong'],
      ]);
      const { problems } = JSON.parse(rejected[3]?.problem ?? '') as { problems: { pointer: string }[] };
      expect(problems.map(({ pointer }) => pointer)).toContain('/data/name');
      await waitFor(() => isRecorded('good-2'), { describe: 'what is right is recorded', timeoutMs: 20_000 });
      expect(await isRecorded('good-1')).toBe(true);
      expect(await isRecorded('wrong')).toBe(false);
      // The processors of every service are within an operator's reach at the one address.
      for (const processor of ['page-reads', 'flow-events']) {
        const parked = `${city.url}/v1/operations/processors/${processor}/parked`;
        const operator = { authorization: `Bearer ${await city.token('platform', 'operator')}` };
        expect((await fetch(parked, { headers: operator })).status, processor).toBe(200);
      }
    } finally {
      await consumer.disconnect();
      await city.stop();
    }
  });
});
