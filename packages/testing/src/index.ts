export * from './free-port.ts';
export * from './given.ts';
export * from './postgres-server.ts';
export * from './seeded-random.ts';
export * from './sequential-ids.ts';
export * from './simulated-clock.ts';
export * from './temporary-folder.ts';
export * from './wait-for.ts';
