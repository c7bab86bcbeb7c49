#!/usr/bin/env node
/**
 * A Kafka cluster on this machine for a developer: `pnpm kafka:up [--brokers=3] [--folder=data/kafka]`. It makes the
 * topics, logins and permissions of `topics.json`, prints how to reach it, and runs until Ctrl-C.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { applyDeclaration } from './apply-declaration.ts';
import { startKafka } from './start-kafka.ts';
import declaration from './topics.json' with { type: 'json' };

const { values } = parseArgs({
  options: { brokers: { type: 'string', default: '1' }, folder: { type: 'string' } },
});
const count = Number(values.brokers);
if (count !== 1 && count !== 3) {
  console.error(`--brokers is 1 or 3, not ${values.brokers}`);
  process.exit(2);
}

// Secrets for a machine of one's own, as plain as they look.
const logins = Object.fromEntries(
  [declaration.platformUser, ...declaration.departments].map((name) => [name, `${name}-secret`]),
);

console.log('Kafka is starting; the first time its jars are copied by Maven …');
const kafka = await startKafka({
  brokers: count,
  logins,
  faults: true,
  ...(values.folder === undefined ? {} : { folder: values.folder }),
});
if ('absent' in kafka) {
  console.error(kafka.absent);
  process.exit(1);
}
const replication = { replicas: count, minInSyncReplicas: count === 3 ? 2 : 1 };
const steps = await applyDeclaration({ brokers: kafka.brokers, different: replication, logins });
console.log(`Kafka is ready: ${steps.length} changes were made to its topics and permissions.

  for the platform      KAFKA_BROKERS=${kafka.brokers.join(',')}
  for departments       ${kafka.saslBrokers.join(',')}
                        SCRAM-SHA-256 or PLAIN; login tax, password tax-secret, and so on

Ctrl-C stops it.`);

const stop = async (): Promise<void> => {
  await kafka.stop();
  process.exit(0);
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
