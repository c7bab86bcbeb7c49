export type {
  ColumnType,
  CreateTableBuilder,
  Expression,
  ExpressionBuilder,
  Generated,
  Insertable,
  Kysely,
  Selectable,
  SqlBool,
  Transaction,
  Updateable,
} from 'kysely';
export { sql } from 'kysely';
export type { Migration } from 'kysely/migration';
export * from './errors.ts';
export * from './insert-rows.ts';
export * from './open-postgres-views.ts';
export * from './open-views.ts';
export { postgresVersion } from './postgres-pool.ts';
export * from './view-store.ts';
