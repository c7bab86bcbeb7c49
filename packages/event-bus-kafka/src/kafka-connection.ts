import type { Logger } from '@tongban/telemetry';
import kafkajs, {
  type Kafka,
  type KafkaConfig,
  type LogEntry,
  type logLevel,
  type RetryOptions,
} from 'kafkajs';

/** How to reach a cluster. */
export interface KafkaConnection {
  /** `host:port` of some of the brokers. */
  readonly brokers: readonly string[];
  /** Name and password for SCRAM-SHA-256. */
  readonly login?: { readonly name: string; readonly password: string };
  /** Whether the connection is encrypted; default not. */
  readonly tls?: boolean;
  readonly logger: Logger;
}

/**
 * Kafka is waited for, an outage of a quarter of an hour long. A producer that gives up loses its sequence numbers, and
 * with them what keeps a retry from being written twice.
 */
export const patientRetry: RetryOptions = {
  initialRetryTime: 50,
  maxRetryTime: 500,
  factor: 0.2,
  multiplier: 2,
  retries: 2_000,
};

/** For what somebody waits for: an answer in a few seconds, or none. */
export const briefRetry: RetryOptions = { ...patientRetry, retries: 8 };

/** A client of the cluster, whose own log goes to the logger: what it calls an error is mostly retried. */
export function connectKafka(connection: KafkaConnection, clientId: string, retry = patientRetry): Kafka {
  const { brokers, login, tls = false, logger } = connection;
  const config: KafkaConfig = {
    clientId,
    brokers: [...brokers],
    ssl: tls,
    ...(login === undefined
      ? {}
      : { sasl: { mechanism: 'scram-sha-256', username: login.name, password: login.password } }),
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry,
    logCreator: () => (entry) => writeEntry(logger, entry),
  };
  return new kafkajs.Kafka(config);
}

function writeEntry(logger: Logger, { level, namespace, log }: LogEntry): void {
  const { ERROR, WARN } = kafkajs.logLevel as typeof logLevel;
  const { message, error } = log as { readonly message: string; readonly error?: unknown };
  const facts = {
    client: namespace,
    said: message,
    ...(error === undefined ? {} : { reason: String(error) }),
  };
  if (level === ERROR || level === WARN) logger.debug(facts, 'the Kafka client met a difficulty');
}
