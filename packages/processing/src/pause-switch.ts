/** A switch that work waits for. Open at first. */
export interface PauseSwitch {
  readonly paused: boolean;
  pause(): void;
  resume(): void;
  /** Resolves as soon as it is not paused. @throws the signal's reason when it aborts before */
  passed(signal: AbortSignal): Promise<void>;
}

export function pauseSwitch(): PauseSwitch {
  let closed: PromiseWithResolvers<void> | undefined;
  return {
    get paused() {
      return closed !== undefined;
    },
    pause() {
      closed ??= Promise.withResolvers<void>();
    },
    resume() {
      closed?.resolve();
      closed = undefined;
    },
    async passed(signal) {
      while (closed !== undefined) {
        signal.throwIfAborted();
        const aborted = Promise.withResolvers<void>();
        const abort = (): void => aborted.resolve();
        signal.addEventListener('abort', abort, { once: true });
        await Promise.race([closed.promise, aborted.promise]);
        signal.removeEventListener('abort', abort);
      }
    },
  };
}
