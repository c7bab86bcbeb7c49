import { trace } from '@opentelemetry/api';
import { type Logger as PinoLogger, pino, destination as pinoDestination } from 'pino';
import type { Facts, LogDestination, Logger, LogLevel } from './logger.ts';
import { prettyLines } from './pretty-lines.ts';
import { createRedaction } from './redaction.ts';

export interface LoggerOptions {
  /** The lowest level that is written. */
  readonly level: LogLevel;
  /** Name of the process or service, in each line. */
  readonly name: string;
  /** Default: standard error, so that standard output stays free for what a command prints. */
  readonly destination?: LogDestination;
  /** Lines for people instead of JSON. Default false. */
  readonly pretty?: boolean;
  /** Names of fields that are personal beyond the usual ones, for example those that contracts mark. */
  readonly personalFields?: readonly string[];
}

/**
 * A logger that writes one JSON object a line: `level`, `time` (RFC 3339), `name`, `message`, the facts and,
 * inside
 * a span, `traceId` and `spanId`.
 */
export function createLogger(options: LoggerOptions): Logger {
  const destination = options.destination ?? pinoDestination({ fd: 2, sync: true });
  const root = pino(
    {
      level: options.level,
      messageKey: 'message',
      base: { name: options.name },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      mixin: activeTrace,
    },
    options.pretty ? prettyLines(destination) : destination,
  );
  return wrap(root, createRedaction(options.personalFields));
}

function wrap(line: PinoLogger, redact: (facts: Facts) => Record<string, unknown>): Logger {
  return {
    debug: (facts, message) => {
      if (line.isLevelEnabled('debug')) line.debug(redact(facts), message);
    },
    info: (facts, message) => {
      if (line.isLevelEnabled('info')) line.info(redact(facts), message);
    },
    warn: (facts, message) => line.warn(redact(facts), message),
    error: (facts, message) => line.error(redact(facts), message),
    child: (facts) => wrap(line.child(redact(facts)), redact),
  };
}

function activeTrace(): object {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined ? {} : { traceId: span.traceId, spanId: span.spanId };
}
