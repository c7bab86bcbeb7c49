import { randomUUID } from 'node:crypto';
import { type CloudEvent, checkEvent, type DecodedEvent, encodeKafka } from '@tongban/cloudevents';
import type { InboxItem } from '@tongban/event-bus';
import { openKafkaInbox, openKafkaOutbox } from '@tongban/event-bus-kafka';
import { inMemoryEventStore, newEvent, streamName } from '@tongban/event-store';
import { defineErrors, systemClock, type TongbanError } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { waitFor } from '@tongban/testing';
import kafkajs from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { applyDeclaration } from '../../infra/kafka/apply-declaration.ts';
import { startKafka } from '../../infra/kafka/start-kafka.ts';
import { hasKcat, kcat } from './kcat.ts';

const errors = defineErrors({
  E_TEST_INVALID: { status: 422, title: { zh: '事件不符合要求', en: 'The event breaks rules' } },
});
const logins = { tax: 'tax-secret', courts: 'courts-secret', platform: 'platform-secret' };

const event = (id: string, different: Partial<CloudEvent> = {}): CloudEvent => ({
  specversion: '1.0',
  id,
  source: '/departments/tax/ledger',
  type: 'tax.clearance-issued.v1',
  subject: '91350100M000100Y43',
  time: '2025-03-01T09:00:00+08:00',
  datacontenttype: 'application/json',
  dataschema: 'https://contracts.tongban.example/tax/clearance-issued/1.0',
  correlationid: '（2026）闽01破1号',
  data: { certificateNo: '榕税清〔2026〕1号' },
  ...different,
});

