import { hash } from 'node:crypto';
import { StoredEvent, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { expect, it } from 'vitest';
import { type FeedItem, hashOfEvents, outgoingItem, partsOfItems, type Revealed } from './feed-item.ts';

const grants = [{ grantId: 'G-1', purpose: 'tax-assessment' }];
const others = [...grants, { grantId: 'G-2', purpose: 'audit' }];
const withheld = ['/phone'];

/** What each item says of its event, the lists shared and not, in an order in which a stale text would show. */
const cases: readonly Omit<Revealed, 'text'>[] = [
  { grants, withheld, erased: [] },
  { grants, withheld, erased: [] },
  { grants, withheld: ['/phone', '/name'], erased: [] },
  { grants, withheld, erased: ['/name'] },
  { grants, withheld, erased: [] },
  { grants: others, withheld, erased: [] },
  { grants: [], withheld: [], erased: [] },
];

it('writes an item as JSON does', () => {
  for (const [at, seen] of cases.entries()) {
    const recorded = new StoredEvent({
      ...sampleEvent({ id: `e-${at}` }),
      ...{ position: at + 1, revision: at, recordedAt: 1_740_963_600_000 + (at % 2) },
      stream: streamName('tax', 'case', '（2026）沪03破12号'),
    });
    const item = outgoingItem('courts', recorded, { ...seen, text: recorded.bytes });
    const { cursor } = item;
    expect(cursor).toBe(`courts:${at + 1}`);
    expect(Buffer.concat(item.parts).toString()).toBe(
      JSON.stringify({
        cursor,
        stream: recorded.stream,
        revision: String(at),
        recordedAt: at % 2 === 0 ? '2025-03-03T01:00:00.000Z' : '2025-03-03T01:00:00.001Z',
        event: recorded.event,
        grants: seen.grants.map(({ grantId }) => grantId),
        withheld: seen.withheld,
        erased: seen.erased,
      } satisfies FeedItem),
    );
  }
});

it('writes several items as the elements of an array, and takes the digest of their events as of one', () => {
  const items = ['e-1', 'e-2', 'e-3'].map((id, at) => {
    const place = { position: at + 1, revision: at, recordedAt: 0, stream: streamName('tax', 'case', '办') };
    const recorded = new StoredEvent({ ...sampleEvent({ id, subject: `第${at}号` }), ...place });
    const seen = { grants, withheld, erased: [], text: recorded.bytes };
    return { recorded, item: outgoingItem('courts', recorded, seen) };
  });
  for (let count = 0; count <= items.length; count++) {
    const some = items.slice(0, count);
    const parts = partsOfItems(some.map(({ item }) => item));
    const page = JSON.parse(`[${Buffer.concat(parts).toString()}]`) as readonly FeedItem[];
    expect(page.map(({ event }) => event)).toEqual(some.map(({ recorded }) => recorded.event));
    const events = `[${some.map(({ recorded }) => recorded.json).join(',')}]`;
    expect(hashOfEvents(some.map(({ item }) => item.seen))).toBe(hash('sha256', events, 'base64url'));
  }
});

it('lets the event of the store go, whose text may be a part of a whole page', () => {
  const place = { position: 1, revision: 0, recordedAt: 0, stream: streamName('tax', 'case', '1') };
  const recorded = new StoredEvent({ ...sampleEvent({ id: 'e-1' }), ...place });
  const item = outgoingItem('courts', recorded, { grants, withheld, erased: [], text: recorded.bytes });
  expect(item).toMatchObject(place);
  expect(Object.values(item)).not.toContain(recorded);
});
