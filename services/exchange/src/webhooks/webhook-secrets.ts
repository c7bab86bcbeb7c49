import type { Clock, RandomBytes } from '@tongban/kernel';
import type { Kysely, Migration } from '@tongban/view-store';

/** Secrets under which deliveries are signed. They are in no event and no log: shown once, when they are made. */
export interface WebhookSecrets {
  /** Makes a secret, `whsec_…`. Those that were there before go on signing for 24 hours. */
  renew(webhookId: string): Promise<string>;
  /** The secrets that sign now, newest first. */
  signing(webhookId: string): Promise<readonly string[]>;
  forget(webhookId: string): Promise<void>;
  /** Drops the secrets of every webhook but these. */
  forgetAllBut(webhookIds: readonly string[]): Promise<void>;
}

export interface WebhookSecretTables {
  webhook_secret: {
    secret: string;
    webhook_id: string;
    /** Epoch milliseconds. */
    made_at: number;
    /** Epoch milliseconds; null for the newest. */
    signs_until: number | null;
  };
}

/** For how long a secret still signs after it was replaced. */
const overlapMs = 24 * 3_600_000;
/** Secrets that sign at once: whoever rotates more often within a day loses the oldest. */
const signingMax = 5;
const secretBytes = 32;

export const webhookMigrations: Readonly<Record<string, Migration>> = {
  '003-webhooks': {
    async up(db) {
      await db.schema
        .createTable('webhook_secret')
        .addColumn('secret', 'text', (column) => column.primaryKey())
        .addColumn('webhook_id', 'text', (column) => column.notNull())
        .addColumn('made_at', 'bigint', (column) => column.notNull())
        .addColumn('signs_until', 'bigint')
        .execute();
      await db.schema
        .createIndex('webhook_secret_of')
        .on('webhook_secret')
        .columns(['webhook_id', 'made_at'])
        .execute();
    },
  },
};

export function openWebhookSecrets(options: {
  readonly db: Kysely<WebhookSecretTables>;
  readonly clock: Clock;
  readonly random: RandomBytes;
}): WebhookSecrets {
  const { db, clock, random } = options;

  return {
    signing: (webhookId) => signingIn(db, webhookId, clock.now()),
    async renew(webhookId) {
      const now = clock.now();
      const secret = `whsec_${Buffer.from(random(new Uint8Array(secretBytes))).toString('base64')}`;
      // One transaction: of two who renew at once the later must replace the earlier, and not each the other.
      await db.transaction().execute(async (tx) => {
        const ofWebhook = tx.updateTable('webhook_secret').where('webhook_id', '=', webhookId);
        await ofWebhook
          .set({ signs_until: now + overlapMs })
          .where('signs_until', 'is', null)
          .execute();
        const row = { secret, webhook_id: webhookId, made_at: now, signs_until: null };
        await tx.insertInto('webhook_secret').values(row).execute();
        const kept = await signingIn(tx, webhookId, now);
        await tx
          .deleteFrom('webhook_secret')
          .where('webhook_id', '=', webhookId)
          .where('secret', 'not in', kept)
          .execute();
      });
      return secret;
    },
    async forget(webhookId) {
      await db.deleteFrom('webhook_secret').where('webhook_id', '=', webhookId).execute();
    },
    async forgetAllBut(webhookIds) {
      await db
        .deleteFrom('webhook_secret')
        .$if(webhookIds.length > 0, (query) => query.where('webhook_id', 'not in', webhookIds))
        .execute();
    },
  };
}

async function signingIn(
  db: Kysely<WebhookSecretTables>,
  webhookId: string,
  now: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('webhook_secret')
    .select('secret')
    .where('webhook_id', '=', webhookId)
    .where((of) => of.or([of('signs_until', 'is', null), of('signs_until', '>', now)]))
    .orderBy((of) => of('signs_until', 'is', null), 'desc')
    .orderBy('made_at', 'desc')
    .limit(signingMax)
    .execute();
  return rows.map(({ secret }) => secret);
}
