import { getRandomValues } from 'node:crypto';
import { planKafka } from '@tongban/engines/kafka-declaration';
import type { KafkaDeclaration, KafkaStep } from '@tongban/event-bus-kafka';
import { silentLogger } from '@tongban/telemetry';

export interface Application {
  readonly brokers: readonly string[];
  /** What differs from `topics.json`: fewer replicas on one broker, a prefix of one's own for a test. */
  readonly different?: Partial<KafkaDeclaration>;
  /** Passwords by login; a login without one is not made. */
  readonly logins?: Readonly<Record<string, string>>;
}

/** Makes a cluster as `topics.json` says, and answers what was done. */
export async function applyDeclaration({
  brokers,
  different,
  logins = {},
}: Application): Promise<readonly KafkaStep[]> {
  const plan = await planKafka({ brokers, logger: silentLogger }, different);
  try {
    const steps = plan.steps.filter((step) => step.kind !== 'create-user' || logins[step.user] !== undefined);
    await plan.apply({
      passwordOf: (user) => logins[user],
      random: (target) => getRandomValues(target),
    });
    return steps;
  } finally {
    await plan.close();
  }
}