describe('a department that speaks Kafka alone', async () => {
  const kafka = await startKafka({ brokers: 1, logins: { tax: logins.tax }, faults: true });
  if ('absent' in kafka) {
    it('publishes and receives', (context) => context.skip(kafka.absent));
    return;
  }
  afterAll(() => kafka.stop());
  const { brokers, saslBrokers } = kafka;
  const client = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const declare = async (prefix: string): Promise<string> => {
    const different = {
      prefix,
      owners: ['tax'],
      departments: ['tax', 'courts'],
      replicas: 1,
      minInSyncReplicas: 1,
    };
    await applyDeclaration({ brokers, different, logins });
    return prefix;
  };

  /** The platform's side of an outbox: what the profile allows is recorded once, the rest is refused. */
  function openOutbox(prefix: string) {
    const store = inMemoryEventStore({ clock: systemClock });
    const options = {
      brokers,
      prefix,
      logger: silentLogger,
      clock: systemClock,
      department: 'tax',
      async publish(decoded: DecodedEvent) {
        const checked = checkEvent(decoded);
        if (!checked.ok) throw errors.error('E_TEST_INVALID', { problems: checked.failure });
        await store.append(streamName('tax', 'taxpayer', checked.value.subject), 'any', [
          newEvent(checked.value),
        ]);
      },
      describe: ({ code, problems }: TongbanError) => ({
        code,
        pointers: problems.map(({ pointer }) => pointer),
      }),
    };
    return { store, open: () => openKafkaOutbox(options) };
  }

  /** A page of a feed for each list of events, whose positions count on. */
  function feedOf(pages: readonly (readonly CloudEvent[])[]) {
    let position = 0;
    const items = pages.map((events) =>
      events.map((one): InboxItem => {
        position += 1;
        const place = {
          position,
          stream: 'tax.taxpayer-1',
          revision: position - 1,
          recordedAt: 1_740_790_800_000,
        };
        return { ...place, event: one, grants: ['g-1'], withheld: ['/data/taxFen'], erased: [] };
      }),
    );
    return async function* source(after: number, signal: AbortSignal) {
      for (const page of items) {
        const next = page.at(-1)?.position ?? 0;
        if (next > after) yield { items: page, next };
      }
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    };
  }

  async function topicTexts(topic: string, count: number) {
    const consumer = client.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
    const found: { key: string; headers: Record<string, string>; value: string }[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: { key, headers = {}, value } }) => {
        const texts = Object.entries(headers).map(([name, text]) => [name, String(text)]);
        found.push({ key: String(key), headers: Object.fromEntries(texts), value: String(value) });
      },
    });
    await waitFor(() => found.length >= count, { describe: `${topic} has ${count} records` });
    await consumer.disconnect();
    return found;
  }

  it('finds its feed in its inbox, each item once although the platform was killed after writing', async () => {
    const prefix = await declare('inbox');
    const source = feedOf([[event('a'), event('b')], [event('c')], [event('d'), event('e')]]);
    const kept: number[] = [];
    const positions = {
      read: async () => kept.at(-1) ?? 0,
      // The position of the second page is never kept: as if the process had been killed there, again and again.
      write: async (position: number) => {
        if (position === 3 && kept.length < 2) throw new Error('killed');
        kept.push(position);
      },
    };
    const options = { brokers, prefix, logger: silentLogger, clock: systemClock };
    const inbox = openKafkaInbox({ ...options, department: 'tax', source, positions });
    await waitFor(() => kept.includes(5), { describe: 'the whole feed is written' });
    await inbox.stop();
    const records = await topicTexts(`${prefix}.inbox.tax`, 5);
    expect(records.map(({ headers }) => headers.ce_id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(records[0]).toMatchObject({
      key: 'tax.taxpayer-1',
      headers: {
        position: '1',
        ce_correlationid: '（2026）闽01破1号',
        grants: '["g-1"]',
        withheld: '["/data/taxFen"]',
      },
    });
    expect(JSON.parse(records[0]?.value ?? '')).toEqual({ certificateNo: '榕税清〔2026〕1号' });
  });

  it('has what it writes published, and what is wrong refused with its reason, in whatever order they come', async () => {
    const prefix = await declare('outbox');
    const { store, open } = openOutbox(prefix);
    const outbox = open();
    const producer = client.producer();
    await producer.connect();
    const message = (one: CloudEvent) => ({ ...encodeKafka(one, one.subject) });
    const poison = { key: 'k', value: Buffer.from([0xff, 0xfe]) };
    const wrong = message(event('wrong', { type: 'no type' }));
    await producer.send({
      topic: `${prefix}.outbox.tax`,
      messages: [
        message(event('1')),
        poison,
        wrong,
        message(event('1')),
        { value: null },
        message(event('2')),
      ],
    });
    const rejects = await topicTexts(`${prefix}.rejects.tax`, 3);
    await waitFor(async () => (await store.head()) === 2, { describe: 'what is right is recorded' });
    expect(rejects.map(({ headers }) => [headers.outboxoffset, headers.code, headers.eventid])).toEqual([
      ['1', 'E_EVENT_CONTENT_TYPE', undefined],
      ['2', 'E_TEST_INVALID', 'wrong'],
      ['4', 'E_EVENT_CONTENT_TYPE', undefined],
    ]);
    expect(JSON.parse(rejects[1]?.value ?? '')).toEqual({
      code: 'E_TEST_INVALID',
      pointers: ['/type'],
      outbox: { department: 'tax', offset: '2' },
    });
    expect(rejects[1]?.headers['content-type']).toBe('application/problem+json');
    await outbox.stop();

    // The offsets are taken back, as if the platform had been killed before it moved them: all comes again.
    const admin = client.admin();
    await admin.connect();
    await admin.resetOffsets({
      groupId: `${prefix}.outbox.tax`,
      topic: `${prefix}.outbox.tax`,
      earliest: true,
    });
    const again = open();
    await producer.send({ topic: `${prefix}.outbox.tax`, messages: [poison, message(event('3'))] });
    await waitFor(async () => (await store.head()) === 3, { describe: 'what comes later is recorded' });
    const all = await topicTexts(`${prefix}.rejects.tax`, 4);
    expect(all.map(({ headers }) => headers.outboxoffset)).toEqual(['1', '2', '4', '6']);
    await again.stop();
    await producer.disconnect();
    await admin.disconnect();
    await store.close();
  });

  it('may do with its own topics what was declared, with its own login, and nothing with those of others', async () => {
    const prefix = await declare('rights');
    const login = (username: 'tax' | 'courts', password: string) =>
      new kafkajs.Kafka({
        brokers: [...saslBrokers],
        sasl: { mechanism: 'scram-sha-256', username, password },
        logLevel: kafkajs.logLevel.NOTHING,
        retry: { retries: 1 },
      });
    const tax = login('tax', logins.tax).producer();
    await tax.connect();
    const messages = [{ value: '{}' }];
    await tax.send({ topic: `${prefix}.outbox.tax`, messages });
    for (const topic of ['outbox.courts', 'inbox.tax', 'tax', 'batches']) {
      await expect(tax.send({ topic: `${prefix}.${topic}`, messages })).rejects.toThrow(/[Aa]uthori[sz]ed/);
    }
    await tax.disconnect();
    const read = async (topic: string, groupId: string): Promise<void> => {
      const consumer = login('tax', logins.tax).consumer({ groupId });
      const joined = Promise.withResolvers<void>();
      consumer.on('consumer.group_join', () => joined.resolve());
      consumer.on('consumer.crash', ({ payload }) => joined.reject(payload.error));
      try {
        await consumer.connect();
        await consumer.subscribe({ topic: `${prefix}.${topic}` });
        await Promise.all([consumer.run({ eachMessage: async () => {} }), joined.promise]);
      } finally {
        await consumer.disconnect();
      }
    };
    await read('inbox.tax', 'tax.reader');
    await expect(read('inbox.courts', 'tax.reader')).rejects.toThrow(/[Aa]uthori[sz]ed/);
    await expect(read('inbox.tax', 'courts.reader')).rejects.toThrow(/group/);
    // This login was not there when the cluster was made: it comes from the declaration.
    const courts = login('courts', logins.courts).producer();
    await courts.connect();
    await courts.send({ topic: `${prefix}.outbox.courts`, messages });
    await courts.disconnect();
    await expect(login('courts', 'guessed').producer().connect()).rejects.toThrow(/SASL/);
  });

  it('is served by kcat as well', async (context) => {
    if (!hasKcat()) return context.skip('there is no kcat: install the Debian package kcat');
    const prefix = await declare('kcat');
    const plain = [...['-b', saslBrokers.join(',')], ...['-X', 'security.protocol=SASL_PLAINTEXT']];
    const login = [
      ...plain,
      '-X',
      'sasl.mechanism=PLAIN',
      '-X',
      'sasl.username=tax',
      '-X',
      `sasl.password=${logins.tax}`,
    ];
    const options = { brokers, prefix, logger: silentLogger, clock: systemClock };
    const positions = { read: async () => 0, write: async () => {} };
    const inbox = openKafkaInbox({
      ...options,
      department: 'tax',
      source: feedOf([[event('a')]]),
      positions,
    });
    await waitFor(() => inbox.status().position === 1, { describe: 'the inbox is written' });
    await inbox.stop();
    const read = await kcat([...login, '-C', '-t', `${prefix}.inbox.tax`, '-e', '-q', '-f', '%h|%s']);
    expect(read).toContain('ce_type=tax.clearance-issued.v1');
    expect(read).toContain('ce_correlationid=（2026）闽01破1号');
    expect(read).toContain('|{"certificateNo":"榕税清〔2026〕1号"}');

    const { store, open } = openOutbox(prefix);
    const outbox = open();
    const { headers, value } = encodeKafka(event('from-kcat'), 'k');
    const flags = Object.entries(headers).flatMap(([name, text]) => ['-H', `${name}=${text}`]);
    const write = [...login, '-P', '-t', `${prefix}.outbox.tax`];
    await kcat([...write, ...flags], value);
    await waitFor(() => store.find('/departments/tax/ledger', 'from-kcat'), { describe: 'it is recorded' });
    await kcat(
      [...write, '-H', 'ce_id=bad', '-H', 'ce_specversion=1.0', '-H', 'content-type=application/json'],
      '{}',
    );
    await topicTexts(`${prefix}.rejects.tax`, 1);
    const refused = await kcat([...login, '-C', '-t', `${prefix}.rejects.tax`, '-e', '-q', '-f', '%h|%s']);
    expect(refused).toContain('eventid=bad');
    expect(refused).toContain('"code":"E_TEST_INVALID"');
    await outbox.stop();
    await store.close();
  });
});
