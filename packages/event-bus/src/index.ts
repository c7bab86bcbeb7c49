export * from './event-bus.ts';
export * from './event-transport.ts';
export * from './in-process-bus.ts';
