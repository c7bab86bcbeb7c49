import { randomFillSync } from 'node:crypto';
import type { CloudEvent } from '@tongban/cloudevents';
import { importSigningKey, signEvent } from '@tongban/cloudevents/signature';
import { canonicalJson, type IdSource, uuidV7 } from '@tongban/kernel';
import { requestBytes } from './http-connection.ts';
import { caseMarks, type EventKind, idMark, sampleEvents } from './sample-events.ts';

/** Gives the next request, with events that nobody published before. Undefined where there are no more. */
export interface EventRequests {
  /** The bytes are good until the next call. */
  next(): { readonly bytes: Buffer; readonly ids: readonly string[] } | undefined;
}

export interface RequestTerms {
  readonly kind: EventKind;
  readonly token: string;
  /** Events in a request; 1 sends a single event. */
  readonly batch: number;
  /** As in `ClosedLoop`. */
  readonly isUnsorted?: boolean | undefined;
}

/** Cases among which the events are spread. */
const cases = 100_000;
const persons = 1_000;
const path = '/v1/events';

/** Random bytes, drawn some hundred ids at a time: drawn for each, they are a sixth of what the generator does. */
const pool = new Uint8Array(8 * 1024);
let drawn = pool.length;

/** Ids as the client makes them: time-ordered. */
export const ids: IdSource = uuidV7({ now: Date.now, random: fillFromPool });
let issued = 0;

/**
 * Writes new ids and cases into one text again and again: no event is serialised while the clock runs. Events are in
 * canonical form, as the client sends them.
 */
export function rewrittenRequests({ kind, token, batch, isUnsorted }: RequestTerms): EventRequests {
  const event = isUnsorted ? JSON.stringify(sampleEvents[kind]) : canonicalJson(sampleEvents[kind]);
  const isBatch = batch > 1;
  const body = isBatch ? `[${Array.from({ length: batch }, () => event).join(',')}]` : event;
  const contentType = isBatch ? 'application/cloudevents-batch+json' : 'application/cloudevents+json';
  const bytes = requestBytes({ method: 'POST', path, token, contentType, body });
  const idsAt = placesOf(bytes, idMark);
  const casesAt = placesOf(bytes, caseMarks[kind]);
  const casesEach = casesAt.length / batch;
  return {
    next() {
      const made = idsAt.map((at, nth) => {
        const id = ids.next();
        bytes.write(id, at, 'latin1');
        const name = caseName(kind);
        for (let of = 0; of < casesEach; of++)
          bytes.write(name, casesAt[nth * casesEach + of] as number, 'latin1');
        return id;
      });
      return { bytes, ids: made };
    },
  };
}

/** A signature cannot be written over: signed events are made and signed beforehand. */
export function signedRequests(terms: {
  readonly token: string;
  readonly keyId: string;
  readonly pem: string;
  readonly count: number;
}): EventRequests {
  const { token, keyId, pem, count } = terms;
  const key = importSigningKey({ algorithm: 'ed25519', pem });
  const text = JSON.stringify(sampleEvents.signed);
  const made = Array.from({ length: count }, () => {
    const id = ids.next();
    const unsigned = JSON.parse(
      text.replaceAll(idMark, id).replaceAll(caseMarks.signed, caseName('signed')),
    ) as CloudEvent;
    const body = canonicalJson(signEvent(unsigned, key, keyId));
    const bytes = requestBytes({
      method: 'POST',
      path,
      token,
      contentType: 'application/cloudevents+json',
      body,
    });
    return { bytes, ids: [id] };
  });
  let at = 0;
  return { next: () => made[at++] };
}

function fillFromPool(target: Uint8Array): Uint8Array {
  if (drawn + target.length > pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  target.set(pool.subarray(drawn, drawn + target.length));
  drawn += target.length;
  return target;
}

function caseName(kind: EventKind): string {
  const number = ++issued % (kind === 'personal' ? persons : cases);
  return String(number).padStart(caseMarks[kind].length, kind === 'personal' ? '0' : '2');
}

function placesOf(bytes: Buffer, mark: string): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) places.push(at);
  return places;
}
