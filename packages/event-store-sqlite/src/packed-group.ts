import {
  type Append,
  type AppendOutcome,
  type ExpectedRevision,
  joinedTexts,
  type NewEvent,
  type StreamName,
  storeErrors,
  textsIn,
} from '@tongban/event-store';
import type { TongbanError } from '@tongban/kernel';
import type { Verdict } from './recorder.ts';

/** The requests of a group on their way to the thread. */
export interface PackedRequests {
  /** One after the other, which is cheaper to copy than objects. */
  readonly fields: readonly (string | number)[];
  /** Of all events; the fields have the length of each. */
  readonly texts: Uint8Array<ArrayBuffer>;
}

/** What became of them on the way back: a mark for each request, then the numbers of its events or its refusal. */
export type PackedVerdicts = readonly (number | PackedRefusal)[];

/** As much of a refusal as it takes to make the same error again. */
interface PackedRefusal {
  readonly code: keyof typeof storeErrors.rows;
  readonly detail: TongbanError['detail'];
  readonly facts: TongbanError['facts'];
}

const accepted = 1;
const refused = 0;

export function packRequests(requests: readonly (readonly Append[])[]): PackedRequests {
  const fields: (string | number)[] = [];
  const texts: Uint8Array[] = [];
  for (const appends of requests) {
    fields.push(appends.length);
    for (const { stream, expected, events } of appends) {
      fields.push(stream, expected, events.length);
      for (const { id, source, type, bytes } of events) {
        fields.push(id, source, type, bytes.length);
        texts.push(bytes);
      }
    }
  }
  return { fields, texts: joinedTexts(texts) };
}

export function unpackRequests({ fields, texts }: PackedRequests): readonly (readonly Append[])[] {
  let at = 0;
  const nextText = textsIn(texts);
  const number = (): number => fields[at++] as number;
  const text = (): string => fields[at++] as string;
  const times = <One>(make: () => One): One[] => Array.from({ length: number() }, make);
  const event = (): NewEvent => ({ id: text(), source: text(), type: text(), bytes: nextText(number()) });
  const append = (): Append => ({
    stream: text() as StreamName,
    expected: fields[at++] as ExpectedRevision,
    events: times(event),
  });
  const requests: (readonly Append[])[] = [];
  while (at < fields.length) requests.push(times(append));
  return requests;
}

export function packVerdicts(verdicts: readonly Verdict[]): PackedVerdicts {
  const packed: (number | PackedRefusal)[] = [];
  for (const verdict of verdicts) {
    if (verdict.ok) {
      packed.push(accepted);
      for (const outcomes of verdict.outcomes) {
        for (const { outcome, revision, position } of outcomes) {
          packed.push(outcome === 'appended' ? 1 : 0, revision, position);
        }
      }
    } else {
      packed.push(refused, packRefusal(verdict.refusal));
    }
  }
  return packed;
}

/** The verdicts of these requests. */
export function unpackVerdicts(
  packed: PackedVerdicts,
  requests: readonly (readonly Append[])[],
): readonly Verdict[] {
  let at = 0;
  const number = (): number => packed[at++] as number;
  return requests.map((appends): Verdict => {
    if (number() === refused) return { ok: false, refusal: unpackRefusal(packed[at++] as PackedRefusal) };
    const outcomes = appends.map(({ stream, events }) =>
      events.map((): AppendOutcome => {
        const outcome = number() === 1 ? 'appended' : 'already-appended';
        return { outcome, stream, revision: number(), position: number() };
      }),
    );
    return { ok: true, outcomes };
  });
}

function packRefusal(refusal: unknown): PackedRefusal {
  // What is no refusal of the store is a fault of ours, and stops the thread.
  if (!storeErrors.is(refusal)) throw refusal;
  const { code, detail, facts } = refusal;
  return { code: code as PackedRefusal['code'], detail, facts };
}

function unpackRefusal({ code, ...rest }: PackedRefusal): TongbanError {
  return storeErrors.error(code, rest);
}
