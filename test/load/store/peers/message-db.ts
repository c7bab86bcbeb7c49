import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import { type Peer, partsOf } from './peer.ts';
import { durabilityOf, openPool, type PostgresPool, pgPackage } from './postgres.ts';

/** The order of its own `install.sh`; functions call each other, and PostgreSQL looks for them when they run. */
const scripts = ['roles', 'schema', 'extensions', 'tables', 'types', 'functions', 'indexes'] as const;
const page = 500;

/** Message DB: functions of PostgreSQL. A batch is one transaction, as its own clients make it. */
export const messageDb: Peer = {
  name: 'message-db',
  packages: { '@eventide/message-db': '1.3.1', ...pgPackage },
  keepsIn: 'postgres',
  async open(load, url): Promise<Candidate> {
    const pool = await openPool(load, url, 'message_store,public');
    await install(pool, load.resolve('@eventide/message-db/package.json'));
    const durability = await durabilityOf(async (sql) => (await pool.query<object>(sql)).rows);
    const write = (on: Pick<PostgresPool, 'query'>, values: readonly unknown[]): Promise<unknown> =>
      on.query('SELECT message_store.write_message($1, $2, $3, $4, $5, $6)', values);
    return {
      name: 'message-db',
      async append(stream, revision, events) {
        const rows = events.map((event, at) => {
          const { data, metadata } = partsOf(event);
          return [event.id, stream, event.type, data, metadata, revision + at];
        });
        const [first] = rows;
        if (first && rows.length === 1) {
          await write(pool, first);
          return;
        }
        const connection = await pool.connect();
        try {
          await connection.query('BEGIN');
          for (const row of rows) await write(connection, row);
          await connection.query('COMMIT');
        } finally {
          connection.release();
        }
      },
      async readStream(stream) {
        const sql = 'SELECT * FROM message_store.get_stream_messages($1, 0, 1000)';
        return parsed((await pool.query<Message>(sql, [stream])).rows);
      },
      async readAll() {
        let count = 0;
        for (let from = 0; ; ) {
          const sql = 'SELECT * FROM message_store.get_category_messages($1, $2, $3)';
          const { rows } = await pool.query<Message>(sql, ['tax.case', from, page]);
          count += parsed(rows);
          if (rows.length < page) return count;
          from = Number(rows.at(-1)?.global_position) + 1;
        }
      },
      durability: () => durability,
      close: () => pool.end(),
    };
  },
};

interface Message {
  readonly global_position: string;
  readonly data: string;
  readonly metadata: string;
}

function parsed(rows: readonly Message[]): number {
  for (const { data, metadata } of rows) {
    JSON.parse(data);
    JSON.parse(metadata);
  }
  return rows.length;
}

async function install(pool: PostgresPool, manifest: string): Promise<void> {
  const folder = join(dirname(manifest), 'database');
  const connection = await pool.connect();
  try {
    await connection.query('SET check_function_bodies = off');
    for (const part of scripts) {
      for (const file of readdirSync(join(folder, part)).sort()) {
        await connection.query(readFileSync(join(folder, part, file), 'utf8'));
      }
    }
  } finally {
    connection.release();
  }
}
