import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { declaredKafka, type KafkaDeclaration } from './declared-kafka.ts';
import type { KafkaState } from './kafka-state.ts';
import { kafkaStepText, planKafka } from './plan-kafka.ts';

const file = join(import.meta.dirname, '../../../infra/kafka/topics.json');
const declared = declaredKafka(JSON.parse(readFileSync(file, 'utf8')) as KafkaDeclaration);
const empty: KafkaState = { topics: [], users: [], permissions: [] };
const planned = (current: KafkaState, wanted: KafkaState = declared): readonly string[] =>
  planKafka(current, wanted).map((step) => kafkaStepText(step, 'en'));

describe('the declaration', () => {
  it('lets a department read its inbox and its rejects and write its outbox, and nothing else', () => {
    const lines = planned(empty).filter((line) => line.includes('permission tax '));
    expect(lines).toEqual([
      '+ permission tax read topic tongban.inbox.tax',
      '+ permission tax describe topic tongban.inbox.tax',
      '+ permission tax read topic tongban.rejects.tax',
      '+ permission tax describe topic tongban.rejects.tax',
      '+ permission tax write topic tongban.outbox.tax',
      '+ permission tax describe topic tongban.outbox.tax',
      '+ permission tax read group tax.*',
    ]);
  });

  it('has a topic for every owner and three for every department', () => {
    const names = declared.topics.map(({ name }) => name);
    expect(names).toHaveLength(9 + 1 + 3 * 7);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['tongban.sharing', 'tongban.platform', 'tongban.batches']));
  });

  it('keeps batches for ever and in one partition: their order is the order of the store', () => {
    const batches = declared.topics.find(({ name }) => name === 'tongban.batches');
    expect(batches).toMatchObject({ partitions: 1, config: { 'retention.ms': '-1' } });
  });
});

describe('the plan', () => {
  it('is everything where there is nothing, and nothing where it was applied', () => {
    const { topics, users, permissions } = declared;
    expect(planned(empty)).toHaveLength(topics.length + users.length + permissions.length);
    expect(planned(declared)).toEqual([]);
  });

  it('shows what differs', () => {
    const [first, ...others] = declared.topics as readonly [KafkaState['topics'][0], ...KafkaState['topics']];
    const current: KafkaState = {
      topics: [
        { ...first, partitions: 1, config: { 'min.insync.replicas': '1', 'cleanup.policy': 'compact' } },
        ...others,
      ],
      users: declared.users.filter((user) => user !== 'tax'),
      permissions: [
        ...declared.permissions.slice(1),
        { user: 'tax', resource: 'topic', name: 'tongban.courts', match: 'literal', operation: 'read' },
        { user: 'stranger', resource: 'topic', name: 'other', match: 'literal', operation: 'read' },
      ],
    };
    expect(planned(current)).toEqual([
      '~ topic tongban.market-regulation (partitions 1 -> 3)',
      '~ topic tongban.market-regulation (cleanup.policy compact -> unset, min.insync.replicas 1 -> 2, retention.ms unset -> -1)',
      '+ user tax',
      '+ permission platform read topic tongban.*',
      '- permission tax read topic tongban.courts',
    ]);
  });

  it('says what it cannot do', () => {
    const current = {
      ...declared,
      topics: declared.topics.map((topic) => ({ ...topic, partitions: 5, replicas: 1 })),
    };
    const lines = planned(current);
    expect(lines).toHaveLength(2 * declared.topics.length);
    expect(lines[0]).toBe('! topic tongban.market-regulation: it has 5 partitions and cannot lose any');
    expect(lines[1]).toContain('reassign its partitions');
  });
});
