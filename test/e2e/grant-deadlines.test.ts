import { addDays, localDate, localDateOf } from '@tongban/calendar';
import { waitFor } from '@tongban/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LeapingClock, leapingClock } from '../../services/exchange/src/testing/leaping-clock.ts';
import {
  accessRequest,
  accountItem,
  accountOpened,
  accountType,
  authority,
  grantAccounts,
  listItem,
  post,
  publish,
  submissionOf,
  typesOnPage,
} from './sharing-acts.ts';
import { type Answer, startTrialPlatform, type TrialPlatform } from './trial-platform.ts';

/**
 * The worked examples of part B of the domain: a Sunday that is worked, before the holiday from 1 to 8 October 2025, with
 * a further working Saturday on 11 October.
 */
const receivedOn = '2025-09-28';

let platform: TrialPlatform;
let clock: LeapingClock;
beforeAll(async () => {
  clock = leapingClock(Date.parse(`${receivedOn}T09:00:00+08:00`));
  platform = await startTrialPlatform({ empty: true, clock });
});
afterAll(() => platform.stop());

const act = (grantId: string, name: string, as: string, body: object = {}): Promise<Answer> =>
  post(platform, `/v1/grants/${grantId}/${name}`, as, body);
const onDirectory = (type: string, name: string, as: string, body: object = {}): Promise<Answer> =>
  post(platform, `/v1/directory/${type}/${name}`, as, body);

async function requested(as: string, different: object = {}): Promise<string> {
  return (await post(platform, '/v1/grants', as, { ...accessRequest(receivedOn), ...different })).grantId;
}

async function feedOf(as: string): Promise<readonly Answer[]> {
  return (await platform.call('/v1/feed?limit=1000', { as })).body.events;
}

/** What the feed of a department says of a deadline: each kind of notice with its item. */
async function noticesOf(deadlineId: string, as: string): Promise<ReadonlyMap<string, Answer>> {
  const about = (await feedOf(as)).filter(({ event }) => event.data.deadlineId === deadlineId);
  return new Map(about.map((item) => [/^sharing\.deadline-(\w+)\./.exec(item.event.type)?.[1] ?? '', item]));
}

function leapTo(at: string): void {
  clock.leapTo(Date.parse(`${at}+08:00`));
}

/** Waits for what the platform does by its clock, which goes on by a second at each look. */
function inTime<Value>(condition: () => Promise<Value>, describe: string) {
  return waitFor(
    () => {
      clock.leapTo(clock.now() + 1_000);
      return condition();
    },
    { describe },
  );
}

/** Another item of utilities, with fields that its contract has. */
const itemOf = (name: string, ...pointers: readonly string[]) =>
  ({
    ...accountItem,
    type: `utilities.${name}`,
    fields: pointers.map((pointer) => ({ pointer, personal: false })),
  }) as const;

/** What the contract, too, shares without conditions. */
const openItem = (({ conditions: _, ...item }) => ({
  ...item,
  type: 'market-regulation.abnormal-operation-listed.v1',
  provider: 'market-regulation',
  sharingClass: 'unconditional',
  fields: [{ pointer: '/documentNumber', personal: false }],
}))(accountItem);

/** What starts a deadline, on which day its time is up, and who then is late. */
type Example = readonly [
  name: string,
  dueOn: string,
  expected: { readonly ruleId: string; readonly department: string; readonly article: string },
  /** Answers the id of the deadline. */
  start: () => Promise<string>,
];

const change = { cause: 'law', reason: '法律修订', changedOn: '2025-09-26' };
const reply = { department: 'utilities', article: '第二十一条' };
const directory = { department: 'utilities', article: '第十七条' };

