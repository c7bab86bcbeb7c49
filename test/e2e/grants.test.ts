import { waitFor } from '@tongban/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LeapingClock, leapingClock } from '../../services/exchange/src/testing/leaping-clock.ts';
import { openReceiver } from '../../services/exchange/src/testing/receiver.ts';
import { readStream } from './event-stream.ts';
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
  settled,
  submissionOf,
} from './sharing-acts.ts';
import { type Answer, startTrialPlatform, type TrialPlatform } from './trial-platform.ts';

/** The domain file's examples begin on this Sunday, which is worked; from 1 to 8 October nobody works. */
const receivedOn = '2025-09-28';
const misuse = { reasonCode: 'misuse', reason: '超出目的使用' };

let platform: TrialPlatform;
let clock: LeapingClock;
beforeAll(async () => {
  clock = leapingClock(Date.parse(`${receivedOn}T09:00:00+08:00`));
  platform = await startTrialPlatform({ empty: true, clock, webhooksTo: ['127.0.0.1'] });
  await listItem(platform, accountItem, receivedOn);
});
afterAll(() => platform.stop());

const act = (grantId: string, name: string, as: string, body: object = {}): Promise<Answer> =>
  post(platform, `/v1/grants/${grantId}/${name}`, as, body);
const request = (as: string, other: object = {}): Promise<Answer> =>
  post(platform, '/v1/grants', as, { ...accessRequest(receivedOn), ...other });
