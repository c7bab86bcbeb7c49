import { chinaHolidays } from '@tongban/calendar';
import type { CloudEvent } from '@tongban/cloudevents';
import type { EventSource, Position } from '@tongban/event-store';
import {
  type Processor,
  type ProcessorHandle,
  runDeadlines,
  runProcessor,
  type View,
} from '@tongban/processing';
import { defineService, type ServiceDefinition } from '@tongban/service';
import type { ViewTx } from '@tongban/view-store';
import { z } from 'zod';
import { mountComplaintRoutes } from './api/complaint-routes.ts';
import { mountContractRoutes } from './api/contract-routes.ts';
import { mountCorrectionRoutes } from './api/correction-routes.ts';
import { mountDirectoryRoutes } from './api/directory-routes.ts';
import { mountDocumentRoutes } from './api/document-routes.ts';
import { mountEventRoutes } from './api/event-routes.ts';
import { mountFeedRoutes } from './api/feed-routes.ts';
import { mountGrantRoutes } from './api/grant-routes.ts';
import { mountIncidentRoutes } from './api/incident-routes.ts';
import { mountKeyRoutes } from './api/key-routes.ts';
import { mountPersonRoutes } from './api/person-routes.ts';
import { mountPublishRoutes } from './api/publish-routes.ts';
import { mountReadRoutes } from './api/read-routes.ts';
import { mountSourceRoutes } from './api/source-routes.ts';
import { mountUsageExportRoutes } from './api/usage-export-routes.ts';
import { mountWebhookRoutes } from './api/webhook-routes.ts';
import {
  type AcknowledgementTables,
  acknowledgementMigrations,
  acknowledgementsIn,
} from './feeds/acknowledgements.ts';
import { entitlementOf } from './feeds/entitlement.ts';
import { type Entitlement, openFeedReader } from './feeds/feed-reader.ts';
import { openReadRecorder } from './feeds/read-recorder.ts';
import { openTail } from './feeds/tail.ts';
import { operationsRecord } from './operations-record.ts';
import { openErasureWatch } from './personal-data/erasure-watch.ts';
import { openPersonKeys, type PersonKeyTables, personKeyMigrations } from './personal-data/person-keys.ts';
import { personalFieldsUnder } from './personal-data/personal-fields-of.ts';
import { openPlatformJournal } from './platform-journal.ts';
import { openAdmission } from './publishing/admission.ts';
import { openPublisher } from './publishing/publisher.ts';
import { signatureCheck } from './publishing/signature-check.ts';
import { correctedReads } from './reactions/corrected-reads.ts';
import { correctionPush } from './reactions/correction-push.ts';
import { deadlineKeeper, moveProvisional, recordBreach } from './reactions/deadline-keeper.ts';
import { erasure } from './reactions/erasure.ts';
import { sourceChanges } from './reactions/source-changes.ts';
import { openContractView } from './registers/contract-view.ts';
import { openKeyView } from './registers/key-view.ts';
import { openSharingViews } from './registers/sharing-views.ts';
import { sharingRules } from './rules/sharing-rules.ts';
import { openEventReaders } from './sharing/event-readers.ts';
import { departmentsOf } from './sharing/known-departments.ts';
import { openSharingCommands } from './sharing/sharing-commands.ts';
import { carryEvents } from './transport/carry-events.ts';
import { leasedPart } from './transport/leased-part.ts';
import { type ObservedTrafficTables, observedTrafficView } from './views/observed-traffic.ts';
import { type PageReadTables, pageReadsView } from './views/page-reads.ts';
import { type WebhookSecretTables, webhookMigrations } from './webhooks/webhook-secrets.ts';
import { openWebhooks } from './webhooks/webhooks.ts';

export const exchangeConfig = z
  .object({
    /** Addresses that webhooks may reach although they are not public. For tests and closed networks. */
    webhookAllowedAddresses: z.array(z.string()).default([]),
    /** An answer that takes longer is a failure. */
    webhookTimeoutMs: z.int().min(100).max(60_000).default(10_000),
  })
  .prefault({});

export type ExchangeConfig = z.output<typeof exchangeConfig>;

type Tables = PersonKeyTables &
  AcknowledgementTables &
  WebhookSecretTables &
  PageReadTables &
  ObservedTrafficTables;

