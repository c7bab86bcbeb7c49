import type { TongbanError } from '@tongban/kernel';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Client, types } from 'pg';
import { viewErrors } from './errors.ts';

/** How long a connection may take to be made, milliseconds. */
const connectMs = 5_000;
/** A transaction in which nobody says anything for so long is ended: its process hangs, and it holds others up. */
const idleInTransactionMs = 60_000;
const int8 = 20;

/** Connections whose unqualified names mean one schema, and whose failures are the errors of this package. */
export async function postgresPool(options: {
  readonly url: string;
  readonly schema: string;
  readonly connectionsMax: number;
}): Promise<PostgresPool> {
  const { default: pg } = await loadDriver();
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax,
    connectionTimeoutMillis: connectMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    application_name: `tongban-${options.schema}`,
    options: `-c search_path="${options.schema}"`,
    types: { getTypeParser: typeParser(pg.types) as typeof types.getTypeParser },
  });
  // A connection that breaks is replaced, and its next query says so; unheard, the event would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await named(() => pool.connect());
      let isBroken = false;
      const query = async (...args: Parameters<typeof client.query>): Promise<unknown> => {
        try {
          return await client.query(...args);
        } catch (error) {
          const failure = databaseError(error);
          isBroken ||= failure !== undefined && viewErrors.is(failure, 'E_VIEWS_UNAVAILABLE');
          throw failure ?? error;
        }
      };
      return { query, release: () => client.release(isBroken) } as unknown as PostgresPoolClient;
    },
  };
}

/** The version of the server that answers there. @throws E_VIEWS_UNAVAILABLE */
export async function postgresVersion(url: string): Promise<string> {
  const { default: pg } = await loadDriver();
  const client: Client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectMs });
  client.on('error', () => {});
  try {
    await named(() => client.connect());
    const { rows } = await named(() => client.query<{ version: string }>('show server_version'));
    return String(Object.values(rows[0] ?? {})[0]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** With SQLite nobody needs it: a process there starts without it. */
function loadDriver(): Promise<typeof import('pg')> {
  return import('pg');
}

async function named<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw databaseError(cause) ?? viewErrors.error('E_VIEWS_UNAVAILABLE', { cause });
  }
}

/** Positions and counts are whole numbers below 2^53; as text they would be compared as text. */
function typeParser(driver: typeof types) {
  return (oid: number, format?: 'text' | 'binary'): ((value: string) => unknown) =>
    oid === int8 ? wholeNumber : driver.getTypeParser(oid, format as 'text');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond 2^53`);
  return value;
}

/** What PostgreSQL's codes (https://www.postgresql.org/docs/current/errcodes-appendix.html) say about the surroundings. */
function databaseError(cause: unknown): TongbanError | undefined {
  const { code, message = '' } = cause as { readonly code?: unknown; readonly message?: string };
  if (/Cannot use a pool after calling end/.test(message))
    return viewErrors.error('E_VIEWS_CLOSED', { cause });
  if (
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      message,
    )
  ) {
    return viewErrors.error('E_VIEWS_UNAVAILABLE', { cause });
  }
  if (typeof code !== 'string') return undefined;
  if (code === '53100') return viewErrors.error('E_VIEWS_FULL', { cause });
  if (code === '25006') return viewErrors.error('E_VIEWS_READ_ONLY', { cause });
  // Connection exceptions, operator intervention, too many connections, serialisation and deadlocks; and the network.
  const isOutside = /^(08|57P|53|40|E[A-Z]+$)/.test(code);
  return isOutside ? viewErrors.error('E_VIEWS_UNAVAILABLE', { cause }) : undefined;
}
