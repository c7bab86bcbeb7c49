import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BoundedCache } from '@tongban/kernel';

/** The names of a store's events. */
export interface EventNames {
  readonly streams: Names;
  readonly sources: Names;
  readonly types: Names;
  /** Forgets the names that are remembered when they are added, of sources and types: a transaction was taken back. */
  forget(): void;
}

/** Names of each kind that are remembered, at least. */
const namesCachedMax = 32_768;

export function eventNames(database: DatabaseSync): EventNames {
  const sources = new Names(database, 'sources');
  const types = new Names(database, 'types');
  return {
    streams: new Names(database, 'streams'),
    sources,
    types,
    forget: () => {
      sources.forget();
      types.forget();
    },
  };
}

/** Names that repeat in many events, kept once with a number: those of streams, of sources or of types. */
export class Names {
  readonly #select: StatementSync;
  readonly #selectName: StatementSync;
  readonly #selectAll: StatementSync;
  readonly #insert: StatementSync;
  #ids: BoundedCache<string, number> = new BoundedCache(namesCachedMax);
  #names: BoundedCache<number, string> = new BoundedCache(namesCachedMax);

  constructor(database: DatabaseSync, table: 'streams' | 'sources' | 'types') {
    this.#select = database.prepare(`SELECT id FROM ${table} WHERE name = ?`);
    this.#selectName = database.prepare(`SELECT name FROM ${table} WHERE id = ?`);
    this.#selectAll = database.prepare(`SELECT id, name FROM ${table}`);
    this.#insert = database.prepare(`INSERT INTO ${table} (name) VALUES (?) ON CONFLICT (name) DO NOTHING`);
  }

  /** The number of a name; undefined where no event has had it. */
  find(name: string): number | undefined {
    const cached = this.#ids.get(name);
    if (cached !== undefined) return cached;
    const id = this.#select.get(name)?.id as number | undefined;
    if (id !== undefined) this.#ids.set(name, id);
    return id;
  }

  /** The number of a name, new where it has none yet. */
  intern(name: string): number {
    const known = this.find(name);
    if (known !== undefined) return known;
    const id = this.add(name);
    this.#ids.set(name, id);
    return id;
  }

  /**
   * The number of a name that had none when somebody last looked. Another writer may have added it since, also where it
   * recorded nothing: its events were refused after that. It is not remembered: whoever adds streams remembers more of them.
   */
  add(name: string): number {
    const { changes, lastInsertRowid } = this.#insert.run(name);
    return Number(changes === 0 ? this.#select.get(name)?.id : lastInsertRowid);
  }

  forget(): void {
    this.#ids = new BoundedCache(namesCachedMax);
    this.#names = new BoundedCache(namesCachedMax);
  }

  /** All names with their numbers: for types, of which there are few. */
  list(): readonly { readonly id: number; readonly name: string }[] {
    return this.#selectAll.all() as { id: number; name: string }[];
  }

  /** The name of a number: for sources and types, of which there are few. */
  nameOf(id: number): string {
    const cached = this.#names.get(id);
    if (cached !== undefined) return cached;
    const name = this.#selectName.get(id)?.name as string;
    this.#names.set(id, name);
    return name;
  }
}
