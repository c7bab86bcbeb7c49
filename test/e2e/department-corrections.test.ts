import { waitFor } from '@tongban/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleRegistration } from '../../services/departments/src/sample-city/sample-enterprise.ts';
import {
  type Answer,
  registration,
  startTrialPlatform,
  structured,
  type TrialPlatform,
} from './trial-platform.ts';

const source = '/departments/market-regulation/trial';
const taxpayerRegistered = 'tax.taxpayer-registered.v1';
const operator = { as: 'platform', role: 'operator' } as const;
const market = { as: 'market-regulation' } as const;
/** An enterprise that the city does not have. */
const { uscc } = sampleRegistration(7, 0);
const flow = `start-up-${uscc}`;
const wrong = {
  registeredAddress: { districtCode: '310101', district: '黄浦区', line: '望舒路1号101室' },
  registeredCapitalFen: 10_000_000,
  importExport: true,
};
const right = { ...wrong, registeredCapitalFen: 100_000_000_000 };
const moved = {
  ...right,
  registeredAddress: { districtCode: '310104', district: '徐汇区', line: '望舒路2号202室' },
};

let platform: TrialPlatform;
beforeAll(async () => {
  platform = await startTrialPlatform({ empty: false });
});
afterAll(() => platform.stop());

async function publish(id: string, data: object): Promise<void> {
  const { data: sample } = registration(id) as { readonly data: object };
  const body = registration(id, { source, subject: uscc, correlationid: flow, data: { ...sample, ...data } });
  const sent = { ...market, headers: structured, body: JSON.stringify(body) };
  expect((await platform.call('/v1/events', sent)).status).toBe(201);
}

async function correct(correctionId: string, from: string, to: string, fields: readonly string[]) {
  const body = {
    wrong: { source, id: from },
    right: { source, id: to },
    fields,
    reason: '录入错误',
  };
  const { status } = await platform.call(`/v1/corrections/${correctionId}/correct`, { ...market, body });
  expect(status).toBe(200);
}

/** The types of the events that departments published in the case, once there are so many. */
async function answers(count: number): Promise<readonly string[]> {
  const events = await waitFor(
    async () => {
      const { body } = await platform.call(`/v1/flows/${flow}`, operator);
      const own = body.events?.filter(({ type }: Answer) => !type.startsWith('market-regulation.')) ?? [];
      return own.length >= count && own;
    },
    { describe: `there are ${count} answers`, timeoutMs: 30_000 },
  );
  return events.map(({ type }: Answer) => type).sort();
}

const feedOf = async (as: string): Promise<readonly Answer[]> =>
  (await platform.call('/v1/feed?limit=1000', { as })).body.events;

const taxpayers = async () =>
  (await feedOf(market.as))
    .filter(({ event }) => event.type === taxpayerRegistered && event.subject === uscc)
    .map(({ event }) => event);

it('leads from one department to the next: what rested on what was wrong is put right, and no more', {
  timeout: 120_000,
}, async () => {
  const first = [
    'courts.service-address-recorded.v1',
    'customs.declarant-registered.v1',
    taxpayerRegistered,
    'utilities.account-opened.v1',
  ];
  await publish('R-1', wrong);
  expect(await answers(4)).toEqual(first);
  // Who reads what tax made of it has the error too.
  expect((await taxpayers()).map(({ data }) => data.taxpayerKind)).toEqual(['small-scale']);

  // The capital decides what kind of taxpayer it is, and nothing else.
  await publish('R-2', right);
  await correct('C-1', 'R-1', 'R-2', ['/registeredCapitalFen']);
  expect(await answers(5)).toEqual([...first, taxpayerRegistered].sort());
  const [before, after] = await taxpayers();
  expect(after).toMatchObject({ time: before.time, data: { ...before.data, taxpayerKind: 'general' } });
  const notices = async () =>
    (await feedOf(market.as)).filter(
      ({ event }) => event.type === 'sharing.correction-delivered.v1' && event.data.department === market.as,
    );
  await waitFor(async () => (await notices()).length > 0, {
    describe: 'market regulation is told by tax',
    timeoutMs: 30_000,
  });
  expect(await notices()).toMatchObject([
    {
      event: {
        data: {
          provider: 'tax',
          wrong: { source: before.source, id: before.id },
          right: { source: after.source, id: after.id },
          fields: ['/taxpayerKind'],
        },
      },
    },
  ]);

  // The address is where the courts serve, where the meter is, and which office is in charge.
  await publish('R-3', moved);
  await correct('C-2', 'R-2', 'R-3', ['/registeredAddress']);
  const third = ['courts.service-address-recorded.v1', taxpayerRegistered, 'utilities.account-opened.v1'];
  expect(await answers(8)).toEqual([...first, taxpayerRegistered, ...third].sort());
  expect((await taxpayers()).map(({ data }) => data.authority)).toEqual([
    '国家税务总局上海市黄浦区税务局',
    '国家税务总局上海市黄浦区税务局',
    '国家税务总局上海市徐汇区税务局',
  ]);
});
