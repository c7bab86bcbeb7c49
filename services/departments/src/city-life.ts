import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type LocalDate, localDateOf } from '@tongban/calendar';
import { makeFolder } from '@tongban/folders';
import { type Clock, sleep } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import type { CounterEvent } from './counter-event.ts';
import { publishOnce } from './publish-once.ts';
import type { AnyClient } from './run-department-system.ts';

export interface CityLifeOptions {
  /** The client of a department. */
  readonly clientOf: (department: string) => AnyClient;
  /** What happens when the enterprise of this number, from 0, comes to the counters on a day. */
  readonly eventsOf: (index: number, on: LocalDate) => readonly CounterEvent[];
  /** Enterprises that there are to register at all. */
  readonly enterprisesMax: number;
  /** How many are there at the first start, before time goes on. */
  readonly atFirst: number;
  /** Milliseconds between two registrations; 0: none after the first. */
  readonly everyMs: number;
  /** Where the city keeps how many enterprises have come. */
  readonly stateFile: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Lets enterprises come to the counters one after the other, and goes on where it was after a restart. An enterprise
 * that was half done comes once more, with the same ids: what was published of it stands.
 */
export async function runCityLife(options: CityLifeOptions): Promise<void> {
  const { clientOf, eventsOf, enterprisesMax, atFirst, everyMs, stateFile, clock, logger, signal } = options;
  for (let done = readCount(stateFile); done < enterprisesMax && !signal.aborted; done++) {
    if (done >= atFirst) {
      if (everyMs === 0) return;
      await sleep(clock, everyMs, signal);
    }
    const on = localDateOf(clock.now());
    for (const { department, type, ...told } of eventsOf(done, on)) {
      if (signal.aborted) return;
      const draft = { ...told, time: `${on}T09:00:00+08:00` };
      await publishOnce(() => clientOf(department).publish(type, draft));
    }
    keepCount(stateFile, done + 1);
    logger.debug({ enterprise: done }, 'an enterprise was at the counters');
  }
}

function readCount(file: string): number {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { readonly registered: number }).registered;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

function keepCount(file: string, count: number): void {
  makeFolder(dirname(file));
  writeFileSync(`${file}.new`, JSON.stringify({ registered: count }));
  renameSync(`${file}.new`, file);
}
