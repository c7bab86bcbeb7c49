import type { Append, StreamName } from '@tongban/event-store';
import { sampleEvent } from '@tongban/event-store/testing';
import { describe, expect, it } from 'vitest';
import { type Request, WaitingRequests } from './waiting-requests.ts';

const event = sampleEvent({ id: '1' });

/** A request with so many events in each of its appends. */
function request(...counts: readonly number[]): Request {
  const appends = counts.map(
    (length): Append => ({
      stream: 'tax.taxpayer-1' as StreamName,
      expected: 'any',
      events: Array.from({ length }, () => event),
    }),
  );
  return { appends, settle: () => undefined };
}

describe('requests that wait', () => {
  it('are one group where they are few', () => {
    const waiting = new WaitingRequests();
    const requests = [request(1), request(2, 3), request(0)];
    waiting.add(requests.slice(0, 2));
    waiting.add(requests.slice(2));
    expect([waiting.isEmpty, waiting.events]).toEqual([false, 6]);
    expect(waiting.takeGroup()).toEqual(requests);
    expect([waiting.isEmpty, waiting.events]).toEqual([true, 0]);
    expect(waiting.takeGroup()).toEqual([]);
  });

  it('are cut after the request with which a group is full, and never within one', () => {
    const waiting = new WaitingRequests();
    const requests = [request(4_000), request(90, 5_000), request(1), request(4_096), request(7)];
    waiting.add(requests);
    expect(waiting.takeGroup()).toEqual(requests.slice(0, 2));
    expect(waiting.events).toBe(4_104);
    expect(waiting.takeGroup()).toEqual(requests.slice(2, 4));
    expect(waiting.takeGroup()).toEqual(requests.slice(4));
    expect([waiting.isEmpty, waiting.events]).toEqual([true, 0]);
  });

  it('are given up together', () => {
    const waiting = new WaitingRequests();
    const requests = [request(4_096), request(1)];
    waiting.add(requests);
    expect(waiting.takeAll()).toEqual(requests);
    expect([waiting.isEmpty, waiting.events]).toEqual([true, 0]);
  });

  it('are no more than memory has room for', () => {
    const waiting = new WaitingRequests();
    const one = request(1);
    waiting.add(Array.from({ length: 99_999 }, () => one));
    expect(waiting.refusal).toBeUndefined();
    waiting.add([one]);
    expect(waiting.refusal).toMatchObject({ code: 'E_STORE_UNAVAILABLE', retryAfterSeconds: 1 });
    waiting.takeGroup();
    expect(waiting.refusal).toBeUndefined();
  });
});
