import { chinaHolidays } from '@tongban/calendar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { correctionDecider } from '../domain/correction.ts';
import { directoryDecider } from '../domain/directory-decider.ts';
import { grantDecider } from '../domain/grant-decider.ts';
import {
  contractOf,
  meterItem,
  meterPublished,
  meterRequest,
  meterType,
  openItem,
  operator,
  tax,
  utilities,
} from '../domain/testing/samples.ts';
import { sharingRules } from '../rules/sharing-rules.ts';
import { type DeadlineLaboratory, openDeadlineLaboratory } from '../testing/deadline-laboratory.ts';

let laboratory: DeadlineLaboratory;
beforeEach(async () => {
  laboratory = await openDeadlineLaboratory();
});
afterEach(() => laboratory.close());

const signedOffBy = { officer: 'T-1', on: '2026-03-02' };
const terms = { from: '2026-03-02', to: '2026-12-31', signedOffBy };
const grant = (command: object): Promise<void> =>
  laboratory.give({ category: 'grant', key: 'GR-1' }, grantDecider(sharingRules, chinaHolidays), command);
const directory = (command: object): Promise<void> =>
  laboratory.give(
    { category: 'directory', key: meterType },
    directoryDecider(sharingRules, chinaHolidays),
    command,
  );
const correction = (command: object): Promise<void> =>
  laboratory.give({ category: 'correction', key: 'CR-1' }, correctionDecider, command);

const request = (item = meterItem): Promise<void> =>
  grant({
    kind: 'request',
    actor: tax,
    grantId: 'GR-1',
    request: { ...meterRequest, ...terms },
    item: { item, version: 1 },
  });
const agree = () => grant({ kind: 'agree', actor: utilities, item: meterPublished, disposal: '删除' });
const provision = () => grant({ kind: 'provision', actor: utilities, item: meterPublished });
const submit = () =>
  directory({
    kind: 'submit',
    actor: utilities,
    type: meterType,
    item: meterItem,
    contract: contractOf(meterItem),
    signedOffBy,
    secrecyReview: { id: 'S-1', on: '2026-03-02' },
    impactReview: { id: 'I-1', on: '2026-03-02' },
  });
const publish = () => directory({ kind: 'publish', actor: operator });

/** The breaches that are recorded: of which deadline, by whom, and the day on which it was due. */
async function breaches(): Promise<readonly (readonly string[])[]> {
  return (await laboratory.recorded('sharing.deadline-breached.v1')).map(({ event }) => {
    const { deadlineId, department, dueOn } = event.data as Record<string, string>;
    return [deadlineId ?? '', department ?? '', dueOn ?? ''];
  });
}

interface Case {
  readonly name: string;
  /** Begins on Monday, 2 March 2026. */
  readonly begin: () => Promise<void>;
  readonly answer: () => Promise<void>;
  readonly deadline: string;
  readonly department: string;
  readonly dueOn: string;
}

const cases: readonly Case[] = [
  {
    name: 'a reply to an unconditional request, within 1 working day',
    begin: () => request(openItem),
    answer: agree,
    deadline: 'GR-1.reply-1',
    department: 'utilities',
    dueOn: '2026-03-03',
  },
  {
    name: 'a reply to a conditional request, within 10',
    begin: () => request(),
    answer: agree,
    deadline: 'GR-1.reply-1',
    department: 'utilities',
    dueOn: '2026-03-16',
  },
  {
    name: 'a reply that was extended by 5',
    begin: async () => {
      await request();
      await grant({
        kind: 'extend-reply',
        actor: utilities,
        workingDays: 5,
        consentId: 'C-1',
        reason: '会商',
      });
    },
    answer: agree,
    deadline: 'GR-1.reply-1',
    department: 'utilities',
    dueOn: '2026-03-23',
  },
  {
    name: 'delivery, within 20',
    begin: async () => {
      await request();
      await agree();
    },
    answer: provision,
    deadline: 'GR-1.delivery',
    department: 'utilities',
    dueOn: '2026-03-30',
  },
  {
    name: 'disposal, within 20',
    begin: async () => {
      await request();
      await agree();
      await provision();
      await grant({ kind: 'end-purpose', actor: tax, reason: '完成' });
    },
    answer: () =>
      grant({
        kind: 'dispose',
        actor: tax,
        method: 'deleted',
        certificate: { id: 'D-1', hash: `sha256-${'0'.repeat(64)}` },
      }),
    deadline: 'GR-1.disposal',
    department: 'tax',
    dueOn: '2026-03-30',
  },
  {
    name: 'the answer to a correction, within 10',
    begin: () =>
      correction({
        kind: 'raise',
        actor: tax,
        correctionId: 'CR-1',
        about: { provider: 'utilities', type: meterType, wrong: { source: '/s', id: 'e', position: '1' } },
        readers: ['tax'],
        fields: ['/meterNo'],
        finding: '表号不符',
      }),
    answer: () => correction({ kind: 'uphold', actor: utilities, reason: '无误' }),
    deadline: 'CR-1.correction',
    department: 'utilities',
    dueOn: '2026-03-16',
  },
  {
    name: 'the audit of an item, within 2',
    begin: submit,
    answer: publish,
    deadline: `${meterType}.audit-1`,
    department: 'platform',
    dueOn: '2026-03-04',
  },
  {
    name: 'the update of an item, within 10',
    begin: async () => {
      await submit();
      await publish();
      await directory({
        kind: 'notify-change',
        actor: utilities,
        cause: 'law',
        reason: '修订',
        changedOn: '2026-03-02',
      });
    },
    answer: async () => {
      await submit();
      await publish();
    },
    deadline: `${meterType}.update-1`,
    department: 'utilities',
    dueOn: '2026-03-16',
  },
  {
    name: 'an addition to the directory, within 15',
    begin: () =>
      directory({
        kind: 'request-addition',
        actor: tax,
        type: meterType,
        provider: 'utilities',
        departments: ['utilities'],
        need: '核实',
      }),
    answer: async () => {
      await submit();
      await publish();
    },
    deadline: `${meterType}.addition-1`,
    department: 'utilities',
    dueOn: '2026-03-23',
  },
];

