import { act } from './act.ts';
import { castore } from './castore.ts';
import { emmettPostgresql } from './emmett-postgresql.ts';
import { emmettSqlite } from './emmett-sqlite.ts';
import { eventStorage } from './event-storage.ts';
import { evtstore } from './evtstore.ts';
import { messageDb } from './message-db.ts';
import type { Peer } from './peer.ts';

/** Whom the store is measured beside. */
export const peers: readonly Peer[] = [
  emmettSqlite,
  act,
  eventStorage,
  emmettPostgresql,
  messageDb,
  castore,
  evtstore,
];
