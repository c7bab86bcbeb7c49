import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  declaredKafka,
  type KafkaConnection,
  type KafkaDeclaration,
  type KafkaSecrets,
  type KafkaStep,
  openKafkaAdmin,
} from '@tongban/event-bus-kafka';
import { silentLogger } from '@tongban/telemetry';
import type { BusConfig } from './engine-config.ts';
import { assertComplete, kafkaOf } from './open-engines.ts';

export { type KafkaStep, kafkaStepText } from '@tongban/event-bus-kafka';

/** What differs between a cluster and the declaration, and the means to make it as declared. */
export interface KafkaPlan {
  readonly steps: readonly KafkaStep[];
  /** Does the steps that can be done. */
  apply(secrets: KafkaSecrets): Promise<void>;
  close(): Promise<void>;
}

/** Topics, logins and permissions, as data. */
const kafkaDeclarationFile: string = join(import.meta.dirname, '../../../infra/kafka/topics.json');

/**
 * Compares a cluster with `infra/kafka/topics.json`, some of which may be different: a prefix, fewer replicas.
 * @throws E_BUS_UNAVAILABLE after a few seconds without an answer
 */
export async function planKafka(
  connection: KafkaConnection,
  different: Partial<KafkaDeclaration> = {},
): Promise<KafkaPlan> {
  const declaration = { ...readDeclaration(), ...different };
  const admin = await openKafkaAdmin(connection);
  try {
    const steps = await admin.plan(declaredKafka(declaration), declaration.prefix);
    return { steps, apply: (secrets) => admin.apply(steps, secrets), close: () => admin.close() };
  } catch (error) {
    await admin.close();
    throw error;
  }
}

/** The same for the Kafka of a configuration. @throws E_ENGINE_SETTING where it names no brokers */
export async function planKafkaOf(
  bus: BusConfig,
  different: Partial<KafkaDeclaration>,
): Promise<Omit<KafkaPlan, 'apply'> & { apply(passwordOf: KafkaSecrets['passwordOf']): Promise<void> }> {
  const kafka: BusConfig = { ...bus, engine: 'kafka' };
  assertComplete({ data: '', bus: kafka });
  const plan = await planKafka(kafkaOf(kafka, silentLogger), { prefix: bus.prefix, ...different });
  const random = (target: Uint8Array): Uint8Array =>
    crypto.getRandomValues(target as Uint8Array<ArrayBuffer>);
  return { ...plan, apply: (passwordOf) => plan.apply({ passwordOf, random }) };
}

function readDeclaration(): KafkaDeclaration {
  return JSON.parse(readFileSync(kafkaDeclarationFile, 'utf8')) as KafkaDeclaration;
}
