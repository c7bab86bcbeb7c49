import { localDateOf } from '@tongban/calendar';
import { waitFor } from '@tongban/testing';
import { expect } from 'vitest';
import account from '../../contracts/utilities/account-opened/examples/valid-electricity.json' with {
  type: 'json',
};
import { type Answer, structured, type TrialCall, type TrialPlatform } from './trial-platform.ts';

/** The type that these acts are about unless told otherwise: it names a person, and has one sequence an account. */
export const accountType = 'utilities.account-opened.v1';

export const authority = { as: 'platform', role: 'operator' } as const;

/** An account that was opened, with what a test wants otherwise. */
export function accountOpened(
  id: string,
  other: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { ...account, id, ...other };
}

/** Posts what must succeed, and answers its body. */
export async function post(
  platform: TrialPlatform,
  path: string,
  as: string,
  body: object = {},
  other: TrialCall = {},
): Promise<Answer> {
  const role = as === authority.as ? authority.role : 'department';
  const answer = await platform.call(path, { as, role, body, ...other });
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

/** Publishes events of one department, one after another; all must be accepted. Answers their positions. */
export async function publish(
  platform: TrialPlatform,
  ...events: readonly Readonly<Record<string, unknown>>[]
): Promise<readonly number[]> {
  const as = String(events[0]?.type).split('.')[0] ?? '';
  const results: Answer[] = [];
  for (const event of events) {
    results.push(await post(platform, '/v1/events', as, event, { headers: structured }));
  }
  return results.map(({ position }) => Number(position));
}

/** What is offered of the accounts. */
export const accountItem = {
  type: accountType,
  title: { zh: '用能户号已开立', en: 'Utility account opened' },
  provider: 'utilities',
  sharingClass: 'conditional',
  conditions: { zh: '仅用于核实', en: 'For verification only' },
  fields: [
    { pointer: '/accountNumber', personal: false },
    { pointer: '/service', personal: false },
    { pointer: '/contact', personal: true },
  ],
} as const;

/** An item with the reviews under which its provider submits it, on a day. */
export function submissionOf(item: object, on: string): object {
  const review = { id: 'R-1', on };
  return { item, signedOffBy: { officer: 'H-1', on }, secrecyReview: review, impactReview: review };
}

/** Puts an item into the directory: its provider submits it, the authority publishes it. */
export async function listItem(
  platform: TrialPlatform,
  item: { readonly type: string; readonly provider: string } = accountItem,
  on: string = localDateOf(Date.now()),
): Promise<void> {
  await post(platform, `/v1/directory/${item.type}/submit`, item.provider, submissionOf(item, on));
  await post(platform, `/v1/directory/${item.type}/publish`, authority.as);
}

/** A request for the accounts that nothing is wrong with, from a day on for a year. */
export function accessRequest(on: string = localDateOf(Date.now())): Readonly<Record<string, unknown>> {
  return {
    type: accountType,
    purpose: { code: 'verification', text: '核实经营场所' },
    scenario: '税务登记',
    basis: 'order-809',
    legalBasis: [{ source: '中华人民共和国税收征收管理法', article: '第十五条' }],
    fields: ['/accountNumber', '/contact/name'],
    necessity: [{ pointer: '/contact', reason: '核对联系人' }],
    from: on,
    to: `${Number(on.slice(0, 4)) + 1}${on.slice(4, 8)}01`,
    signedOffBy: { officer: 'H-2', on },
  };
}

/** Requests the accounts and brings the grant to where data flows; answers its id. */
export async function grantAccounts(
  platform: TrialPlatform,
  other: Readonly<Record<string, unknown>> = {},
  as = 'tax',
): Promise<string> {
  const { grantId } = await post(platform, '/v1/grants', as, { ...accessRequest(), ...other });
  await post(platform, `/v1/grants/${grantId}/agree`, 'utilities', { disposal: '目的实现后删除' });
  await post(platform, `/v1/grants/${grantId}/provision`, 'utilities');
  return grantId;
}

/** Waits until every processor has seen everything, also what others answered: nothing is recorded by itself then. */
export async function settled(platform: TrialPlatform): Promise<void> {
  await waitFor(
    async () => {
      const { processors } = (await platform.call('/v1/operations/processors', authority)).body;
      const { head } = (await platform.call('/v1/feed/position', { as: 'tax' })).body;
      return processors.every(({ position }: Answer) => `tax:${position}` === head);
    },
    { describe: 'every processor has caught up' },
  );
}

/** The types of the events of a case, once all of these are on its page: the view of cases follows a moment later. */
export async function typesOnPage(
  platform: TrialPlatform,
  flow: string,
  expected: readonly string[],
): Promise<readonly string[]> {
  return waitFor(
    async () => {
      const { body } = await platform.call(`/v1/flows/${flow}`, authority);
      const types: readonly string[] = (body.events ?? []).map(({ type }: Answer) => type);
      return expected.every((type) => types.includes(type)) ? types : undefined;
    },
    { describe: `the page of ${flow} has ${expected.join(', ')}` },
  );
}