describe.each(cases)('$name', ({ begin, answer, deadline, department, dueOn }) => {
  const breach = [deadline, department, dueOn];

  it('is breached when its last day is over, and not before', async () => {
    await begin();
    await laboratory.itIs(`${dueOn}T23:59:59.999`);
    expect((await breaches()).map(([id]) => id)).not.toContain(deadline);
    // The platform waits a second, for what was done in the last moment.
    const nextDay = new Date(Date.parse(`${dueOn}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    await laboratory.itIs(`${nextDay}T00:00:01`);
    expect(await breaches()).toEqual([breach]);
  });

  it('is met on its last day', async () => {
    await begin();
    await laboratory.itIs(`${dueOn}T23:59:59`);
    await answer();
    await laboratory.itIs('2026-06-30T12:00:00');
    expect((await breaches()).filter(([id]) => id === deadline)).toEqual([]);
    const met = await laboratory.recorded('sharing.deadline-met.v1');
    expect(met.map(({ event }) => event.data)).toContainEqual(
      expect.objectContaining({ deadlineId: deadline, dueOn, late: false }),
    );
  });

  it('is breached once, and met late, over restarts and a replay of everything', async () => {
    await begin();
    await laboratory.itIs('2026-04-20T09:00:00');
    await laboratory.restart('same');
    await laboratory.itIs('2026-04-21T09:00:00');
    await answer();
    await laboratory.itIs('2026-06-30T12:00:00');
    const first = await breaches();
    expect(first.filter(([id]) => id === deadline)).toEqual([breach]);
    const met = (await laboratory.recorded('sharing.deadline-met.v1')).filter(
      ({ event }) => event.subject === deadline,
    );
    expect(met.map(({ event }) => event.data)).toMatchObject([{ late: true }]);

    const head = await laboratory.head();
    await laboratory.restart('new');
    await laboratory.itIs('2026-07-01T12:00:00');
    expect(await breaches()).toEqual(first);
    expect(await laboratory.head()).toBe(head);
    expect((await laboratory.status()).lastFailure).toBeUndefined();
  });
});

describe('a breach', () => {
  it('names the rule with its source and article, and belongs to the case', async () => {
    await request();
    await laboratory.itIs('2026-03-17T00:00:02');
    const [breach] = await laboratory.recorded('sharing.deadline-breached.v1');
    expect(breach?.event).toMatchObject({
      correlationid: 'GR-1',
      time: '2026-03-16T16:00:00.000Z',
      data: { ruleId: 'reply-conditional', article: '第二十一条', confidence: 'P', about: 'GR-1' },
    });
  });

  it('of a reply is noted on the grant, which may then be disputed or still be answered', async () => {
    await request();
    await laboratory.itIs('2026-03-17T00:00:02');
    expect(await laboratory.recorded('sharing.reply-overdue.v1')).toHaveLength(1);
    await agree();
    expect(await laboratory.recorded('sharing.access-agreed.v1')).toHaveLength(1);
  });

  it('is not of a reply that nobody owes any more, since papers are missing', async () => {
    await request();
    await grant({ kind: 'list-missing', actor: utilities, missing: ['签批件'] });
    await laboratory.itIs('2026-06-30T12:00:00');
    expect(await breaches()).toEqual([]);
    await grant({ kind: 'supplement', actor: tax, supplements: ['签批件'] });
    await laboratory.itIs('2026-07-31T12:00:00');
    expect((await breaches()).map(([id]) => id)).toEqual(['GR-1.reply-2']);
  });

  it('is not of a reply that a settled dispute took away', async () => {
    await request();
    await laboratory.itIs('2026-03-17T00:00:02');
    await grant({ kind: 'dispute', actor: tax, ground: '必需' });
    await grant({ kind: 'list-missing', actor: utilities, missing: ['签批件'] });
    await grant({ kind: 'supplement', actor: tax, supplements: ['签批件'] });
    await grant({
      ...{ kind: 'coordinate', actor: operator, item: meterPublished, level: 'same-level-authority' },
      ...{ outcome: 'no-share', opinion: '不予共享' },
    });
    await laboratory.itIs('2026-06-30T12:00:00');
    expect((await breaches()).map(([id]) => id)).toEqual(['GR-1.reply-1']);
  });

  it('is not of a change that was told while its update waited for the audit', async () => {
    await submit();
    await publish();
    await submit();
    await directory({
      ...{ kind: 'notify-change', actor: utilities, cause: 'law', reason: '修订' },
      changedOn: '2026-03-02',
    });
    await publish();
    await laboratory.itIs('2026-06-30T12:00:00');
    expect(await breaches()).toEqual([]);
  });

  it('is not of what was set and met within one batch of events', async () => {
    await request();
    await agree();
    await provision();
    // Over a new database, all three are one batch.
    await laboratory.restart('new');
    await laboratory.itIs('2026-06-30T12:00:00');
    expect(await breaches()).toEqual([]);
  });

  it('waits for working days: a holiday is none', async () => {
    await laboratory.itIs('2026-04-30T09:00:00');
    await request(openItem);
    await laboratory.itIs('2026-05-05T12:00:00');
    expect(await breaches()).toEqual([]);
    await laboratory.itIs('2026-06-30T12:00:00');
    expect((await breaches()).map(([, , dueOn]) => dueOn)).toEqual(['2026-05-06']);
  });
});
