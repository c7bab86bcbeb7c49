import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { makeFolder } from '@tongban/folders';
import { startContainer } from '@tongban/testing';
import { classArchive } from './class-archive.ts';
import { freeNodePorts } from './free-ports.ts';
import { kafkaJars } from './kafka-jars.ts';
import { formatNode, type KafkaNode } from './kafka-node.ts';
import type { ClusterPlan } from './node-properties.ts';

/** A cluster that serves. Nodes count from 1. */
export interface KafkaCluster {
  /** Addresses of the listener without a login. */
  readonly brokers: readonly string[];
  /** Addresses of the listener with SCRAM-SHA-256 and PLAIN; empty where the cluster is not ours. */
  readonly saslBrokers: readonly string[];
  /** Whether it is ours to kill: false for one that KAFKA_BROKERS names. */
  readonly isOurs: boolean;
  /** Kills a node as a power cut would. */
  kill(node: number): Promise<void>;
  /** Starts a node that was killed, on its folder. Resolves when it serves. */
  start(node: number): Promise<void>;
  stopAll(): Promise<void>;
  startAll(): Promise<void>;
  /** Ends the cluster and removes its folder, unless it was given one. */
  stop(): Promise<void>;
}

export interface KafkaOptions {
  readonly brokers: 1 | 3;
  /** Where the nodes keep their data; default a temporary folder. */
  readonly folder?: string;
  /** Passwords by name. `admin` is always there. */
  readonly logins?: Readonly<Record<string, string>>;
  /** Whether nodes will be killed: then KAFKA_BROKERS is not used. */
  readonly faults?: boolean;
}

/**
 * The cluster that KAFKA_BROKERS names, else one of our own from Apache Kafka's jars, else a broker in a container.
 * Where there is none of them: why.
 */
export async function startKafka(options: KafkaOptions): Promise<KafkaCluster | { readonly absent: string }> {
  const named = process.env.KAFKA_BROKERS;
  if (named && !options.faults) return namedCluster(named.split(','));
  const jars = await kafkaJars();
  if (!('absent' in jars)) return ownCluster(options, jars.folder);
  const container = options.faults ? undefined : await brokerInContainer();
  return container ?? { absent: `there is no Kafka: set KAFKA_BROKERS, or: ${jars.absent}` };
}

/** One broker without logins, for what neither kills it nor logs in. */
async function brokerInContainer(): Promise<KafkaCluster | undefined> {
  const container = await startContainer({
    image: 'apache/kafka:4.4.0',
    port: 9092,
    env: (port) => ({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_AUTHORIZER_CLASS_NAME: 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      KAFKA_SUPER_USERS: 'User:ANONYMOUS',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    }),
    says: /Kafka Server started/,
  });
  return container && { ...namedCluster([`127.0.0.1:${container.port}`]), stop: () => container.stop() };
}

async function ownCluster(options: KafkaOptions, jars: string): Promise<KafkaCluster> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'tongban-kafka-'));
  makeFolder(folder);
  const plan: ClusterPlan = {
    folder,
    jars,
    classArchive: await classArchive(jars),
    // A tool that reads the id as an option must not be led astray by a leading minus.
    clusterId: `k${randomBytes(16).toString('base64url').slice(1)}`,
    ports: await freeNodePorts(options.brokers),
    logins: { admin: 'admin-secret', ...options.logins },
  };
  const ids = plan.ports.map((_, at) => at + 1);
  const nodes = await Promise.all(ids.map((id) => formatNode(plan, id)));
  const node = (id: number): KafkaNode => nodes[id - 1] as KafkaNode;
  const all = async (work: (node: KafkaNode) => Promise<void>): Promise<void> => {
    await Promise.all(nodes.map(work));
  };
  const cluster: KafkaCluster = {
    brokers: plan.ports.map(({ plain }) => `127.0.0.1:${plain}`),
    saslBrokers: plan.ports.map(({ sasl }) => `127.0.0.1:${sasl}`),
    isOurs: true,
    kill: (id) => node(id).kill(),
    start: (id) => node(id).start(),
    stopAll: () => all((one) => one.kill()),
    startAll: () => all((one) => one.start()),
    async stop() {
      await all((one) => one.kill());
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  try {
    await cluster.startAll();
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

function namedCluster(brokers: readonly string[]): KafkaCluster {
  const refuse = async (): Promise<void> => {
    throw new Error('the cluster of KAFKA_BROKERS is not ours to kill');
  };
  return {
    brokers,
    saslBrokers: [],
    isOurs: false,
    kill: refuse,
    start: refuse,
    stopAll: refuse,
    startAll: refuse,
    stop: async () => {},
  };
}
