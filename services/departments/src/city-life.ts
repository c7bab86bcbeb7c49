import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { localDateOf } from '@tongban/calendar';
import { type Clock, type JsonObject, sleep } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import type { AnyClient } from './run-department-system.ts';
import { registered } from './start-up.ts';

/** An enterprise that comes to the counter of market regulation. */
export interface Applicant {
  readonly uscc: string;
  readonly registration: JsonObject;
}

export interface CityLifeOptions {
  /** Market regulation's client. */
  readonly client: AnyClient;
  /** The enterprise of this number, from 0. */
  readonly applicant: (index: number) => Applicant;
  /** Enterprises that there are to register at all. */
  readonly applicantsMax: number;
  /** How many are there at the first start, before time goes on. */
  readonly atFirst: number;
  /** Milliseconds between two registrations; 0: none after the first. */
  readonly everyMs: number;
  /** Where market regulation keeps how many it has registered. */
  readonly stateFile: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Registers enterprises one after the other, and goes on where it was after a restart. Each event is prepared and
 * kept before it is sent, so that a repeat sends the same one.
 */
export async function runCityLife(options: CityLifeOptions): Promise<void> {
  const { client, applicant, applicantsMax, atFirst, everyMs, stateFile, clock, logger, signal } = options;
  for (let done = readCount(stateFile); done < applicantsMax && !signal.aborted; done++) {
    if (done >= atFirst) {
      if (everyMs === 0) return;
      await sleep(clock, everyMs, signal);
      if (signal.aborted) return;
    }
    const { uscc, registration } = applicant(done);
    const today = localDateOf(clock.now());
    const { position } = await client.publish(registered, {
      // The id follows from the enterprise: it is registered once, however often this runs.
      id: `registration-${uscc}`,
      subject: uscc,
      correlationId: `start-up-${uscc}`,
      time: `${today}T09:00:00+08:00`,
      data: { ...registration, registeredOn: today },
    });
    keepCount(stateFile, done + 1);
    logger.debug({ uscc, position }, 'registered an enterprise');
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
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify({ registered: count }));
  renameSync(`${file}.new`, file);
}
