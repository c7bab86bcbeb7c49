import type { App, Identity } from '@tongban/http';
import { observeProcessors, type ProcessorHandle, type SkippedEvent } from '@tongban/processing';
import type { Metrics } from '@tongban/telemetry';
import { mountOperationsRoutes } from './operations-routes.ts';

/** What operators see of the processors of one process, whichever of its services they belong to. */
export interface Operations {
  /**
   * Puts processors before operators: in `/v1/operations/processors`, and in the metrics of lag and of what is parked. The
   * function is asked at every call, so that processors may come and go.
   */
  show(handles: () => readonly ProcessorHandle[]): void;
  /** Has what operators do to any processor written down there. Where no service has a record, these are lines of the log. */
  recordIn(record: OperationsRecord): void;
}

/** Where it is written down what operators did to processors. */
export interface OperationsRecord {
  /** Before a processor is paused or goes on. */
  switch(
    act: 'pause' | 'resume',
    of: { readonly processor: string; readonly reason: string },
    by: Identity,
  ): Promise<void>;
  /** Before a sequence is redriven. */
  redrive(sequence: RedrivenByOperator, by: Identity): Promise<void>;
  /** After an event was passed over; the same again changes nothing. */
  skip(processor: string, skipped: SkippedEvent, by: Identity): Promise<void>;
}

/** A sequence that an operator redrives. */
export interface RedrivenByOperator {
  readonly processor: string;
  readonly sequence: string;
  readonly firstPosition: number;
  /** Parked at that moment. */
  readonly events: number;
  readonly reason: string;
}

/** The operations of a process. Its routes are there from the first processors that are shown. */
export function openOperations(app: App, metrics: Metrics): Operations {
  const sources: (() => readonly ProcessorHandle[])[] = [];
  let recordOf: OperationsRecord | undefined;
  const all = (): readonly ProcessorHandle[] => sources.flatMap((handles) => handles());
  return {
    show(handles) {
      sources.push(handles);
      if (sources.length > 1) return;
      observeProcessors(metrics, all);
      mountOperationsRoutes(app, { handles: all, record: () => recordOf });
    },
    recordIn(record) {
      recordOf = record;
    },
  };
}
