import { chinaHolidays } from '@tongban/calendar';
import type { CloudEvent } from '@tongban/cloudevents';
import { generateSigningKey, signEvent } from '@tongban/cloudevents/signature';
import { type RecordedEvent, streamName } from '@tongban/event-store';
import { canonicalBytes, canonicalJson, type JsonObject } from '@tongban/kernel';
import { expect, it } from 'vitest';
import { directoryDecider } from '../domain/directory-decider.ts';
import type { DirectoryItem } from '../domain/directory-item.ts';
import type { GrantCommand } from '../domain/grant-command.ts';
import { openGrantRegister } from '../domain/grant-register.ts';
import {
  agreed,
  contractOf,
  given,
  grants,
  on,
  operator,
  provisioned,
  requested,
  utilities,
} from '../domain/testing/samples.ts';
import type { PersonalFields } from '../personal-data/personal-fields-of.ts';
import { sharingRules } from '../rules/sharing-rules.ts';
import { catalogue } from '../testing/running-exchange.ts';
import { accountData, accountItem, accountOpened, accountType } from '../testing/sharing-steps.ts';
import { entitlementOf } from './entitlement.ts';
import type { Revealed } from './feed-item.ts';
import type { Entitlement } from './feed-reader.ts';

const duringMs = Date.parse('2026-03-02T10:00:00+08:00');

const item: DirectoryItem = {
  ...accountItem,
  format: 'cloudevents-json',
  updateFrequency: 'real-time',
  sharingWays: ['pull'],
  grade: 'general',
};

/** Nothing is sealed here, and what is named is erased. */
const nobody = (erased: readonly string[] = []): PersonalFields => ({
  seal: async (event) => event,
  open: async (event) => ({ event, erased }),
  isSame: async () => false,
  isSaidBy: async () => false,
});

/** What tax may read with these fields of the account granted from 2025-10-01 to 2026-09-30. */
function entitlement(options: {
  readonly department?: string;
  readonly fields?: readonly string[];
  readonly erased?: readonly string[];
  readonly nowMs?: number;
}): Entitlement {
  const {
    department = 'tax',
    fields = ['/accountNumber', '/contact'],
    erased = [],
    nowMs = duringMs,
  } = options;
  const register = openGrantRegister();
  const directory = given(directoryDecider(sharingRules, chinaHolidays), [
    {
      kind: 'submit',
      actor: utilities,
      on,
      type: accountType,
      item,
      contract: contractOf(item),
      signedOffBy: { officer: 'U-1', on },
      secrecyReview: { id: 'S-1', on },
      impactReview: { id: 'I-1', on },
    },
    { kind: 'publish', actor: operator, on },
  ]);
  if (requested.kind !== 'request') throw new Error('the sample is a request');
  const request = { ...requested.request, type: accountType, fields };
  const offered = { item: { item, version: 1 } };
  const history = given(grants, [
    { ...requested, request, ...offered },
    { ...agreed, ...offered } as GrantCommand,
    { ...provisioned, ...offered } as GrantCommand,
  ]);
  for (const event of [...directory.events, ...history.events]) register.apply(event);
  return entitlementOf({ department, register, catalogue, personalFields: nobody(erased), nowMs });
}

function recorded(event: CloudEvent): RecordedEvent {
  const { id, source, type } = event;
  const place = { position: 1, revision: 0, recordedAt: duringMs };
  return {
    ...place,
    stream: streamName('utilities', 'account', 'E'),
    id,
    source,
    type,
    json: canonicalJson(event),
    bytes: canonicalBytes(event),
    event,
    attributes: event,
  };
}

const eventOf = (seen: Revealed | undefined): CloudEvent =>
  JSON.parse(new TextDecoder().decode(seen?.text)) as CloudEvent;

const notice = (type: string, data: JsonObject): RecordedEvent =>
  recorded({ ...accountOpened('N-1'), type, source: '/platform/exchange', data } as CloudEvent);

