import type { Position } from '@tongban/event-store';
import { type Clock, instant } from '@tongban/kernel';
import type { Kysely, Migration } from '@tongban/view-store';

/** How far the systems of departments say that they are. Never moves back. */
export interface Acknowledgements {
  /** Answers the position that now stands: the given one, or a later one said before. */
  acknowledge(told: {
    readonly department: string;
    readonly system: string;
    readonly position: Position;
  }): Promise<Position>;
  of(system: { readonly department: string; readonly system: string }): Promise<Position | undefined>;
}

export interface AcknowledgementTables {
  acknowledgement: { department: string; system: string; position: number; at: string };
}

export const acknowledgementMigrations: Readonly<Record<string, Migration>> = {
  '002-acknowledgements': {
    async up(db) {
      await db.schema
        .createTable('acknowledgement')
        .addColumn('department', 'text', (column) => column.notNull())
        .addColumn('system', 'text', (column) => column.notNull())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('acknowledgement_of', ['department', 'system'])
        .execute();
    },
  },
};

export function acknowledgementsIn(db: Kysely<AcknowledgementTables>, clock: Clock): Acknowledgements {
  return {
    async acknowledge({ department, system, position }) {
      const at = instant(clock.now());
      const { position: now } = await db
        .insertInto('acknowledgement')
        .values({ department, system, position, at })
        .onConflict((conflict) =>
          conflict.columns(['department', 'system']).doUpdateSet((row) => ({
            position: row
              .case()
              .when('acknowledgement.position', '>', position)
              .then(row.ref('acknowledgement.position'))
              .else(position)
              .end(),
            at,
          })),
        )
        .returning('position')
        .executeTakeFirstOrThrow();
      return Number(now);
    },
    async of({ department, system }) {
      const row = await db
        .selectFrom('acknowledgement')
        .select('position')
        .where('department', '=', department)
        .where('system', '=', system)
        .executeTakeFirst();
      return row === undefined ? undefined : Number(row.position);
    },
  };
}
