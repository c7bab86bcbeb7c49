import { type Append, storeErrors } from '@tongban/event-store';
import type { TongbanError } from '@tongban/kernel';
import type { Verdict } from './recorder.ts';

/** Appends that are recorded together or not at all, and whom to tell what became of them. */
export interface Request {
  readonly appends: readonly Append[];
  readonly settle: (verdict: Verdict) => void;
}

/** Events after which a transaction takes no further request; what waits beyond it is the next. */
const groupEventsMax = 4_096;
/** Requests that may wait. */
const requestsMax = 100_000;

/** The requests that no transaction has taken yet, in the order in which they came. */
export class WaitingRequests {
  #requests: Request[] = [];
  #events = 0;

  get isEmpty(): boolean {
    return this.#requests.length === 0;
  }

  /** Events of all that wait. */
  get events(): number {
    return this.#events;
  }

  /** Why no more may wait, where there are too many. */
  get refusal(): TongbanError | undefined {
    return this.#requests.length >= requestsMax ? tooManyWaiting() : undefined;
  }

  add(requests: readonly Request[]): void {
    for (const request of requests) {
      this.#requests.push(request);
      for (const { events } of request.appends) this.#events += events.length;
    }
  }

  /** Takes what one transaction is to write. */
  takeGroup(): readonly Request[] {
    const group = this.#requests;
    let events = 0;
    const full = group.findIndex(({ appends }) => {
      for (const append of appends) events += append.events.length;
      return events >= groupEventsMax;
    });
    this.#requests = full < 0 ? [] : group.splice(full + 1);
    this.#events -= events;
    return group;
  }

  /** Takes everything, for who has to refuse it. */
  takeAll(): readonly Request[] {
    const all = this.#requests;
    this.#requests = [];
    this.#events = 0;
    return all;
  }
}

function tooManyWaiting(): TongbanError {
  return storeErrors.error('E_STORE_UNAVAILABLE', {
    detail: {
      zh: '等待写入的请求过多，请稍后重试',
      en: 'Too many appends are waiting. Try again later.',
    },
    retryAfterSeconds: 1,
  });
}