const examples: readonly Example[] = [
  [
    'received Sun 2025-09-28: unconditional due 09-29',
    '2025-09-29',
    { ruleId: 'reply-unconditional', ...reply, department: openItem.provider },
    async () => {
      await listItem(platform, openItem, receivedOn);
      const { type } = openItem;
      return `${await requested('tax', { type, fields: ['/documentNumber'], necessity: [] })}.reply-1`;
    },
  ],
  [
    'directory change 09-26: update due 10-16',
    '2025-10-16',
    { ruleId: 'directory-update', ...directory },
    async () => {
      await onDirectory(accountType, 'notify-change', 'utilities', change);
      return `${accountType}.update-1`;
    },
  ],
  [
    'received Sun 2025-09-28: conditional due 10-17',
    '2025-10-17',
    { ruleId: 'reply-conditional', ...reply },
    async () => `${await requested('tax')}.reply-1`,
  ],
  [
    'a defect reported on 2025-09-28: corrected by 10-17',
    '2025-10-17',
    { ruleId: 'correction', department: 'utilities', article: '第二十六条' },
    async () => {
      await grantAccounts(platform, accessRequest(receivedOn), 'market-regulation');
      await publish(platform, accountOpened('doubted'));
      await feedOf('market-regulation');
      const wrong = { source: '/departments/utilities/billing', id: 'doubted' };
      const doubt = { wrong, fields: ['/contact/name'], finding: '联系人有误' };
      const { correctionId } = await post(platform, '/v1/corrections', 'market-regulation', doubt);
      return `${correctionId}.correction`;
    },
  ],
  [
    'audit of an on-time update by 10-20',
    '2025-10-20',
    { ruleId: 'directory-audit', department: 'platform', article: '第十七条' },
    async () => {
      const item = itemOf('supply-suspended.v1', '/service');
      await listItem(platform, item, receivedOn);
      await onDirectory(item.type, 'notify-change', 'utilities', change);
      onTheWay.set('2025-10-16T15:00:00', () =>
        onDirectory(item.type, 'submit', 'utilities', submissionOf(item, '2025-10-16')),
      );
      return `${item.type}.audit-2`;
    },
  ],
  [
    'directory change 09-26 with 5 working days more: update due 10-23',
    '2025-10-23',
    { ruleId: 'directory-update', ...directory },
    async () => {
      const item = itemOf('meter-read.v2', '/meterId');
      await listItem(platform, item, receivedOn);
      await onDirectory(item.type, 'notify-change', 'utilities', change);
      const extension = { workingDays: 5, consentId: 'consent-2', reason: '系统改造' };
      await onDirectory(item.type, 'extend-update', authority.as, extension);
      return `${item.type}.update-1`;
    },
  ],
  [
    'a datum missing from the directory, asked for on 2025-09-28: added by 10-24',
    '2025-10-24',
    { ruleId: 'directory-addition', department: 'utilities', article: '第三十九条' },
    async () => {
      const type = 'utilities.arrears-recorded.v1';
      await onDirectory(type, 'request-addition', 'tax', { provider: 'utilities', need: '核实经营' });
      return `${type}.addition-1`;
    },
  ],
  [
    'received Sun 2025-09-28, extended: due 10-31',
    '2025-10-31',
    { ruleId: 'reply-conditional', ...reply },
    async () => {
      const grantId = await requested('customs');
      const extension = { workingDays: 10, consentId: 'consent-1', reason: '会商' };
      await act(grantId, 'extend-reply', 'utilities', extension);
      return `${grantId}.reply-1`;
    },
  ],
  [
    'a purpose that ended on 2025-09-28: disposed of by 10-31',
    '2025-10-31',
    { ruleId: 'disposal', department: 'vehicle-administration', article: '第二十七条' },
    async () => {
      const grantId = await grantAccounts(platform, accessRequest(receivedOn), 'vehicle-administration');
      await act(grantId, 'end-purpose', 'vehicle-administration', { reason: '完成' });
      return `${grantId}.disposal`;
    },
  ],
  [
    'consent 10-17: delivery due 11-14',
    '2025-11-14',
    { ruleId: 'delivery', department: 'utilities', article: '第二十二条' },
    async () => {
      const grantId = await requested('property-registry');
      onTheWay.set('2025-10-17T15:00:00', () => act(grantId, 'agree', 'utilities', { disposal: '删除' }));
      return `${grantId}.delivery`;
    },
  ],
];

/** What is done on a later day, in order of time. */
const onTheWay = new Map<string, () => Promise<unknown>>();
const ids = new Map<string, string>();
const idOf = (name: string): string => ids.get(name) ?? expect.unreachable();

/** Goes on to the last seconds of a day, and does on the way what is to be done. */
async function goOnTo(day: string): Promise<void> {
  for (const [at, perform] of onTheWay) {
    if (at > `${day}T23:59`) continue;
    leapTo(at);
    await perform();
    onTheWay.delete(at);
  }
  leapTo(`${day}T23:59:50`);
}

