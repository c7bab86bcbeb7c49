import { StoredEvent, streamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { canonicalJson } from '@tongban/kernel';
import { expect, it } from 'vitest';
import { feedItem, feedItemText, type Revealed } from './feed-item.ts';

const grants = [{ grantId: 'G-1', purpose: 'tax-assessment' }];
const others = [...grants, { grantId: 'G-2', purpose: 'audit' }];
const withheld = ['/phone'];

/** What each item says of its event, the lists shared and not, in an order in which a stale text would show. */
const cases: readonly Omit<Revealed, 'event'>[] = [
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
    const { id, source, type, ...event } = sampleEvent({ id: `e-${at}` });
    const recorded = new StoredEvent({
      ...{ id, source, type, json: canonicalJson({ id, source, type, ...event }) },
      ...{ position: at + 1, revision: at, recordedAt: 1_740_963_600_000 + (at % 2) },
      stream: streamName('tax', 'case', '（2026）沪03破12号'),
    });
    const item = feedItem('courts', recorded, { ...seen, event: recorded.event });
    expect(item.grants).toEqual(seen.grants.map(({ grantId }) => grantId));
    expect(feedItemText(item, JSON.stringify(item.event))).toBe(JSON.stringify(item));
  }
});
