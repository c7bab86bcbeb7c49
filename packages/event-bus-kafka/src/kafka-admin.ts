import { setTimeout } from 'node:timers/promises';
import type { RandomBytes } from '@tongban/kernel';
import kafkajs, { type AclEntry, type Admin, type Kafka } from 'kafkajs';
import { kafkaErrors } from './errors.ts';
import { briefRetry, connectKafka, type KafkaConnection } from './kafka-connection.ts';
import type { DeclaredTopic, KafkaState, Permission } from './kafka-state.ts';
import { type KafkaStep, planKafka } from './plan-kafka.ts';
import { type ScramUsers, scramUsers } from './scram-users.ts';

export interface KafkaAdmin {
  /** What the cluster has under a prefix, and the permissions of the named logins. */
  read(prefix: string, users: readonly string[]): Promise<KafkaState>;
  /** What would be done to make it as declared. */
  plan(declared: KafkaState, prefix: string): Promise<readonly KafkaStep[]>;
  /** Does the steps in their order. Those of kind `cannot`, and logins without a password, are passed over. */
  apply(steps: readonly KafkaStep[], secrets: KafkaSecrets): Promise<void>;
  close(): Promise<void>;
}

/** Where the passwords of new logins come from; they are in no file. */
export interface KafkaSecrets {
  passwordOf(user: string): string | undefined;
  readonly random: RandomBytes;
}

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ConfigSource, ResourcePatternTypes } =
  kafkajs;
const { ConfigResourceTypes } = kafkajs;

const operations = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  describe: AclOperationTypes.DESCRIBE,
  delete: AclOperationTypes.DELETE,
} as const;
const resources = { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP } as const;
const matches = { literal: ResourcePatternTypes.LITERAL, prefixed: ResourcePatternTypes.PREFIXED } as const;

/** New topics have their leaders within a second; ten are waited for. */
const leaderLookMs = 100;
const leaderLooksMax = 100;

/** For a login that may administer the cluster. @throws E_BUS_UNAVAILABLE after a few seconds without an answer */
export async function openKafkaAdmin(connection: KafkaConnection): Promise<KafkaAdmin> {
  const kafka: Kafka = connectKafka(connection, 'tongban-admin', briefRetry);
  const admin = kafka.admin();
  try {
    await admin.connect();
  } catch (error) {
    const brokers = connection.brokers.join(', ');
    throw kafkaErrors.error('E_BUS_UNAVAILABLE', {
      detail: {
        zh: `${brokers} 没有响应；请检查 Kafka 是否在运行，以及 bus.brokers 中的地址`,
        en: `${brokers} does not answer; look whether Kafka is running, and at the addresses in bus.brokers`,
      },
      facts: { brokers: connection.brokers },
      cause: error,
    });
  }
  const users = scramUsers(kafka);
  const read: KafkaAdmin['read'] = async (prefix, known) => ({
    topics: await readTopics(admin, prefix),
    users: await users.list(),
    permissions: await readPermissions(admin, known),
  });
  return {
    read,
    plan: async (declared, prefix) => planKafka(await read(prefix, declared.users), declared),
    async apply(steps, secrets) {
      await createTopics(
        admin,
        steps.flatMap((step) => (step.kind === 'create-topic' ? [step.topic] : [])),
      );
      for (const step of steps) await applyStep(admin, users, step, secrets);
    },
    close: () => admin.disconnect(),
  };
}

async function readTopics(admin: Admin, prefix: string): Promise<readonly DeclaredTopic[]> {
  const { topics } = await admin.fetchTopicMetadata();
  const ours = topics.filter(({ name }) => name.startsWith(`${prefix}.`));
  if (ours.length === 0) return [];
  const { resources: described } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: ours.map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  const configs = new Map(described.map(({ resourceName, configEntries }) => [resourceName, configEntries]));
  return ours.map(({ name, partitions }) => ({
    name,
    partitions: partitions.length,
    replicas: partitions[0]?.replicas.length ?? 0,
    config: Object.fromEntries(
      (configs.get(name) ?? [])
        .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
        .map(({ configName, configValue }) => [configName, configValue]),
    ),
  }));
}

async function readPermissions(admin: Admin, users: readonly string[]): Promise<readonly Permission[]> {
  const permissions: Permission[] = [];
  for (const user of users) {
    const { resources: described } = await admin.describeAcls({
      principal: `User:${user}`,
      resourceType: AclResourceTypes.ANY,
      resourcePatternType: ResourcePatternTypes.ANY,
      operation: AclOperationTypes.ANY,
      permissionType: AclPermissionTypes.ANY,
    });
    for (const { resourceType, resourceName, resourcePatternType, acls } of described) {
      for (const { operation } of acls) {
        const resource = nameOf(resources, resourceType);
        const match = nameOf(matches, resourcePatternType);
        const known = nameOf(operations, operation);
        // What this package never makes is not its to revoke either.
        if (resource && match && known) {
          permissions.push({ user, resource, name: resourceName, match, operation: known });
        }
      }
    }
  }
  return permissions;
}

async function applyStep(
  admin: Admin,
  users: ScramUsers,
  step: KafkaStep,
  { passwordOf, random }: KafkaSecrets,
): Promise<void> {
  switch (step.kind) {
    case 'create-topic':
    case 'cannot':
      return;
    case 'configure-topic': {
      const resource = { type: ConfigResourceTypes.TOPIC, name: step.name };
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{ ...resource, configEntries: entriesOf(step.config) }],
      });
      return;
    }
    case 'add-partitions':
      await admin.createPartitions({ topicPartitions: [{ topic: step.name, count: step.to }] });
      return;
    case 'create-user': {
      const password = passwordOf(step.user);
      if (password !== undefined) await users.set(step.user, password, random);
      return;
    }
    case 'grant':
      await admin.createAcls({ acl: [aclOf(step.permission)] });
      return;
    case 'revoke':
      await admin.deleteAcls({ filters: [aclOf(step.permission)] });
      return;
  }
}

/** All at once, and then until they have leaders: what kafkajs offers for it fails where brokers do not yet agree. */
async function createTopics(admin: Admin, topics: readonly DeclaredTopic[]): Promise<void> {
  if (topics.length === 0) return;
  await admin.createTopics({
    waitForLeaders: false,
    topics: topics.map(({ name, partitions, replicas, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: replicas,
      configEntries: entriesOf(config),
    })),
  });
  const names = new Set(topics.map(({ name }) => name));
  for (let looks = 1; ; looks++) {
    const { topics: known } = await admin.fetchTopicMetadata();
    const led = known.filter(
      ({ name, partitions }) => names.has(name) && partitions.every(({ leader }) => leader >= 0),
    );
    if (led.length === names.size) return;
    if (looks > leaderLooksMax)
      throw kafkaErrors.error('E_BUS_UNAVAILABLE', { facts: { waitedFor: [...names] } });
    await setTimeout(leaderLookMs);
  }
}

function aclOf({ user, resource, name, match, operation }: Permission): AclEntry {
  return {
    principal: `User:${user}`,
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: resources[resource],
    resourceName: name,
    resourcePatternType: matches[match],
    operation: operations[operation],
  };
}

function entriesOf(config: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(config).map(([name, value]) => ({ name, value }));
}

function nameOf<Name extends string>(
  numbers: Readonly<Record<Name, number>>,
  value: number,
): Name | undefined {
  return (Object.keys(numbers) as Name[]).find((name) => numbers[name] === value);
}
