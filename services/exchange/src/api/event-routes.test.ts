import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectRefusal } from '../testing/any-body.ts';
import {
  auditor,
  type Caller,
  operator,
  type RunningExchange,
  runExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import { accountOpened, done, publish, utilities } from '../testing/sharing-steps.ts';

const source = '/departments/utilities/billing';

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
  await done(publish(exchange, accountOpened('A-1')));
});
afterEach(() => exchange.stop());

const look = (query: string, as: Caller = utilities) => exchange.call('GET', `/v1/events?${query}`, { as });

it('shows a department what it published, opened and with its place', async () => {
  const { body } = await done(look(`source=${source}&id=A-1`));
  expect(body).toMatchObject({
    cursor: 'utilities:1',
    stream: 'utilities.account-E-3101040098231',
    revision: '0',
    event: accountOpened('A-1'),
    erased: [],
  });
});

it.each<[string, string, Caller, number, string]>([
  ['there is not', `source=${source}&id=A-2`, utilities, 404, 'E_EVENT_NOT_FOUND'],
  ['is of another department', `source=${source}&id=A-1`, systemOf('tax'), 404, 'E_EVENT_NOT_FOUND'],
  ['has no id', `source=${source}`, utilities, 400, 'E_INPUT_INVALID'],
  ['has two ids', `source=${source}&id=A-1&id=A-2`, utilities, 400, 'E_INPUT_INVALID'],
  ['has an id that is too long', `source=${source}&id=${'x'.repeat(129)}`, utilities, 400, 'E_INPUT_INVALID'],
  ['has an odd id', `source=${source}&id=%00%ff`, utilities, 404, 'E_EVENT_NOT_FOUND'],
  ['an auditor asks for', `source=${source}&id=A-1`, auditor, 403, 'E_AUTH_ROLE'],
  ['an operator asks for', `source=${source}&id=A-1`, operator, 403, 'E_AUTH_ROLE'],
])('refuses an event that %s', async (_, query, as, status, code) => {
  const answer = await look(query, as);
  expectRefusal(answer);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});
