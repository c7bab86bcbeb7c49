import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamName } from './event-store.ts';
import { RecentEvents } from './recent-events.ts';
import { type RecordedEvent, StoredEvent } from './recorded-event.ts';

function recorded(position: number, json = '{}'): RecordedEvent {
  const stream = 'tax.taxpayer-1' as StreamName;
  return new StoredEvent({
    position,
    stream,
    revision: position,
    recordedAt: 0,
    id: String(position),
    source: '/departments/tax/core',
    type: 'tax.taxpayer-registered.v1',
    bytes: Buffer.from(json),
  });
}

function positions(events: readonly RecordedEvent[]): readonly number[] {
  return events.map(({ position }) => position);
}

describe('RecentEvents', () => {
  it('covers nothing until something is published', () => {
    const recent = new RecentEvents();
    expect(recent.covers(0)).toBe(false);
    recent.add([recorded(8), recorded(9)], 0);
    expect(recent.covers(6)).toBe(false);
    expect(positions(recent.after(7, 10))).toEqual([8, 9]);
    expect(positions(recent.after(8, 10))).toEqual([9]);
    expect(recent.after(50, 10)).toEqual([]);
    expect(recent.last).toBe(9);
  });

  it('keeps no more texts than there is room for, however far behind a follower is', () => {
    const recent = new RecentEvents();
    const large = 'x'.repeat(1024 * 1024);
    for (let position = 1; position <= 40; position++) recent.add([recorded(position, large)], 0);
    expect(recent.covers(23)).toBe(false);
    expect(positions(recent.after(24, 100))).toEqual(Array.from({ length: 16 }, (_, at) => 25 + at));
  });

  it('gives a follower every event once and in order, whatever it is told is needless', () => {
    const steps = fc.array(fc.record({ adds: fc.nat(5), gap: fc.nat(3), reads: fc.nat(4) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (run) => {
        const recent = new RecentEvents();
        const added: number[] = [];
        let at = 0;
        let head = 0;
        for (const { adds, gap, reads } of run) {
          const events = Array.from({ length: adds }, (_, nth) =>
            recorded(head + nth + 1 + (nth === 0 ? gap : 0)),
          );
          for (let nth = 1; nth < events.length; nth++) {
            events[nth] = recorded((events[nth - 1] as RecordedEvent).position + 1);
          }
          head = events.at(-1)?.position ?? head;
          added.push(...positions(events));
          recent.add(events, at);
          if (!recent.covers(at)) at = added[0] === undefined ? 0 : added[0] - 1;
          const expected = added.filter((position) => position > at).slice(0, reads);
          expect(positions(recent.after(at, reads))).toEqual(expected);
          at = expected.at(-1) ?? at;
        }
      }),
    );
  });
});
