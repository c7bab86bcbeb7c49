import {
  type EventFilter,
  type EventSource,
  matchesFilter,
  type Position,
  type RecordedEvent,
} from '@tongban/event-store';
import { type Clock, limits } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import { processingErrors } from './errors.ts';
import { type Failure, failureOf } from './parked-event.ts';
import { passOverBy, positionGate } from './position-gate.ts';
import { type RetryTerms, retryPolicy } from './retry.ts';
import { tail } from './tail.ts';

export interface LiveProjectionTerms<State> {
  readonly name: string;
  readonly store: EventSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly filter?: EventFilter;
  initialState(): State;
  /** The state after an event. It may change the state it is given and return it. */
  evolve(state: State, event: RecordedEvent): State;
  readonly retry?: RetryTerms;
  readonly signal?: AbortSignal;
}

/** `waiting`: it was not caught up yet. `stopped`: by somebody, or because an event could not be applied. */
export interface LiveProjectionStatus {
  readonly state: 'waiting' | 'running' | 'stopped';
  readonly position: Position;
  /** Why the state is wrong, so that nothing answers any more; undefined while it is right. */
  readonly failure: Failure | undefined;
}

/** A small registry held in memory: everything recorded about grants, keys or contracts, folded. */
export interface LiveProjection<State> {
  readonly name: string;
  /** Everything up to here is in the state. */
  readonly position: Position;
  status(): LiveProjectionStatus;
  /** The state as far as it is. @throws E_PROJECTION_UNHEALTHY */
  state(): State;
  /**
   * The state with everything recorded up to a position: what a decision needs that must not miss a suspension.
   * @throws E_PROJECTION_UNHEALTHY, E_PROCESSING_STOPPED, or the signal's reason
   */
  caughtUpTo(position: Position, options?: { readonly signal?: AbortSignal }): Promise<State>;
  stop(): Promise<void>;
}

/** Starts a projection in memory: from the first event, then live until it is stopped. */
export function liveProjection<State>(terms: LiveProjectionTerms<State>): LiveProjection<State> {
  const { name, store, clock, logger } = terms;
  const gate = positionGate(0);
  const stopping = new AbortController();
  const signal = terms.signal ? AbortSignal.any([terms.signal, stopping.signal]) : stopping.signal;
  const dropped = (error: unknown, times: number): undefined => {
    logger.warn({ projection: name, times, error }, 'subscription dropped');
  };
  let state = terms.initialState();
  let unhealthy: Error | undefined;
  let stage: LiveProjectionStatus['state'] = 'waiting';

  async function follow(): Promise<void> {
    const policy = retryPolicy(terms.retry);
    const after = await readHistory();
    const passOver = passOverBy(gate, terms.filter);
    const tailed = { store, consumer: name, after, clock, policy, signal, dropped, passOver };
    for await (const message of tail(tailed)) {
      if (message.kind === 'events') {
        for (const event of message.events) {
          if (matchesFilter(terms.filter, event.type)) apply(event);
        }
      } else if (stage === 'waiting') {
        stage = 'running';
      }
      gate.advance(message.kind === 'events' ? message.next : message.position);
    }
  }

  /**
   * Folds what is there already, filtered by the store: a few grants among millions of events cost a few reads. Live,
   * everything is listened to, so that the position is exact. Answers where it came to.
   */
  async function readHistory(): Promise<Position> {
    if (terms.filter === undefined) return 0;
    for (let after = 0; ; ) {
      if (signal.aborted) return after;
      const page = await store
        .readAll({ after, limit: limits.pageEventsMax, filter: terms.filter })
        .catch((error: unknown) => dropped(error, 1));
      if (!page) return after;
      page.events.forEach(apply);
      after = page.next;
      gate.advance(after);
      if (page.atEnd) return after;
    }
  }

  function apply(event: RecordedEvent): void {
    try {
      state = terms.evolve(state, event);
    } catch (cause) {
      const facts = { projection: name, position: event.position, type: event.type };
      unhealthy = processingErrors.error('E_PROJECTION_UNHEALTHY', { facts, cause });
      logger.error({ ...facts, error: cause }, 'projection is unhealthy');
      throw unhealthy;
    }
  }

  const ended = follow()
    .catch((error: unknown) => {
      unhealthy ??= error instanceof Error ? error : new Error(String(error));
    })
    .then(() => {
      stage = 'stopped';
      gate.close(
        unhealthy ?? processingErrors.error('E_PROCESSING_STOPPED', { facts: { projection: name } }),
      );
    });

  function current(): State {
    if (unhealthy !== undefined) throw unhealthy;
    return state;
  }

  return {
    name,
    get position() {
      return gate.position;
    },
    status: () => ({ state: stage, position: gate.position, failure: unhealthy && failureOf(unhealthy) }),
    state: current,
    async caughtUpTo(position, options = {}) {
      await gate.reached(position, options.signal);
      return current();
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
