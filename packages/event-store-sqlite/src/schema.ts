/** Says in the file's header that it is an event store of ours: 'TBES'. */
export const applicationId = 0x54424553;
/** Raised with every change of the tables; a file with a greater one is refused. */
export const schemaVersion = 1;

/**
 * One row an event, in position order. Names that repeat are numbers. `UNIQUE (stream, revision)` is the backstop of the
 * revision check, the index over ids that of idempotency: ids come first, since time-ordered ids then fill it at
 * its end.
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
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE UNIQUE INDEX events_by_id ON events (id, source);
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;
