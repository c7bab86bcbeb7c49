import { type Clock, type IdSource, instant, type RandomBytes } from '@tongban/kernel';
import { type Kysely, type Migration, sql } from '@tongban/view-store';

/** The key under which a person's fields are sealed. Its id is random and says nothing of the person. */
export interface PersonKey {
  readonly keyId: string;
  /** AES-256: 32 bytes. */
  readonly key: Uint8Array;
}

/** Keys of persons. Destroying a key erases every field that was sealed under it, in every copy. */
export interface PersonKeys {
  /** The key in force for a person, made at the first use; durable before it answers. */
  sealingKey(person: string): Promise<PersonKey>;
  /** The key of this id; undefined where it was destroyed or never was. */
  openingKey(keyId: string): Promise<PersonKey | undefined>;
  /** Ids of the keys of a person that are not destroyed: one, or none. */
  inForce(person: string): Promise<readonly string[]>;
  /** Destroys these keys; those that are destroyed already stay so. Overwritten on disk before it answers. */
  destroy(keyIds: readonly string[]): Promise<void>;
  /** Keeps these keys in memory no longer: another process has destroyed them. */
  forget(keyIds: readonly string[]): void;
}

interface PersonKeyTable {
  key_id: string;
  person: string;
  /** base64; null once destroyed. */
  key: string | null;
  made_at: string;
  destroyed_at: string | null;
}

export interface PersonKeyTables {
  person_key: PersonKeyTable;
}

/** Keys kept in memory at most; the rest is read when asked for. */
const rememberedMax = 10_000;

export const personKeyMigrations: Readonly<Record<string, Migration>> = {
  '001-person-keys': {
    async up(db) {
      await db.schema
        .createTable('person_key')
        .addColumn('key_id', 'text', (column) => column.primaryKey())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('key', 'text')
        .addColumn('made_at', 'text', (column) => column.notNull())
        .addColumn('destroyed_at', 'text')
        .execute();
      // One key in force a person, also when two replicas make one at the same moment.
      await db.schema
        .createIndex('person_key_in_force')
        .unique()
        .on('person_key')
        .column('person')
        .where(sql.ref('destroyed_at'), 'is', null)
        .execute();
    },
  },
};

export function openPersonKeys(options: {
  readonly db: Kysely<PersonKeyTables>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: RandomBytes;
  /** Overwrites what was deleted, where the database keeps deleted bytes otherwise. */
  readonly scrub: () => Promise<void>;
}): PersonKeys {
  const { db, clock, ids, random, scrub } = options;
  const byPerson = new Map<string, PersonKey>();
  const byId = new Map<string, PersonKey>();
  /** How often keys were forgotten: what was read before may have been destroyed since, and is not remembered. */
  let forgotten = 0;

  const remember = (person: string, key: PersonKey, readAt: number): PersonKey => {
    if (readAt !== forgotten) return key;
    if (byId.size >= rememberedMax) {
      byPerson.clear();
      byId.clear();
    }
    byPerson.set(person, key);
    byId.set(key.keyId, key);
    return key;
  };

  const forget = (keyIds: readonly string[]): void => {
    forgotten += 1;
    const gone = new Set(keyIds);
    for (const keyId of gone) byId.delete(keyId);
    for (const [person, { keyId }] of byPerson) if (gone.has(keyId)) byPerson.delete(person);
  };

  const read = async (person: string): Promise<PersonKey | undefined> => {
    const row = await db
      .selectFrom('person_key')
      .select(['key_id', 'key'])
      .where('person', '=', person)
      .where('destroyed_at', 'is', null)
      .executeTakeFirst();
    return row?.key == null ? undefined : { keyId: row.key_id, key: Buffer.from(row.key, 'base64') };
  };

  const sealingKey = async (person: string): Promise<PersonKey> => {
    const remembered = byPerson.get(person);
    if (remembered) return remembered;
    const readAt = forgotten;
    const known = await read(person);
    if (known) return remember(person, known, readAt);
    await db
      .insertInto('person_key')
      .values({
        key_id: ids.next(),
        person,
        key: Buffer.from(random(new Uint8Array(32))).toString('base64'),
        made_at: instant(clock.now()),
        destroyed_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    // Whoever inserted first made the key; it is read back so that all seal under the same one.
    const made = await read(person);
    // It is gone again where the person was erased at this very moment: what comes after that has a key of its own.
    return made ? remember(person, made, readAt) : sealingKey(person);
  };

  return {
    sealingKey,
    forget,
    async openingKey(keyId) {
      const known = byId.get(keyId);
      if (known) return known;
      const readAt = forgotten;
      const row = await db
        .selectFrom('person_key')
        .select(['person', 'key', 'destroyed_at'])
        .where('key_id', '=', keyId)
        .executeTakeFirst();
      if (row?.key == null) return undefined;
      return remember(row.person, { keyId, key: Buffer.from(row.key, 'base64') }, readAt);
    },
    async inForce(person) {
      const known = await read(person);
      return known ? [known.keyId] : [];
    },
    async destroy(keyIds) {
      if (keyIds.length > 0) {
        await db
          .updateTable('person_key')
          .set({ key: null, destroyed_at: instant(clock.now()) })
          .where('key_id', 'in', keyIds)
          .where('destroyed_at', 'is', null)
          .execute();
      }
      forget(keyIds);
      await scrub();
    },
  };
}
