import { join } from 'node:path';
import { type ContractCatalogue, loadContracts } from '@tongban/contracts';
import {
  type EventStore,
  inMemoryEventStore,
  type Position,
  type RecordedEvent,
  streamName,
} from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { type Clock, systemClock, uuidV7 } from '@tongban/kernel';
import { retryPolicy } from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import { openViews, type ViewStore } from '@tongban/view-store';
import type { Actor } from '../domain/actor.ts';
import { openReadRecorder } from '../feeds/read-recorder.ts';
import { openPlatformJournal, type PlatformJournal } from '../platform-journal.ts';
import { openSharingCommands } from '../sharing/sharing-commands.ts';
import { type WebhookPatience, webhookPatience } from '../webhooks/webhook-patience.ts';
import type { WebhookRun } from '../webhooks/webhook-run.ts';
import { type WebhookSecretTables, webhookMigrations } from '../webhooks/webhook-secrets.ts';
import { type NewWebhook, openWebhooks, type Webhooks } from '../webhooks/webhooks.ts';

/** So much of an exchange as webhooks need: in memory, with grants that a test gives and takes by hand. */
export interface ExchangeLaboratory {
  readonly store: EventStore;
  readonly views: ViewStore<WebhookSecretTables>;
  readonly journal: PlatformJournal;
  /** Departments whose grants are suspended. */
  readonly suspended: Set<string>;
  open(terms?: OpenTerms): Promise<Webhooks>;
  /** Records that a meter was read: one stream a meter. Answers the position. */
  meterRead(meter: string, data?: Readonly<Record<string, string>>): Promise<Position>;
  /** Everything recorded of a type. */
  recorded(type: string): Promise<readonly RecordedEvent[]>;
  close(): Promise<void>;
}

export interface OpenTerms {
  readonly allowedAddresses?: readonly string[];
  readonly patience?: WebhookPatience;
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

export const meterType = 'utilities.meter-read.v1';

/** Gives up at once, and never tries again by itself. */
export const impatient: WebhookPatience = {
  ...webhookPatience,
  atOnce: { attempts: 2, delayMs: 1, delayMsMax: 5 },
  later: retryPolicy({ attempts: 0 }),
};

export const taxSystem: Actor = { department: 'tax', system: 'ledger', roles: ['department'] };
export const customsSystem: Actor = { department: 'customs', system: 'gate', roles: ['department'] };

let contracts: ContractCatalogue | undefined;

export async function openExchangeLaboratory(): Promise<ExchangeLaboratory> {
  contracts ??= loadContracts(join(import.meta.dirname, '../../../../contracts'));
  const random = (target: Uint8Array): Uint8Array =>
    crypto.getRandomValues(target as Uint8Array<ArrayBuffer>);
  const ids = uuidV7({ now: Date.now, random });
  const store = inMemoryEventStore({ clock: systemClock });
  const views = await openViews<WebhookSecretTables>({
    path: ':memory:',
    schema: 'exchange',
    migrations: webhookMigrations,
  });
  const journal = openPlatformJournal({ store, catalogue: contracts, clock: systemClock, ids });
  const suspended = new Set<string>();
  const opened: Webhooks[] = [];

  return {
    store,
    views,
    journal,
    suspended,
    async open(terms = {}) {
      const webhooks = await openWebhooks({
        isActive: true,
        store,
        processing: views,
        db: views.db,
        commands: openSharingCommands({ store, journal, ids }),
        recorder: openReadRecorder(journal),
        async entitlement(department) {
          const isOpen = !suspended.has(department);
          return {
            types: isOpen ? [meterType] : [],
            reveal: ({ bytes }) => ({
              text: bytes,
              grants: [{ grantId: 'GR-1', purpose: 'verification' }],
              withheld: [],
              erased: [],
            }),
          };
        },
        clock: systemClock,
        random,
        logger: silentLogger,
        allowedAddresses: ['127.0.0.1'],
        timeoutMs: 5_000,
        patience: impatient,
        ...terms,
      });
      opened.push(webhooks);
      return webhooks;
    },
    async meterRead(meter, data = {}) {
      const event = sampleEvent({
        id: ids.next(),
        source: '/departments/utilities/meters',
        type: meterType,
        data: { meter, ...data },
      });
      const [outcome] = await store.append(streamName('utilities', 'meter', meter), 'any', [event]);
      return outcome?.position ?? 0;
    },
    async recorded(type) {
      return (await store.readAll({ after: 0, limit: 1_000, filter: { types: [type] } })).events;
    },
    async close() {
      for (const webhooks of opened) await webhooks.stop();
      await views.close();
      await store.close();
    },
  };
}

/** Registers a webhook of tax, from the beginning unless told otherwise. */
export async function registerForTax(
  webhooks: Webhooks,
  more: Partial<NewWebhook> & Pick<NewWebhook, 'url'>,
): Promise<{ readonly secret: string; readonly run: WebhookRun }> {
  const webhookId = more.webhookId ?? 'wh-1';
  const wanted = { webhookId, requestId: `request-${webhookId}`, after: 0, ...more };
  const { secret } = await webhooks.register(taxSystem, wanted);
  return { secret, run: webhooks.run(wanted.webhookId) as WebhookRun };
}