/** The exchange: publish, receive, grants, keys, personal data, the contracts catalogue and webhooks. */
export const exchangeService: ServiceDefinition<ExchangeConfig> = defineService({
  name: 'exchange',
  config: exchangeConfig,
  async start(context) {
    const { app, operations, clock, ids, random, logger, metrics, transport, keep } = context;
    const store = context.store();
    const views = await context.views<Tables>({
      migrations: { ...personKeyMigrations, ...acknowledgementMigrations, ...webhookMigrations },
      secretTables: ['person_key', 'webhook_secret'],
    });

    const registers = { store, clock, logger };
    const contracts = keep(openContractView({ ...registers, baseline: context.contracts }));
    const sharing = keep(openSharingViews(registers));
    const { grants, corrections, incidents, complaints, complaintAnswers, exports } = sharing;
    const keys = keep(openKeyView(registers));
    const personKeys = openPersonKeys({ db: views.db, clock, ids, random, scrub: views.scrub });
    const erasures = keep(openErasureWatch({ ...registers, keys: personKeys }));
    const personalFields = personalFieldsUnder(personKeys);
    const journal = openPlatformJournal({ store, catalogue: context.contracts, clock, ids });
    const commands = openSharingCommands({ store, journal, ids });
    const processing = { store, processing: views, clock, logger };

    const isSame = (recorded: CloudEvent, offered: CloudEvent): Promise<boolean> =>
      personalFields.isSame(recorded, offered, contracts.now().terms(recorded.type));
    const isSaidBy = (recorded: CloudEvent, sent: CloudEvent): Promise<boolean> =>
      personalFields.isSaidBy(recorded, sent, contracts.now().terms(recorded.type));
    const admission = openAdmission({
      catalogue: contracts.now,
      checkSignature: signatureCheck(keys),
      find: (source, id) => store.find(source, id),
      isSaidBy,
      seal: personalFields.seal,
    });
    const publisher = openPublisher({ store, admission, isSame });
    const tail = keep(await openTail(registers));
    const recorder = openReadRecorder(journal);
    const entitlement = async (department: string, head: Position): Promise<Entitlement> => {
      const [register] = await Promise.all([grants.upTo(head), erasures.upTo(head)]);
      return entitlementOf({
        department,
        register,
        catalogue: contracts.now(),
        personalFields,
        nowMs: clock.now(),
      });
    };
    const reader = openFeedReader({ store, tail, clock, recorder, entitlement });
    const keeping = { processing: views, journal, commands, holidays: chinaHolidays, rules: sharingRules };
    const handles: ProcessorHandle[] = [];
    const run = async (
      processor: Processor<ViewTx<Tables>>,
      from: EventSource = store,
    ): Promise<ProcessorHandle> => {
      const handle = keep(await runProcessor(processor, { ...processing, store: from }));
      handles.push(handle);
      return handle;
    };
    const pageReads = await run(pageReadsView as View<ViewTx<Tables>>);
    await run(observedTrafficView as View<ViewTx<Tables>>);
    const readsUpTo = (position: Position): Promise<void> => pageReads.whenProcessed(position);
    const readers = openEventReaders({ db: views.db, readsUpTo, grants });
    await run(correctionPush({ commands, corrections, grants, readers }), correctedReads(store, corrections));
    await run(erasure(personKeys));
    await run(sourceChanges({ commands, grants, rules: sharingRules, holidays: chinaHolidays }));
    const keeper = await run(deadlineKeeper(keeping));
    await moveProvisional(keeping);
    const breaches = metrics.counter('tongban_deadline_breaches', {
      description: 'Deadlines of sharing that passed unmet.',
      unit: '{deadline}',
    });
    keep(
      await runDeadlines({
        ...processing,
        keeper,
        async fire(deadline, notice) {
          await recordBreach(keeping, deadline, notice);
          if (notice.kind === 'breached') breaches.add(1);
        },
      }),
    );
    const webhooks = keep(
      await openWebhooks({
        ...processing,
        db: views.db,
        commands,
        entitlement,
        recorder,
        random,
        allowedAddresses: context.config.webhookAllowedAddresses,
        timeoutMs: context.config.webhookTimeoutMs,
        isActive: transport === undefined,
      }),
    );

    operations.show(() => [...handles, ...webhooks.runs()]);
    operations.recordIn(operationsRecord({ store, journal }));
    if (transport !== undefined) {
      const leasing = { processing: views, clock, logger, holder: `exchange-${ids.next()}` };
      carryEvents({ ...leasing, transport, store, reader, publisher, metrics }).forEach(keep);
      keep(leasedPart({ ...leasing, name: 'webhook-deliveries', begin: () => webhooks.activate() }));
    }

    const departments = departmentsOf({ contracts, grants, keys, byKafka: transport?.departments ?? [] });
    mountPublishRoutes(app, publisher);
    mountEventRoutes(app, { store, contracts, erasures, personalFields });
    mountFeedRoutes(app, { store, reader, acknowledgements: acknowledgementsIn(views.db, clock) });
    mountWebhookRoutes(app, { webhooks, store, contracts, ids });
    const sharingBy = { rules: sharingRules, holidays: chinaHolidays, departments };
    mountGrantRoutes(app, { ...sharingBy, commands, grants, clock, ids });
    mountDirectoryRoutes(app, { ...sharingBy, commands, grants, contracts, clock, ids });
    mountSourceRoutes(app, { commands, grants, departments, clock, ids });
    mountIncidentRoutes(app, { commands, grants, incidents, contracts, departments, clock, ids });
    mountComplaintRoutes(app, {
      ...{ store, commands, contracts, departments, erasures, personalFields, journal, clock, ids },
      ...{ complaints, answers: complaintAnswers, keys: personKeys },
    });
    mountReadRoutes(app, { store, db: views.db, readsUpTo, grants });
    mountUsageExportRoutes(app, {
      ...{ store, db: views.db, readsUpTo, grants, exports, departments, journal, clock },
    });
    mountKeyRoutes(app, { commands, keys, clock, ids });
    mountDocumentRoutes(app, { contracts, grants, clock });
    mountContractRoutes(app, { contracts, grants, commands, db: views.db, clock });
    mountCorrectionRoutes(app, {
      store,
      readers,
      commands,
      clock,
      ids,
    });
    mountPersonRoutes(app, { commands, keys: personKeys });
  },
});
