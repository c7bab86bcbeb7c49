import type { IncomingMessage, RequestListener } from 'node:http';

const continuations = new WeakMap<IncomingMessage, () => void>();

/**
 * For requests that say `Expect: 100-continue`: their callers are told to go on when the body is read, and not before. What is
 * refused by its head alone never asks for a body; and since nobody knows whether one comes all the same, the connection ends.
 */
export function whenContinued(listener: RequestListener): RequestListener {
  return (incoming, outgoing) => {
    const { shouldKeepAlive } = outgoing;
    outgoing.shouldKeepAlive = false;
    continuations.set(incoming, () => {
      outgoing.shouldKeepAlive = shouldKeepAlive;
      outgoing.writeContinue();
    });
    listener(incoming, outgoing);
  };
}

/** Says that the body is wanted, where the caller waits for that. Before anything of the body is read. */
export function askForBody(incoming: IncomingMessage): void {
  continuations.get(incoming)?.();
  continuations.delete(incoming);
}
