import type { CloudEvent, DecodedEvent } from '@tongban/cloudevents';
import type { ContractCatalogue } from '@tongban/contracts';
import { type EventStore, inMemoryEventStore } from '@tongban/event-store';
import { type JsonObject, systemClock, uuidV7 } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { openViews } from '@tongban/view-store';
import { type KeyCommand, keyDecider } from '../domain/department-keys.ts';
import {
  openPersonKeys,
  type PersonKeys,
  type PersonKeyTables,
  personKeyMigrations,
} from '../personal-data/person-keys.ts';
import { type PersonalFields, personalFieldsUnder } from '../personal-data/personal-fields-of.ts';
import { openPlatformJournal } from '../platform-journal.ts';
import { type Admission, openAdmission } from '../publishing/admission.ts';
import { openPublisher, type Publisher } from '../publishing/publisher.ts';
import { type SignatureCheck, signatureCheck } from '../publishing/signature-check.ts';
import { openKeyView } from '../registers/key-view.ts';
import { openSharingCommands } from '../sharing/sharing-commands.ts';
import { catalogue, random } from './running-exchange.ts';

/** So much of an exchange as publishing needs, in memory. */
export interface PublishingLaboratory {
  readonly store: EventStore;
  readonly admission: Admission;
  readonly publisher: Publisher;
  readonly checkSignature: SignatureCheck;
  readonly personKeys: PersonKeys;
  readonly personalFields: PersonalFields;
  /** A command about the keys of tax. */
  keys(command: KeyAct): Promise<void>;
  close(): Promise<void>;
}

export type KeyAct = KeyCommand extends infer Command
  ? Command extends unknown
    ? Omit<Command, 'actor' | 'department' | 'now'>
    : never
  : never;

export async function openPublishingLaboratory(
  contracts: ContractCatalogue = catalogue,
): Promise<PublishingLaboratory> {
  const clock = systemClock;
  const ids = uuidV7({ now: clock.now, random });
  const store = inMemoryEventStore({ clock });
  const views = await openViews<PersonKeyTables>({
    path: ':memory:',
    schema: 'exchange',
    migrations: personKeyMigrations,
  });
  const personKeys = openPersonKeys({ db: views.db, clock, ids, random, scrub: views.scrub });
  const personalFields = personalFieldsUnder(personKeys);
  const keyView = openKeyView({ store, clock, logger: silentLogger });
  const journal = openPlatformJournal({ store, catalogue, clock, ids });
  const commands = openSharingCommands({ store, journal, ids });
  const checkSignature = signatureCheck(keyView);
  const isSame = (recorded: CloudEvent, offered: CloudEvent): Promise<boolean> =>
    personalFields.isSame(recorded, offered, contracts.terms(recorded.type));
  const isSaidBy = (recorded: CloudEvent, sent: CloudEvent): Promise<boolean> =>
    personalFields.isSaidBy(recorded, sent, contracts.terms(recorded.type));
  const admission = openAdmission({
    catalogue: () => contracts,
    checkSignature,
    find: (source, id) => store.find(source, id),
    isSaidBy,
    seal: personalFields.seal,
  });
  const publisher = openPublisher({ store, admission, isSame });
  return {
    store,
    admission,
    publisher,
    checkSignature,
    personKeys,
    personalFields,
    async keys(act) {
      const actor = { department: 'tax', system: 'ledger', roles: ['department'] } as const;
      const command = { ...act, actor, department: 'tax', now: '2025-01-01T00:00:00Z' } as KeyCommand;
      await commands.give({ owner: 'platform', category: 'keys', key: 'tax' }, keyDecider, command);
    },
    async close() {
      await keyView.stop();
      await views.close();
      await store.close();
    },
  };
}

/** An event as it comes out of a request with no defect of its encoding. */
export function decoded(event: CloudEvent | JsonObject): DecodedEvent {
  return { raw: event as JsonObject, problems: [] };
}
