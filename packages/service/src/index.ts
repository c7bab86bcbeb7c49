export * from './config-schema.ts';
export * from './define-service.ts';
export * from './errors.ts';
export * from './health.ts';
export * from './load-config.ts';
export { type Operations, type OperationsRecord, openOperations } from './operations/operations.ts';
export { failure, lag, processorState } from './operations/processor-answers.ts';
export * from './run-together.ts';
export * from './service-part.ts';
