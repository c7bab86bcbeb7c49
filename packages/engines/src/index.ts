export * from './engine-config.ts';
export * from './errors.ts';
export { openEngines, processUsing } from './open-engines.ts';
export * from './run-main.ts';
export * from './serve.ts';
