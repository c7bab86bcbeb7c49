import type { JsonObject } from '@tongban/kernel';
import type { Received } from '../department-system.ts';
import { sampleApplicant } from '../sample-city/sample-applicants.ts';
import { registered } from '../start-up.ts';
import { receivedEvent } from './sample-order.ts';

/** The registration of an enterprise, as a department receives it, with what a test wants otherwise. */
export function sampleRegistered(other: JsonObject = {}): Received {
  const { uscc, registration } = sampleApplicant(7, 0);
  return receivedEvent(registered, uscc, { ...registration, ...other });
}

/** The same without one of its fields, as where no grant covers it. */
export function withheld(event: Received, field: string): Received {
  const { [field]: _, ...data } = event.data;
  return { ...event, data };
}
