export type { StoreHealth } from './group-commit.ts';
export { ownerOf } from './ownership.ts';
export * from './sqlite-event-store.ts';
export type { DiskFlush } from './wal-flush.ts';