it('gives granted fields, under the names of the grants', async () => {
  const seen = await entitlement({}).reveal(recorded(accountOpened('A-1')));
  const event = eventOf(seen);
  expect(event).toMatchObject({
    id: 'A-1',
    data: { accountNumber: 'E-3101040098231', contact: { personId: 'P-000123' } },
  });
  expect(seen).toMatchObject({
    grants: [{ grantId: 'GR-1', purpose: 'tax-registration' }],
    withheld: ['/premisesAddress', '/service'],
  });
  expect(Object.keys(event.data)).toEqual(['accountNumber', 'contact']);
});

it('gives nothing to others, nor of other types', async () => {
  const customs = entitlement({ department: 'customs' });
  expect(customs.types).not.toContain(accountType);
  expect(await customs.reveal(recorded(accountOpened('A-1')))).toBeUndefined();
  const other = { ...accountOpened('A-1'), type: 'utilities.supply-restored.v1' } as CloudEvent;
  expect(await entitlement({}).reveal(recorded(other))).toBeUndefined();
});

it.each([
  ['2025-09-30T23:59:59.999+08:00', false],
  ['2025-10-01T00:00:00+08:00', true],
  ['2026-09-30T23:59:59.999+08:00', true],
  ['2026-10-01T00:00:00+08:00', false],
])('at %s gives something: %s', (at, isOpen) => {
  expect(entitlement({ nowMs: Date.parse(at) }).types.includes(accountType)).toBe(isOpen);
});

it('names erased fields as far as they are granted', async () => {
  const erased = ['/contact/name', '/contact/phone'];
  const event = recorded(accountOpened('A-1', { data: accountData({ contact: { personId: 'P-000123' } }) }));
  expect((await entitlement({ erased }).reveal(event))?.erased).toEqual(erased);
  expect((await entitlement({ erased, fields: ['/contact/name'] }).reveal(event))?.erased).toEqual([
    '/contact/name',
  ]);
  expect((await entitlement({ erased, fields: ['/accountNumber'] }).reveal(event))?.erased).toEqual([]);
});

it('hands no signature on that does not cover what is handed over', async () => {
  const signed = recorded(signEvent(accountOpened('A-1'), generateSigningKey('ed25519'), 'k-1'));
  const seen = await entitlement({}).reveal(signed);
  expect(eventOf(seen)).not.toHaveProperty('sig');
  expect(JSON.stringify(eventOf(seen))).not.toMatch(/sigalg|sigkeyid/);
});

it('tells parties what is decided about them, whole and under no grant', async () => {
  const { reveal, types } = entitlement({});
  const parties = { grantId: 'GR-9', requester: 'customs', provider: 'utilities' };
  expect(types).toContain('sharing.access-suspended.v1');
  expect(await reveal(notice('sharing.access-suspended.v1', parties))).toBeUndefined();
  for (const data of [
    { ...parties, requester: 'tax' },
    { ...parties, provider: 'tax' },
    { ...parties, to: 'tax' },
    { raisedBy: 'tax' },
    { replaces: 'tax' },
    { department: 'tax' },
    { item: { provider: 'tax' } },
  ]) {
    const seen = await reveal(notice('sharing.access-suspended.v1', data));
    expect(seen).toMatchObject({ grants: [], withheld: [] });
    expect(eventOf(seen)).toMatchObject({ data });
  }
});

it('tells of an incident whom it concerns: who reported it, and whose data it is', async () => {
  const incident = { department: 'customs', eventTypes: ['courts.case-accepted.v1', accountType] };
  const recordedIncident = notice('sharing.incident-reported.v1', incident);
  for (const [department, isTold] of [
    ['customs', true],
    ['utilities', true],
    ['courts', true],
    ['tax', false],
  ] as const) {
    const seen = await entitlement({ department }).reveal(recordedIncident);
    expect(seen !== undefined, department).toBe(isTold);
  }
  // Of what else names event types, only the parties hear.
  const complaint = notice('sharing.subject-complaint-filed.v1', incident);
  expect(await entitlement({ department: 'utilities' }).reveal(complaint)).toBeUndefined();
});

it('keeps the records of reading out of feeds', () => {
  expect(entitlement({}).types).not.toContain('sharing.data-read.v1');
  expect(entitlement({}).types).not.toContain('sharing.usage-record-exported.v1');
});
