export * from './create-logger.ts';
export * from './logger.ts';
export * from './metrics.ts';
export * from './prometheus-metrics.ts';
export * from './redaction.ts';
export * from './span.ts';
export * from './trace-carrier.ts';
export * from './trace-export.ts';
