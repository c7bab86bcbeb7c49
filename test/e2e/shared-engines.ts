import { startPostgres } from '@tongban/testing';
import type { TestProject } from 'vitest/node';
import { startKafka } from '../../infra/kafka/start-kafka.ts';

/** Engines that tests over engines share, each test file with topics and a database of its own; or why there are none. */
export type SharedEngines =
  | { readonly brokers: readonly string[]; readonly postgresUrl: string }
  | { readonly absent: string };

declare module 'vitest' {
  interface ProvidedContext {
    engines: SharedEngines;
  }
}

export default async function startEngines(project: TestProject): Promise<() => Promise<void>> {
  const [kafka, postgres] = await Promise.all([startKafka({ brokers: 1 }), startPostgres()]);
  const stop = async (): Promise<void> => {
    await Promise.all([kafka, postgres].map((engine) => 'absent' in engine || engine.stop()));
  };
  if ('absent' in kafka || 'absent' in postgres) {
    const reasons = [kafka, postgres].flatMap((engine) => ('absent' in engine ? [engine.absent] : []));
    project.provide('engines', { absent: reasons.join('; ') });
  } else {
    project.provide('engines', { brokers: kafka.brokers, postgresUrl: postgres.url });
  }
  return stop;
}
