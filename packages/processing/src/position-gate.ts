import type { EventFilter, PassOver, Position } from '@tongban/event-store';

/** A position that only grows, and those who wait for it. */
export interface PositionGate {
  readonly position: Position;
  advance(position: Position): void;
  /** Resolves at once or when the position is reached. @throws the signal's reason, or that of `close` */
  reached(position: Position, signal?: AbortSignal): Promise<void>;
  /** Rejects everyone who waits, and who will wait for more than was reached. */
  close(reason: unknown): void;
}

interface Waiter {
  readonly position: Position;
  resolve(): void;
  reject(reason: unknown): void;
}

export function positionGate(start: Position): PositionGate {
  let position = start;
  let closed: { readonly reason: unknown } | undefined;
  const waiters = new Set<Waiter>();
  return {
    get position() {
      return position;
    },
    advance(to) {
      if (to <= position) return;
      position = to;
      for (const waiter of waiters) if (waiter.position <= to) waiter.resolve();
    },
    async reached(wanted, signal) {
      if (wanted <= position) return;
      signal?.throwIfAborted();
      if (closed !== undefined) throw closed.reason;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const waiter = { position: wanted, resolve, reject };
      const abort = (): void => reject(signal?.reason);
      waiters.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        await promise;
      } finally {
        waiters.delete(waiter);
        signal?.removeEventListener('abort', abort);
      }
    },
    close(reason) {
      closed = { reason };
      for (const waiter of waiters) waiter.reject(reason);
    },
  };
}

/** Has a gate advance past what a filter leaves out; undefined where it leaves nothing out. */
export function passOverBy(gate: PositionGate, filter: EventFilter | undefined): PassOver | undefined {
  return filter && { filter, passed: (position) => gate.advance(position) };
}