describe('deadlines in working days, over a holiday', () => {
  /** What was told of each example in the last seconds of its last day, and after it. */
  const inLastSeconds = new Map<string, ReadonlyMap<string, Answer>>();
  const afterwards = new Map<string, ReadonlyMap<string, Answer>>();

  beforeAll(async () => {
    await listItem(platform, accountItem, receivedOn);
    for (const [name, , , start] of examples) ids.set(name, await start());
    for (const day of new Set(examples.map(([, dueOn]) => dueOn))) {
      await goOnTo(day);
      const due = examples.filter(([, dueOn]) => dueOn === day);
      for (const [name, , { department }] of due) {
        inLastSeconds.set(
          name,
          await waitFor(
            async () => {
              const told = await noticesOf(idOf(name), department);
              return told.has('set') && told;
            },
            { describe: `${name}: it is told` },
          ),
        );
      }
      leapTo(`${addDays(localDate(day), 1)}T00:00:00`);
      for (const [name, , { department }] of due) {
        const breached = async () => {
          const told = await noticesOf(idOf(name), department);
          return told.has('breached') && told;
        };
        afterwards.set(name, await inTime(breached, `${name}: it is breached`));
      }
    }
  });

  it.each<Example>(examples)('%s', (...[name, dueOn, expected]: Example) => {
    const before = inLastSeconds.get(name);
    const { ruleId, department } = expected;
    expect(before?.get('set').event.data).toMatchObject({ ...expected, provisional: false });
    const told = before?.get('moved') ?? before?.get('set');
    expect(told.event.data).toMatchObject({ deadlineId: idOf(name), ruleId, department, dueOn });
    expect(before?.has('breached')).toBe(false);
    const breach = afterwards.get(name)?.get('breached');
    expect(breach.event.data).toMatchObject({ ...expected, deadlineId: idOf(name), dueOn });
    expect(localDateOf(Date.parse(breach.recordedAt))).toBe(addDays(localDate(dueOn), 1));
  });

  it('no reply: silence is a breach and no consent; both parties are told, and it may be disputed', async () => {
    const [grantId = ''] = idOf('received Sun 2025-09-28: conditional due 10-17').split('.');
    for (const party of ['tax', 'utilities']) {
      const overdue = (await feedOf(party)).filter(
        ({ event }) => event.type === 'sharing.reply-overdue.v1' && event.data.grantId === grantId,
      );
      expect(overdue).toHaveLength(1);
    }
    expect((await platform.call(`/v1/grants/${grantId}`, { as: 'tax' })).body.status).toBe('overdue');
    await typesOnPage(platform, grantId, ['sharing.reply-overdue.v1', 'sharing.deadline-breached.v1']);
    await act(grantId, 'dispute', 'tax', { ground: '逾期未答复' });
    const settled = { level: 'same-level-authority', outcome: 'share', opinion: '应予共享' };
    expect((await act(grantId, 'coordinate', authority.as, settled)).status).toBe('agreed');
  });

  it('a late answer is an answer, and late', async () => {
    const deadlineId = idOf('received Sun 2025-09-28, extended: due 10-31');
    const [grantId = ''] = deadlineId.split('.');
    await act(grantId, 'agree', 'utilities', { disposal: '删除' });
    const met = await inTime(
      async () => (await noticesOf(deadlineId, 'utilities')).get('met'),
      'the answer is noted',
    );
    expect(met.event.data.late).toBe(true);
  });

  it('an answer in time is in time, and its deadline is never breached', async () => {
    leapTo('2025-11-17T09:00:00');
    const on = '2025-11-17';
    const { grantId } = await post(platform, '/v1/grants', 'courts', {
      ...accessRequest(on),
      basis: 'cpl',
    });
    leapTo('2025-12-01T23:59:00');
    await act(grantId, 'refuse', 'utilities', { reasonCode: 'purpose-unclear', reason: '目的不明' });
    const met = await inTime(
      async () => (await noticesOf(`${grantId}.reply-1`, 'utilities')).get('met'),
      'the answer is noted',
    );
    expect(met.event.data).toMatchObject({ dueOn: '2025-12-01', late: false });
  });

  it('missing papers stop the period, and what is supplied starts it again', async () => {
    leapTo('2025-12-02T09:00:00');
    const { grantId } = await post(platform, '/v1/grants', 'courts', {
      ...accessRequest('2025-12-02'),
      basis: 'cpl',
    });
    await act(grantId, 'list-missing', 'utilities', { missing: ['协助执行通知书'] });
    leapTo('2026-02-13T09:00:00');
    await act(grantId, 'supplement', 'courts', { supplements: ['（2026）沪01执1号'] });
    expect((await noticesOf(`${grantId}.reply-1`, 'utilities')).has('breached')).toBe(false);
    const second = await waitFor(
      async () => (await noticesOf(`${grantId}.reply-2`, 'utilities')).get('set'),
      { describe: 'the second period is told' },
    );
    // Spring Festival 2026: 15 to 23 February off, 14 and 28 February worked.
    expect(second.event.data).toMatchObject({ startedOn: '2026-02-13', dueOn: '2026-03-05' });
  });

  it('a breach while the platform was down is recorded once, after the start', async () => {
    const { grantId } = await post(platform, '/v1/grants', 'customs', {
      ...accessRequest('2026-02-13'),
      fields: ['/accountNumber'],
      necessity: [],
    });
    await platform.restart(async () => leapTo('2026-04-01T09:00:00'));
    const breaches = async () =>
      (await feedOf('utilities')).filter(
        ({ event }) =>
          event.type === 'sharing.deadline-breached.v1' && event.data.deadlineId === `${grantId}.reply-1`,
      );
    await inTime(async () => (await breaches()).length > 0, 'the breach is recorded');
    await platform.restart();
    await inTime(async () => (await platform.call('/health/ready')).status === 200, 'it is ready again');
    expect((await breaches()).map(({ event }) => event.data.dueOn)).toEqual(['2026-03-05']);
  });
});
