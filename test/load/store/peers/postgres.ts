import type { LoadPackage } from './peer.ts';

/** As much of `pg` as the peers call that bring no connections of their own. */
export interface PostgresPool {
  query<Row>(sql: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Row[] }>;
  connect(): Promise<PostgresConnection>;
  end(): Promise<void>;
}

interface PostgresConnection extends Pick<PostgresPool, 'query'> {
  release(): void;
}

/** The version of `pg` that peers get. */
export const pgPackage = { pg: '8.16.3' };

/** A pool with the defaults of `pg`: ten connections. Names without a schema are looked for in `searchPath`. */
export async function openPool(load: LoadPackage, url: string, searchPath = 'public'): Promise<PostgresPool> {
  const { Pool } = await load<{ readonly Pool: new (options: object) => PostgresPool }>('pg');
  return new Pool({ connectionString: url, options: `-c search_path=${searchPath}` });
}

/** What a server says of its flushes. */
export async function durabilityOf(query: (sql: string) => Promise<readonly object[]>): Promise<string> {
  const said = await Promise.all(
    ['fsync', 'synchronous_commit'].map(async (setting) => {
      const [row] = await query(`SHOW ${setting}`);
      return `${setting} ${Object.values(row ?? {})[0]}`;
    }),
  );
  return said.join(', ');
}
