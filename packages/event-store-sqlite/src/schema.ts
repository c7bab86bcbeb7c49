/** Says in the file's header that it is an event store of ours: 'TBES'. */
export const applicationId = 0x54424553;
/** Raised with every change of the tables; a file with a greater one is refused. */
export const schemaVersion = 2;

/** Events of one append from which on they are a run: for fewer it is not worth that a page which meets one is read twice. */
export const runEventsMin = 16;

/**
 * One row an event, in position order. Names that repeat are numbers. Events of one append lie one behind the other;
 * where they are many they are a run, of which the index of streams has the first alone: its `run` says how many they
 * are, and is 0 at the others. It is 1 where an event stands for itself.
 *
 * The index of streams is the backstop of the revision check, since whoever is wrong about a stream's end goes on where
 * another run or event begins. The index over ids is that of idempotency: ids come first, since time-ordered ids then
 * fill it at its end.
 */
export const schema: string = `
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    type INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    source INTEGER NOT NULL,
    id ANY NOT NULL,
    json TEXT NOT NULL,
    run INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision) WHERE run > 0;
  CREATE UNIQUE INDEX events_by_id ON events (id, source);
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * What makes a file of version 1 one of version 2: nothing of it is written anew. Such a file keeps its index of every
 * event's stream and revision, so that appends of many events stay as dear in it as they were.
 */
export const upgradeFrom1: string = `
  ALTER TABLE events ADD COLUMN run INTEGER NOT NULL DEFAULT 1;
  PRAGMA user_version = 2;
`;
