import type { BenchEvent, Candidate } from './candidate.ts';

export interface Measured {
  /** Events a second. */
  readonly rate: number;
  /** Of single operations, milliseconds; absent where there are too few. */
  readonly p99Ms?: number;
}

type Make = (count: number) => readonly BenchEvent[];

/** Appends by `clients` at once, `batch` events each time, each client over streams of its own. */
export async function appending(
  candidate: Candidate,
  make: Make,
  {
    clients,
    batch,
    appends,
    prefix = '',
  }: { clients: number; batch: number; appends: number; prefix?: string },
): Promise<Measured> {
  const streamsEach = Math.max(1, Math.min(100, Math.ceil(appends / clients / 10)));
  const latencies = new Float64Array(appends);
  let issued = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let nth = 0; issued < appends; nth++) {
        const at = issued++;
        const stream = `tax.taxpayer-${prefix}${client}-${nth % streamsEach}`;
        const revision = Math.floor(nth / streamsEach) * batch - 1;
        const sent = performance.now();
        await candidate.append(stream, revision, make(batch));
        latencies[at] = performance.now() - sent;
      }
    }),
  );
  const rate = (appends * batch * 1_000) / (performance.now() - start);
  return { rate, p99Ms: percentile(latencies, 0.99) };
}

/** That it checks what it is measured with: an append at a revision that the stream does not have. @throws where it takes it */
export async function refusingWrongRevisions(candidate: Candidate, make: Make): Promise<void> {
  const stream = 'tax.case-refusing';
  await candidate.append(stream, -1, make(2));
  const isTaken = await candidate.append(stream, 0, make(1)).then(
    () => true,
    () => false,
  );
  if (isTaken) throw new Error(`${candidate.name} took an append at a wrong revision`);
}

/** Streams of a given length, written in batches. */
export async function fill(
  candidate: Candidate,
  make: Make,
  { streams, length, at = 0 }: { streams: number; length: number; at?: number },
): Promise<void> {
  for (let from = 0; from < streams; from += 64) {
    const some = Array.from({ length: Math.min(64, streams - from) }, (_, nth) => from + nth);
    await Promise.all(some.map((nth) => candidate.append(`tax.case-${nth}`, at - 1, make(length))));
  }
}

export async function readingStreams(
  candidate: Candidate,
  streams: number,
  reads: number,
): Promise<Measured> {
  let events = 0;
  const start = performance.now();
  for (let nth = 0; nth < reads; nth++) events += await candidate.readStream(`tax.case-${nth % streams}`);
  return { rate: (events * 1_000) / (performance.now() - start) };
}

export async function readingAll(candidate: Candidate): Promise<Measured> {
  const start = performance.now();
  const events = await candidate.readAll();
  return { rate: (events * 1_000) / (performance.now() - start) };
}

/**
 * Decides by the length of a stream, appends one event: `clients` at once, each over streams of its own. The stream is
 * loaded whole each time, or where `remembering` as the candidate can.
 */
export async function handling(
  candidate: Candidate,
  make: Make,
  terms: { clients: number; streams: number; commands: number; remembering?: boolean },
): Promise<Measured> {
  const { clients, streams, commands, remembering = false } = terms;
  const one = (): BenchEvent => make(1)[0] as BenchEvent;
  const handle = async (stream: string): Promise<void> => {
    if (remembering && candidate.decideRemembering) return candidate.decideRemembering(stream, one);
    const revision = (await candidate.readStream(stream)) - 1;
    await candidate.append(stream, revision, [one()]);
  };
  const latencies = new Float64Array(commands);
  let issued = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let nth = 0; issued < commands; nth++) {
        const at = issued++;
        const sent = performance.now();
        await handle(`tax.case-${(nth * clients + client) % streams}`);
        latencies[at] = performance.now() - sent;
      }
    }),
  );
  return { rate: (commands * 1_000) / (performance.now() - start), p99Ms: percentile(latencies, 0.99) };
}

export function percentile(values: Float64Array, part: number): number {
  return values.toSorted()[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN;
}
