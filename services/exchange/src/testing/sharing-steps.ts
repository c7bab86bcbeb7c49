import type { CloudEvent } from '@tongban/cloudevents';
import { expect } from 'vitest';
import example from '../../../../contracts/utilities/account-opened/examples/valid-electricity.json' with {
  type: 'json',
};
import {
  type Answer,
  type Caller,
  operator,
  type RunningExchange,
  runExchange,
  systemOf,
} from './running-exchange.ts';

/** What utilities publish: with a person in it, of one sequence an account. */
export const accountType = 'utilities.account-opened.v1';

export const utilities: Caller = systemOf('utilities');

/** An account that was opened; `id` and account number say which. */
export function accountOpened(id: string, different: Partial<CloudEvent> = {}): CloudEvent {
  return { ...(example as unknown as CloudEvent), id, ...different } as CloudEvent;
}

/** Its data with some members other than they are. */
export function accountData(different: Readonly<Record<string, unknown>>): CloudEvent['data'] {
  return { ...example.data, ...different } as CloudEvent['data'];
}

/** Publishes one event as its department. */
export function publish(exchange: RunningExchange, event: CloudEvent): Promise<Answer> {
  const department = event.type.slice(0, event.type.indexOf('.'));
  const headers = { 'content-type': 'application/cloudevents+json' };
  return exchange.call('POST', '/v1/events', { as: systemOf(department), body: event, headers });
}

/** The item of utilities in the directory, as it is submitted. */
export const accountItem = {
  type: accountType,
  title: { zh: '用能户号已开立', en: 'Utility account opened' },
  provider: 'utilities',
  sharingClass: 'conditional',
  conditions: { zh: '仅用于核实', en: 'For verification only' },
  fields: [
    { pointer: '/accountNumber', personal: false },
    { pointer: '/service', personal: false },
    { pointer: '/premisesAddress', personal: false },
    { pointer: '/contact', personal: true },
  ],
} as const;

const signed = { officer: 'H-1', on: '2026-03-02' };
export const submission = {
  item: accountItem,
  signedOffBy: signed,
  secrecyReview: { id: 'S-1', on: '2026-03-02' },
  impactReview: { id: 'I-1', on: '2026-03-02' },
} as const;

/** Puts the item into the directory. */
export async function listAccounts(exchange: RunningExchange): Promise<void> {
  const path = `/v1/directory/${accountType}`;
  await done(exchange.call('POST', `${path}/submit`, { as: utilities, body: submission }));
  await done(exchange.call('POST', `${path}/publish`, { as: operator, body: {} }));
}

/** A request for the accounts that nothing is wrong with. */
export const accessRequest = {
  type: accountType,
  purpose: { code: 'verification', text: '核实经营场所' },
  scenario: '税务登记',
  basis: 'order-809',
  legalBasis: [{ source: '中华人民共和国税收征收管理法', article: '第十五条' }],
  fields: ['/accountNumber', '/contact/name'],
  necessity: [{ pointer: '/contact', reason: '核对联系人' }],
  from: '2026-03-02',
  to: '2026-12-31',
  signedOffBy: signed,
} as const;

/** Requests a grant; answers its id. */
export async function requestGrant(
  exchange: RunningExchange,
  different: Readonly<Record<string, unknown>> = {},
  as: Caller = systemOf('tax'),
): Promise<string> {
  const { body } = await done(
    exchange.call('POST', '/v1/grants', { as, body: { ...accessRequest, ...different } }),
  );
  return body.grantId;
}

/** One act on a grant. */
export function act(
  exchange: RunningExchange,
  grantId: string,
  name: string,
  body: object = {},
  as: Caller = utilities,
): Promise<Answer> {
  return done(exchange.call('POST', `/v1/grants/${grantId}/${name}`, { as, body }));
}

/** Requests a grant and brings it to where data flows; answers its id. */
export async function grantAccounts(
  exchange: RunningExchange,
  different: Readonly<Record<string, unknown>> = {},
  as: Caller = systemOf('tax'),
): Promise<string> {
  const grantId = await requestGrant(exchange, different, as);
  await act(exchange, grantId, 'agree', { disposal: '删除' });
  await act(exchange, grantId, 'provision');
  return grantId;
}

/** A new exchange that lists the accounts, and in which data of them flows to tax by a grant. */
export async function runSharingExchange(): Promise<{
  readonly exchange: RunningExchange;
  readonly grantId: string;
}> {
  const exchange = await runExchange();
  await listAccounts(exchange);
  return { exchange, grantId: await grantAccounts(exchange) };
}

/** The report of an incident by who reads the accounts, with nothing wrong in it. */
export const incidentReport = {
  kind: 'leak',
  finding: '终端遗失',
  detectedAt: '2026-03-02T08:00:00+08:00',
  eventTypes: [accountType],
  personalData: true,
  measures: '已吊销令牌',
} as const;

/** The complaint of a person about utilities, with nothing wrong in it. */
export const complaint = {
  personId: 'P-000123',
  department: 'utilities',
  eventTypes: [accountType],
  text: '联系人信息有误，且被用于催缴',
  receivedOn: '2026-03-02',
} as const;

/** An answer that must be a success. */
export async function done(answering: Promise<Answer>): Promise<Answer> {
  const answer = await answering;
  expect(answer, JSON.stringify(answer.body)).toMatchObject({
    status: expect.toSatisfy((status) => status < 300),
  });
  return answer;
}
