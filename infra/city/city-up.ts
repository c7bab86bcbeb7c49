#!/usr/bin/env node
/**
 * The sample city on engines of its own: `pnpm city:up [--brokers=3] [--port=8080]`. Starts a Kafka cluster, PostgreSQL
 * and every service as a process, two replicas of the flows service among them, all in a temporary folder that goes
 * when it ends. Runs until Ctrl-C.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startPostgres, temporaryFolder } from '@tongban/testing';
import { applyDeclaration } from '../kafka/apply-declaration.ts';
import { startKafka } from '../kafka/start-kafka.ts';
import { type City, startCity } from './start-city.ts';

const { values } = parseArgs({
  options: {
    brokers: { type: 'string', default: '3' },
    port: { type: 'string', default: '8080' },
  },
});
const brokers = Number(values.brokers);
if (brokers !== 1 && brokers !== 3) {
  console.error(`--brokers is 1 or 3, not ${values.brokers}`);
  process.exit(2);
}

const say = (text: string): void => console.log(text);
const stopping: (() => Promise<unknown>)[] = [];
const stopAll = async (): Promise<void> => {
  for (const stop of stopping.toReversed()) await stop();
  stopping.length = 0;
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say('stopping …');
    void stopAll().then(() => process.exit(0));
  });
}

try {
  const city = await start();
  say(`
ready ${city.url}   (sample city; ${brokers} Kafka brokers, PostgreSQL, ${city.processes.size} processes)
${[...city.processes].map(([name, { url }]) => `  ${name.padEnd(16)} ${url}`).join('\n')}

API pages   ${city.url}/docs

# read what the tax department receives
curl -sS '${city.url}/v1/feed?limit=5' \\
  -H "Authorization: Bearer $(curl -sS -X POST '${city.url}/identity/token?as=tax&format=text')"

Ctrl-C stops.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  await stopAll();
  process.exit(1);
}

async function start(): Promise<City> {
  const folder = await temporaryFolder();
  stopping.push(() => folder.remove());
  say('PostgreSQL and Kafka are starting; the first time the jars of Kafka are copied by Maven …');
  const [postgres, kafka] = await Promise.all([startPostgres(), startKafka({ brokers: brokers as 1 | 3 })]);
  for (const engine of [postgres, kafka]) {
    if ('absent' in engine) throw new Error(engine.absent);
    stopping.push(() => engine.stop());
  }
  if ('absent' in postgres || 'absent' in kafka) throw new Error('there are no engines');
  const departments = ['market-regulation', 'tax', 'courts', 'customs', 'utilities'];
  const replication = { replicas: brokers, minInSyncReplicas: brokers === 3 ? 2 : 1 };
  await applyDeclaration({ brokers: kafka.brokers, different: replication });
  say('The services are starting …');
  const city = await startCity({
    folder: folder.path,
    brokers: kafka.brokers,
    postgresUrl: postgres.url,
    departmentsByKafka: departments,
    replicas: { flows: 2 },
    departments: { enterprises: 30, everySeconds: 15 },
    port: Number(values.port),
  });
  stopping.push(() => city.stop());
  return city;
}