const active = (as: string, other: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  grantAccounts(platform, { ...accessRequest(receivedOn), ...other }, as);

/** What a call is refused with: status, code, and where that is said, places. */
async function refusalOf(path: string, as: string, body: object): Promise<Answer> {
  const role = as === authority.as ? 'operator' : 'department';
  const answer = await platform.call(path, { as, role, body });
  const places = answer.body.problems?.map(({ pointer }: { pointer: string }) => pointer);
  return [answer.status, answer.body.code, ...(places ?? [])];
}

/** Everything in the feed of a department, in order. */
async function feedOf(as: string, after = `${as}:0`): Promise<readonly Answer[]> {
  return (await platform.call(`/v1/feed?limit=1000&after=${after}`, { as })).body.events;
}

const typesIn = (items: readonly Answer[]): readonly string[] => items.map(({ event }) => event.type);
const idsIn = (items: readonly Answer[]): readonly string[] => items.map(({ event }) => event.id);
const headOf = async (as: string): Promise<string> =>
  (await platform.call('/v1/feed/position', { as })).body.head;

describe('the life of a grant', () => {
  it('goes from the directory by request, papers, answer and provision to reading, end and disposal', async () => {
    const { grantId, status } = await request('courts', { basis: 'ebl', fields: ['/accountNumber'] });
    const seen = [status];
    for (const [name, as, body] of [
      ['list-missing', 'utilities', { missing: ['受理裁定书'] }],
      ['supplement', 'courts', { supplements: ['（2025）沪03破1号'] }],
      ['agree', 'utilities', { disposal: '案件终结后归档', conditions: '仅限本案' }],
      ['provision', 'utilities', {}],
    ] as const) {
      seen.push((await act(grantId, name, as, body)).status);
    }
    await publish(platform, accountOpened('life-1'));
    const item = (await feedOf('courts')).find(({ event }) => event.id === 'life-1');
    expect(item).toMatchObject({ grants: [grantId], event: { data: { accountNumber: 'E-3101040098231' } } });
    expect(Object.keys(item.event.data)).toEqual(['accountNumber']);
    const reads = () => platform.call('/v1/reads?department=courts', { as: 'utilities' });
    await waitFor(async () => (await reads()).body.reads.length > 0, { describe: 'the read is on record' });
    expect((await reads()).body.reads[0].grants).toEqual([
      expect.objectContaining({ grantId, purpose: 'verification' }),
    ]);

    seen.push((await act(grantId, 'end-purpose', 'courts', { reason: '案件终结' })).status);
    expect(idsIn(await feedOf('courts'))).not.toContain('life-1');
    const certificate = { id: 'archive-7', hash: `sha256-${'7'.repeat(64)}` };
    seen.push((await act(grantId, 'dispose', 'courts', { method: 'archived', certificate })).status);
    expect(seen.join(' ')).toBe('submitted incomplete submitted agreed active purpose-ended disposed');
    await settled(platform);
    const told = typesIn((await feedOf('courts')).filter(({ event }) => event.correlationid === grantId));
    const deadlines = ['sharing.deadline-set.v1', 'sharing.deadline-met.v1'];
    expect(told.filter((type) => !deadlines.includes(type))).toEqual(
      [
        'access-requested',
        'request-incomplete-listed',
        'request-supplemented',
        'access-agreed',
        'access-provisioned',
        'purpose-ended',
        'data-disposed',
      ].map((name) => `sharing.${name}.v1`),
    );
    // Those of the courts are about the disposal.
    expect(told.filter((type) => deadlines.includes(type))).toEqual(deadlines);
  });

  it('is in the public register at every step, and its page tells its history in sentences', async () => {
    const { grantId } = await request('customs');
    const { body } = await platform.call('/v1/grants?requester=customs&status=submitted', { as: 'tax' });
    expect(body.grants.map((grant: { grantId: string }) => grant.grantId)).toContain(grantId);
    await act(grantId, 'refuse', 'utilities', { reasonCode: 'outside-duty', reason: '与职责无关' });
    // The view of cases follows a moment later.
    const sentences = await waitFor(
      async () => {
        const { body } = await platform.call(`/v1/flows/${grantId}`, authority);
        const all = (body.events ?? []).map(({ summary }: Answer) => summary.zh);
        return all[0] === 'customs 向 utilities 申请 utilities.account-opened.v1' ? all : undefined;
      },
      { describe: 'the page begins with the request' },
    );
    expect(sentences.every((sentence: string) => sentence.length > 0)).toBe(true);
  });

  it('refused, goes to dispute, coordination and the decision of the government, and is provided then', async () => {
    const { grantId } = await request('customs');
    await act(grantId, 'refuse', 'utilities', { reasonCode: 'scope-too-wide', reason: '范围过大' });
    await act(grantId, 'dispute', 'customs', { ground: '履职必需' });
    const unsettled = { level: 'same-level-authority', outcome: 'unsettled', opinion: '意见不一' };
    await act(grantId, 'coordinate', authority.as, unsettled);
    const decided = { outcome: 'share', decisionNo: '沪府〔2025〕3号', decision: '应予共享' };
    expect((await act(grantId, 'decide-dispute', authority.as, decided)).status).toBe('agreed');
    expect((await act(grantId, 'provision', 'utilities')).status).toBe('active');
    await act(grantId, 'end-purpose', 'customs', { reason: '完成' });
  });

  it('ends with its last day in Shanghai, and begins with its first', async () => {
    const own = leapingClock(Date.parse('2025-12-30T09:00:00+08:00'));
    const other = await startTrialPlatform({ empty: true, clock: own });
    try {
      await listItem(other, accountItem, '2025-12-30');
      await grantAccounts(other, { ...accessRequest('2025-12-30'), from: '2026-01-01', to: '2026-01-05' });
      await publish(other, accountOpened('period-1'));
      const readable = async (at: string): Promise<boolean> => {
        own.leapTo(Date.parse(`${at}+08:00`));
        const { body } = await other.call('/v1/feed?limit=1000', { as: 'tax' });
        return idsIn(body.events).includes('period-1');
      };
      expect(await readable('2025-12-31T23:59:59.999')).toBe(false);
      expect(await readable('2026-01-01T00:00:00')).toBe(true);
      expect(await readable('2026-01-05T23:59:59.999')).toBe(true);
      expect(await readable('2026-01-06T00:00:00')).toBe(false);
    } finally {
      await other.stop();
    }
  });
});

describe('invariants of sharing', () => {
  it('不予共享 items carry a legal citation, and a request is refused with it', async () => {
    const type = 'utilities.meter-read.v2';
    const fields = [{ pointer: '/meterId', personal: false }];
    const { conditions: _, ...item } = { ...accountItem, type, fields, sharingClass: 'not-shared' };
    const path = `/v1/directory/${type}/submit`;
    expect(await refusalOf(path, 'utilities', submissionOf(item, receivedOn))).toEqual([
      422,
      'E_DIRECTORY_ITEM_INVALID',
      '/item/citation',
    ]);
    const citation = { kind: 'law', source: '中华人民共和国保守国家秘密法', article: '第十三条' };
    await listItem(platform, { ...item, citation } as typeof item, receivedOn);
    const { status, body } = await platform.call('/v1/grants', {
      as: 'tax',
      body: { ...accessRequest(receivedOn), type },
    });
    expect([status, body.code, body.citation]).toEqual([403, 'E_GRANT_NOT_SHARED', citation]);
    expect(body.detail).toContain('中华人民共和国保守国家秘密法第十三条');
  });

  it('no self-made conditions: only conditional items have any', async () => {
    const item = { ...accountItem, sharingClass: 'unconditional' };
    const path = `/v1/directory/${accountType}/submit`;
    expect(await refusalOf(path, 'utilities', submissionOf(item, receivedOn))).toEqual([
      422,
      'E_DIRECTORY_ITEM_INVALID',
      '/item/conditions',
      '/item/sharingClass',
    ]);
  });

  it('an item opens nothing that the contract of its type keeps closed', async () => {
    const refused = async (type: string, different: object) => {
      const provider = type.slice(0, type.indexOf('.'));
      const item = { ...accountItem, type, provider, ...different };
      return refusalOf(`/v1/directory/${type}/submit`, provider, submissionOf(item, receivedOn));
    };
    const invalid = [422, 'E_DIRECTORY_ITEM_INVALID'];
    const contact = { fields: [{ pointer: '/contact', personal: false }] };
    expect(await refused(accountType, contact)).toEqual([...invalid, '/item/fields/0/personal']);
    const phone = { fields: [{ pointer: '/contact/phone', personal: false }] };
    expect(await refused(accountType, phone)).toEqual([...invalid, '/item/fields/0/personal']);
    const nothing = { fields: [{ pointer: '/nothingSuch', personal: true }] };
    expect(await refused(accountType, nothing)).toEqual([...invalid, '/item/fields/0/pointer']);
    expect(await refused('utilities.nothing.v1', {})).toEqual([...invalid, '/item/type']);
    const tip = { fields: [{ pointer: '/informant', personal: true }] };
    expect(await refused('tax.violation-tip-received.v1', tip)).toEqual([...invalid, '/item/sharingClass']);
  });

  it('court participants carry a basis of their own, and nobody else does', async () => {
    for (const [as, basis] of [
      ['courts', 'order-809'],
      ['courts', 'sh-data-2'],
      ['tax', 'ebl'],
      ['tax', 'by-reference-43'],
    ] as const) {
      const body = { ...accessRequest(receivedOn), basis };
      expect(await refusalOf('/v1/grants', as, body)).toEqual([422, 'E_GRANT_REQUEST_INVALID', '/basis']);
    }
    for (const basis of ['by-reference-43', 'ebl', 'cpl', 'sh-be-85', 'sh-be-88']) {
      expect((await request('courts', { basis })).request.basis).toBe(basis);
    }
  });

  it('foreign storage is refused, with everything else that is wrong', async () => {
    const wrong = {
      ...accessRequest(receivedOn),
      storageRegion: 'SG',
      fields: ['/accountNumber', '/nothing'],
      to: '2031-01-01',
      signedOffBy: { officer: 'H-2', on: '2025-09-29' },
    };
    expect((await refusalOf('/v1/grants', 'tax', wrong)).sort()).toEqual(
      [422, 'E_GRANT_REQUEST_INVALID', '/fields/1', '/signedOffBy/on', '/storageRegion', '/to'].sort(),
    );
  });

  it('refusal has a reason code and text; papers are listed before they are a ground, and only once', async () => {
    const { grantId } = await request('customs');
    const path = `/v1/grants/${grantId}`;
    const ground = { reasonCode: 'papers-not-supplemented', reason: '材料不全' };
    expect(await refusalOf(`${path}/refuse`, 'utilities', { reasonCode: 'dislike', reason: '…' })).toContain(
      'E_INPUT_INVALID',
    );
    expect(await refusalOf(`${path}/refuse`, 'utilities', { ...ground, reason: ' ' })).toEqual([
      400,
      'E_INPUT_INVALID',
      '/reason',
    ]);
    expect(await refusalOf(`${path}/refuse`, 'utilities', ground)).toEqual([409, 'E_GRANT_REFUSAL']);
    await act(grantId, 'list-missing', 'utilities', { missing: ['签批件'] });
    await act(grantId, 'supplement', 'customs', { supplements: ['签批件'] });
    expect(await refusalOf(`${path}/list-missing`, 'utilities', { missing: ['公函'] })).toEqual([
      409,
      'E_GRANT_LISTED_BEFORE',
    ]);
    expect((await act(grantId, 'refuse', 'utilities', ground)).status).toBe('refused');
  });

  it('extension only once, by at most 10 working days, with a consent', async () => {
    const { grantId } = await request('customs');
    const path = `/v1/grants/${grantId}/extend-reply`;
    const extension = { workingDays: 10, consentId: 'consent-1', reason: '会商' };
    for (const wrong of [{ workingDays: 11 }, { workingDays: 0 }, { consentId: '' }]) {
      expect((await refusalOf(path, 'utilities', { ...extension, ...wrong }))[0]).toBe(400);
    }
    await post(platform, path, 'utilities', extension);
    expect(await refusalOf(path, 'utilities', { ...extension, workingDays: 1 })).toEqual([
      409,
      'E_GRANT_EXTENSION',
    ]);
  });

  it('returned fields are within the grant and within the directory as it is now', async () => {
    const grantId = await active('property-registry', { fields: ['/accountNumber', '/service'] });
    await publish(platform, accountOpened('fields-1'));
    const fields = async (): Promise<readonly string[]> => {
      const item = (await feedOf('property-registry')).find(({ event }) => event.id === 'fields-1');
      return Object.keys(item?.event.data ?? {});
    };
    expect(await fields()).toEqual(['accountNumber', 'service']);
    const narrower = { ...accountItem, fields: [accountItem.fields[0], accountItem.fields[2]] };
    await listItem(platform, narrower, receivedOn);
    expect(await fields()).toEqual(['accountNumber']);
    await listItem(platform, accountItem, receivedOn);
    expect(await fields()).toEqual(['accountNumber', 'service']);
    await act(grantId, 'end-purpose', 'property-registry', { reason: '完成' });
    expect(await fields()).toEqual([]);
  });

  it('a provider agrees to less, never to more, and may not end the service alone', async () => {
    const { grantId } = await request('customs');
    const agree = `/v1/grants/${grantId}/agree`;
    const wider = { disposal: '删除', fields: ['/accountNumber', '/service'] };
    expect(await refusalOf(agree, 'utilities', wider)).toEqual([422, 'E_GRANT_TERMS_WIDER']);
    await post(platform, agree, 'utilities', { disposal: '删除', fields: ['/accountNumber'] });
    await act(grantId, 'provision', authority.as);
    await act(grantId, 'suspend', 'utilities', misuse);
    expect(await refusalOf(`/v1/grants/${grantId}/terminate`, 'utilities', misuse)).toEqual([
      403,
      'E_GRANT_PROVIDER_MAY_NOT_END',
    ]);
    expect((await act(grantId, 'terminate', authority.as, misuse)).status).toBe('terminated');
  });
});

describe('a suspension', () => {
  it('stops the very next delivery by every way of reading; what came meanwhile is read again after it', async () => {
    const receiver = await openReceiver();
    const grantId = await active('tax');
    const start = await headOf('tax');
    const [suspended, requested, restored] = ['suspended', 'requested', 'restored'].map(
      (what) => `sharing.access-${what}.v1`,
    ) as [string, string, string];
    const types = [accountType, suspended, requested, restored];
    await post(platform, '/v1/webhooks', 'tax', { url: receiver.url, types });
    const authorization = `Bearer ${await platform.token('tax')}`;
    let streamed: readonly Answer[] = [];
    const streaming = readStream(`${platform.url}/v1/feed/stream?after=${start}`, {
      headers: { authorization },
      enough: (messages) => {
        streamed = messages.filter(({ event }) => event === 'event').map(({ data }) => JSON.parse(data));
        return typesIn(streamed).includes(restored);
      },
    });
    const pushed = () => receiver.deliveries.map(({ item }) => item);
    /** Both ways of being told went past everything up to the last event of a type. */
    const told = (type: string) =>
      waitFor(() => [streamed, pushed()].every((items) => typesIn(items).includes(type)), {
        describe: `${type} is streamed and pushed`,
      });
    await publish(platform, accountOpened('suspended-before'));
    await told(accountType);

    const waiting = platform.call(`/v1/feed?wait=30&after=${await headOf('tax')}`, { as: 'tax' });
    await act(grantId, 'suspend', 'utilities', misuse);
    await publish(platform, accountOpened('suspended-meanwhile'));
    expect(idsIn(await feedOf('tax', start))).not.toContain('suspended-before');
    expect(idsIn(await feedOf('tax', start))).not.toContain('suspended-meanwhile');
    expect(typesIn((await waiting).body.events)).toEqual([suspended]);

    // Whoever reads only after the restoration may read what came meanwhile: both must have passed it before.
    await request('tax');
    await told(requested);
    await act(grantId, 'restore', 'utilities', { rectification: '已整改' });
    await Promise.all([streaming, told(restored)]);
    expect(typesIn(streamed)).toEqual(types);
    expect(typesIn(pushed())).toEqual(types);
    const again = idsIn(await feedOf('tax', start));
    expect(again).toEqual(expect.arrayContaining(['suspended-before', 'suspended-meanwhile']));
    await receiver.close();
  });

  it('of the authority is lifted by the authority alone, and use beyond the scope suspends by itself', async () => {
    const grantId = await active('vehicle-administration');
    const found = { exceeded: 'third-party', finding: '向第三方提供' };
    expect((await act(grantId, 'report-excess', authority.as, found)).status).toBe('suspended');
    const restoration = { rectification: '已整改' };
    expect(await refusalOf(`/v1/grants/${grantId}/restore`, 'utilities', restoration)).toEqual([
      403,
      'E_GRANT_SUSPENDED_BY_AUTHORITY',
    ]);
    expect((await act(grantId, 'restore', authority.as, restoration)).status).toBe('active');
  });
});

describe('a correction', () => {
  const doubted = { source: '/departments/utilities/billing' };
  const wrong = { ...doubted, id: 'wrong-1' };
  const right = { ...doubted, id: 'right-1' };

  it('reaches every reader of the wrong version, also where the grant has ended, and nobody else', async () => {
    const grants = {
      'market-regulation': await active('market-regulation'),
      'property-registry': await active('property-registry'),
    };
    await publish(platform, accountOpened(wrong.id));
    for (const reader of Object.keys(grants)) expect(idsIn(await feedOf(reader))).toContain(wrong.id);
    await act(grants['property-registry'], 'end-purpose', 'property-registry', { reason: '完成' });
    const doubt = { wrong, fields: ['/contact/name'], finding: '联系人有误' };
    expect(await refusalOf('/v1/corrections', 'customs', doubt)).toEqual([404, 'E_EVENT_NOT_FOUND']);
    const { correctionId } = await post(platform, '/v1/corrections', 'market-regulation', doubt);

    await publish(platform, accountOpened(right.id));
    const correction = { wrong, right, fields: doubt.fields, reason: '录入有误' };
    const path = `/v1/corrections/${correctionId}/correct`;
    expect(await refusalOf(path, 'market-regulation', correction)).toEqual([
      403,
      'E_CORRECTION_NOT_PROVIDER',
    ]);
    await post(platform, path, 'utilities', correction);
    const told = async (as: string) =>
      typesIn(await feedOf(as)).filter((type) => type === 'sharing.correction-delivered.v1').length;
    for (const reader of Object.keys(grants)) {
      await waitFor(async () => (await told(reader)) === 1, { describe: `${reader} is told` });
    }
    expect(await told('customs')).toBe(0);
    expect(await refusalOf(path, 'utilities', correction)).toEqual([409, 'E_CORRECTION_ANSWERED']);
  });

  it('reaches also who reads the wrong version first when it is corrected already, in the stream that it reads', async () => {
    await active('customs');
    const after = await headOf('customs');
    await publish(platform, accountOpened('wrong-2'));
    await publish(platform, accountOpened('right-2'));
    const [wrong, right] = ['wrong-2', 'right-2'].map((id) => ({ ...doubted, id }));
    const correction = { wrong, right, fields: ['/contact/name'], reason: '录入有误' };
    await post(platform, '/v1/corrections/own-finding-2/correct', 'utilities', correction);
    const token = await platform.token('customs');
    const { messages } = await readStream(`${platform.url}/v1/feed/stream?after=${after}`, {
      headers: { authorization: `Bearer ${token}` },
      enough: (read) => read.some(({ data }) => data.includes('sharing.correction-delivered.v1')),
    });
    const items = messages.filter(({ event }) => event === 'event').map(({ data }) => JSON.parse(data));
    expect(items.slice(0, 2).map(({ event }) => event.id)).toEqual(['wrong-2', 'right-2']);
    expect(items.at(-1).event.data).toMatchObject({ wrong, right, channel: 'stream', department: 'customs' });
    expect(typesIn(await feedOf('customs', after))).toEqual([
      accountType,
      accountType,
      'sharing.correction-delivered.v1',
    ]);
  });

  it('is upheld with a reason where the data was right', async () => {
    const doubt = { wrong: right, fields: ['/accountNumber'], finding: '户号有误' };
    expect(idsIn(await feedOf('market-regulation'))).toContain(right.id);
    const { correctionId } = await post(platform, '/v1/corrections', 'market-regulation', doubt);
    const upheld = await post(platform, `/v1/corrections/${correctionId}/uphold`, 'utilities', {
      reason: '经核实无误',
    });
    expect(upheld.status).toBe('upheld');
    const answered = (await feedOf('market-regulation')).filter(
      ({ event }) => event.correlationid === correctionId,
    );
    expect(typesIn(answered)).toContain('sharing.correction-answered.v1');
  });
});
