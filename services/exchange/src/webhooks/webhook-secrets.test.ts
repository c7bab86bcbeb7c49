import { openViews, type ViewStore } from '@tongban/view-store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  openWebhookSecrets,
  type WebhookSecrets,
  type WebhookSecretTables,
  webhookMigrations,
} from './webhook-secrets.ts';

const dayMs = 24 * 3_600_000;
let views: ViewStore<WebhookSecretTables>;
let secrets: WebhookSecrets;
let nowMs: number;

beforeEach(async () => {
  nowMs = 1_000;
  views = await openViews({ path: ':memory:', schema: 'test', migrations: webhookMigrations });
  secrets = openWebhookSecrets({
    db: views.db,
    clock: { now: () => nowMs, after: () => () => {} },
    random: (target) => crypto.getRandomValues(target as Uint8Array<ArrayBuffer>),
  });
});

afterEach(() => views.close());

it('sign until 24 hours after they were replaced, the newest first', async () => {
  const first = await secrets.renew('w');
  expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  nowMs += 5 * dayMs;
  const second = await secrets.renew('w');
  expect(await secrets.signing('w')).toEqual([second, first]);
  nowMs += dayMs - 1;
  expect(await secrets.signing('w')).toEqual([second, first]);
  nowMs += 1;
  expect(await secrets.signing('w')).toEqual([second]);
  await secrets.renew('w');
  expect(await views.db.selectFrom('webhook_secret').selectAll().execute()).toHaveLength(2);
});

it('are at most five, and one stays for good when several are made at once', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => secrets.renew('w')));
  const signing = await secrets.signing('w');
  expect(signing).toHaveLength(5);
  expect(signing[0]).toBe(made.at(-1));
  nowMs += 2 * dayMs;
  expect(await secrets.signing('w')).toEqual([made.at(-1)]);
});

it('are each webhook’s own, and forgotten with it', async () => {
  const kept = await secrets.renew('kept');
  await secrets.renew('removed');
  await secrets.renew('unfinished');
  await secrets.forget('removed');
  expect(await secrets.signing('removed')).toEqual([]);
  await secrets.forgetAllBut(['kept']);
  expect(await secrets.signing('unfinished')).toEqual([]);
  expect(await secrets.signing('kept')).toEqual([kept]);
  await secrets.forgetAllBut([]);
  expect(await secrets.signing('kept')).toEqual([]);
});
