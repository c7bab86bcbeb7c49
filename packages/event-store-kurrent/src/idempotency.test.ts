import { decodedText, type EventStore, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeKurrent, startFakeKurrent } from '../../../test/fakes/kurrent/fake-kurrent.ts';
import { openStore, readEverything } from './testing/open-store.ts';

const stream = streamName('tax', 'taxpayer', '1');
const other = streamName('tax', 'taxpayer', '2');
const serverStream = `tongban.${stream}`;
const [a, b, c] = [sampleEvent({ id: 'a' }), sampleEvent({ id: 'b' }), sampleEvent({ id: 'c' })];

describe('two processes on one server', () => {
  let server: FakeKurrent;
  let [one, two]: EventStore[] = [];

  beforeEach(async () => {
    server = await startFakeKurrent();
    [one, two] = [await openStore(server.url), await openStore(server.url)];
  });
  afterEach(async () => {
    await Promise.all([one?.close(), two?.close()]);
    await server.stop();
  });
  const stores = (): readonly [EventStore, EventStore] => [one as EventStore, two as EventStore];
  const idsIn = async (name: typeof stream): Promise<readonly string[]> =>
    (await stores()[0].readStream(name)).map(({ id }) => id);

  it('record an event once that both append at the same time, and one of them is the first', async () => {
    for (let round = 0; round < 20; round++) {
      const events = [sampleEvent({ id: `x-${round}` }), sampleEvent({ id: `y-${round}` })];
      const answers = await Promise.all(
        [...stores(), ...stores()].map((store) => store.append(stream, 'any', events)),
      );
      const firsts = answers.filter((answer) => answer.every(({ outcome }) => outcome === 'appended'));
      expect(firsts).toHaveLength(1);
      expect(
        new Set(answers.map((answer) => JSON.stringify(answer.map(({ position }) => position)))).size,
      ).toBe(1);
    }
    expect(await idsIn(stream)).toHaveLength(40);
  });

  it('record an event in one stream of the two to which both append it', async () => {
    for (let round = 0; round < 20; round++) {
      const event = sampleEvent({ id: `x-${round}` });
      const [left, right] = stores();
      const answers = await Promise.allSettled([
        left.append(stream, 'any', [event]),
        right.append(other, 'any', [event]),
      ]);
      const refused = answers.filter((answer) => answer.status === 'rejected');
      expect(refused.map(({ reason }) => reason.code)).toEqual(['E_EVENT_ID_REUSED']);
    }
    expect(await readEverything(stores()[0])).toHaveLength(20);
  });

  it('keep every promise, whatever each of them appends meanwhile', () => {
    const append = fc.record({
      isSecond: fc.boolean(),
      key: fc.nat(1),
      ids: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
    });
    let runs = 0;
    return fc.assert(
      fc.asyncProperty(fc.array(append, { maxLength: 10 }), async (appends) => {
        const run = runs++;
        const streams = [0, 1].map((key) => streamName('tax', 'taxpayer', `${run}-${key}`));
        const answers = await Promise.allSettled(
          appends.map(({ isSecond, key, ids }) => {
            const events = ids.map((id) => sampleEvent({ id: `${run}-${id}` }));
            return stores()[isSecond ? 1 : 0].append(streams[key] ?? stream, 'any', events);
          }),
        );
        const outcomes = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
        const appended = outcomes.filter(({ outcome }) => outcome === 'appended');
        const recorded = (await Promise.all(streams.map((name) => stores()[0].readStream(name)))).flat();
        expect(recorded.map(({ id }) => id).toSorted()).toEqual(
          [...new Set(recorded.map(({ id }) => id))].toSorted(),
        );
        expect(recorded).toHaveLength(appended.length);
        for (const { stream: name, revision, position } of outcomes) {
          expect(recorded).toContainEqual(expect.objectContaining({ stream: name, revision, position }));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('find an event that is far back, in whichever stream, with no expectation of the revision', async () => {
    const [left, right] = stores();
    const first = await left.append(stream, 'any', [a]);
    for (let at = 0; at < 6; at++) {
      const many = Array.from({ length: 100 }, (_, nth) => sampleEvent({ id: `later-${at}-${nth}` }));
      await left.append(stream, 'any', many);
    }
    expect(await right.append(stream, 'any', [a])).toEqual([{ ...first[0], outcome: 'already-appended' }]);
    await expect(right.append(other, 'any', [a])).rejects.toMatchObject({ code: 'E_EVENT_ID_REUSED' });
    expect(await right.find(a.source, 'a')).toMatchObject({
      stream,
      revision: 0,
      json: decodedText(a.bytes),
    });
    expect(await right.find(a.source, 'never')).toBeUndefined();
  });

  it('take up what another left between claim and append: in its stream at once', async () => {
    const [left, right] = stores();
    server.faults.refusesWrite = (name) => name === serverStream;
    await expect(left.append(stream, 'any', [a, b])).rejects.toMatchObject({ code: 'E_STORE_UNAVAILABLE' });
    server.faults.refusesWrite = () => false;
    expect(await right.find(a.source, 'a')).toBeUndefined();
    const outcomes = await right.append(stream, 'any', [b, c, a]);
    expect(outcomes.map(({ outcome, revision }) => [outcome, revision])).toEqual([
      ['appended', 0],
      ['appended', 1],
      ['appended', 2],
    ]);
  });

  it('take up what another left between claim and append: elsewhere once its stream has gone on', async () => {
    const [left, right] = stores();
    server.faults.refusesWrite = (name) => name === serverStream;
    await expect(left.append(stream, 'any', [a])).rejects.toMatchObject({ code: 'E_STORE_UNAVAILABLE' });
    server.faults.refusesWrite = () => false;
    await expect(right.append(other, 'any', [a])).rejects.toMatchObject({ code: 'E_EVENT_ID_REUSED' });
    await right.append(stream, 'any', [b]);
    expect(await right.append(other, 'any', [a])).toMatchObject([{ outcome: 'appended', stream: other }]);
    await expect(left.append(stream, 'any', [a])).rejects.toMatchObject({ code: 'E_EVENT_ID_REUSED' });
    expect(await idsIn(stream)).toEqual(['b']);
    expect(await right.find(a.source, 'a')).toMatchObject({ stream: other });
  });

  it('do not let an append of long ago come true beside the one that took its place', async () => {
    const [left, right] = stores();
    const held = server.faults.holdNext('append', (name) => name === serverStream);
    const late = left.append(stream, 'any', [a]);
    await held.arrived;
    await right.append(stream, 'any', [b]);
    await right.append(other, 'any', [a]);
    held.release();
    await expect(late).rejects.toMatchObject({ code: 'E_EVENT_ID_REUSED' });
    expect((await readEverything(right)).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('do not take a claim back to an earlier revision, behind which it would be taken for void', async () => {
    const [left, right] = stores();
    const slowLook = server.faults.holdNext('read', (name) => name.startsWith('tongban-claim-'));
    const slow = left.append(stream, 'any', [a]);
    await slowLook.arrived;
    await right.append(stream, 'any', [b]);
    const isEvents = (name: string): boolean => name === serverStream;
    const rightSends = server.faults.holdNext('append', isEvents);
    const quick = right.append(stream, 'any', [a]);
    await rightSends.arrived;
    const leftSends = server.faults.holdNext('append', isEvents);
    slowLook.release();
    await leftSends.arrived;
    const third = await openStore(server.url);
    await expect(third.append(other, 'any', [a])).rejects.toMatchObject({ code: 'E_EVENT_ID_REUSED' });
    rightSends.release();
    leftSends.release();
    const outcomes = (await Promise.all([slow, quick])).flat().map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['already-appended', 'appended']);
    expect(await idsIn(stream)).toEqual(['b', 'a']);
    await third.close();
  });

  it('count an append of others for what it is where theirs was quicker', async () => {
    const [left, right] = stores();
    const held = server.faults.holdNext('append', (name) => name === serverStream);
    const late = left.append(stream, 'any', [a, b]);
    await held.arrived;
    await right.append(stream, 'any', [a, b, c]);
    held.release();
    expect((await late).map(({ outcome, revision }) => [outcome, revision])).toEqual([
      ['already-appended', 0],
      ['already-appended', 1],
    ]);
    expect(await idsIn(stream)).toEqual(['a', 'b', 'c']);
  });
});
