import { randomUUID } from 'node:crypto';
import { kafkaBus } from '@tongban/event-bus-kafka';
import { silentLogger } from '@tongban/telemetry';
import { startPostgres, temporaryFolder, waitFor } from '@tongban/testing';
import { type City, type CityOptions, startCity } from '../../infra/city/start-city.ts';
import { applyDeclaration } from '../../infra/kafka/apply-declaration.ts';
import { startKafka } from '../../infra/kafka/start-kafka.ts';
import { type Counted, tally } from '../kafka/tally.ts';

type Absent = { readonly absent: string };
type Kafka = Exclude<Awaited<ReturnType<typeof startKafka>>, Absent>;
type Postgres = Exclude<Awaited<ReturnType<typeof startPostgres>>, Absent>;

/** Engines for one file of tests. */
export interface Engines {
  readonly kafka: Kafka;
  readonly postgres: Postgres;
  stop(): Promise<void>;
}

/** One broker and PostgreSQL; or why there are none. */
export async function startEngines(): Promise<Engines | Absent> {
  const [kafka, postgres] = await Promise.all([startKafka({ brokers: 1, faults: true }), startPostgres()]);
  const stop = async (): Promise<void> => {
    await Promise.all([kafka, postgres].map((engine) => 'absent' in engine || engine.stop()));
  };
  if ('absent' in kafka || 'absent' in postgres) {
    await stop();
    return { absent: [kafka, postgres].flatMap((e) => ('absent' in e ? [e.absent] : [])).join('; ') };
  }
  return { kafka, postgres, stop };
}

/** A city that something is done to, and what it then has. */
export interface CityUnderTest extends City {
  readonly topicPrefix: string;
  token(as: string, role?: string): Promise<string>;
  /** Waits until everything acknowledged is in the view of cases, and answers how many events each case has there. */
  casesWith(acknowledged: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, number>>;
  /** Everything on the bus, counted against what was acknowledged. */
  onTheBus(acknowledged: ReadonlyMap<string, readonly string[]>): Promise<Counted>;
}

export async function startCityUnderTest(
  { kafka, postgres }: Engines,
  options: Partial<CityOptions> = {},
): Promise<CityUnderTest> {
  const folder = await temporaryFolder();
  const topicPrefix = `faults-${randomUUID()}`;
  const { brokers } = kafka;
  await applyDeclaration({
    brokers,
    different: { prefix: topicPrefix, replicas: 1, minInSyncReplicas: 1 },
  });
  const city = await startCity({
    folder: folder.path,
    brokers,
    topicPrefix,
    postgresUrl: postgres.url,
    ...options,
  });
  const token = async (as: string, role = 'department'): Promise<string> => {
    const query = new URLSearchParams({ as, role, system: 'faults', format: 'text' });
    const response = await fetch(`${city.url}/identity/token?${query}`, { method: 'POST' });
    return (await response.text()).trim();
  };
  const cases = async (): Promise<ReadonlyMap<string, number>> => {
    const authorization = `Bearer ${await token('platform', 'operator')}`;
    const found = new Map<string, number>();
    for (let before = ''; ; ) {
      const page = await fetch(`${city.url}/v1/flows?limit=200${before}`, { headers: { authorization } });
      const { flows, next } = (await page.json()) as {
        readonly flows: readonly { readonly flow: string; readonly events: number }[];
        readonly next: string | null;
      };
      for (const { flow, events } of flows) found.set(flow, events);
      if (next === null) return found;
      before = `&before=${next}`;
    }
  };
  return {
    ...city,
    topicPrefix,
    token,
    async casesWith(acknowledged) {
      const isThere = async (): Promise<ReadonlyMap<string, number> | undefined> => {
        const found = await cases();
        const all = [...acknowledged].every(([name, ids]) => (found.get(name) ?? 0) >= ids.length);
        return all ? found : undefined;
      };
      const found = await waitFor(isThere, { describe: 'every event has its effect', timeoutMs: 60_000 });
      return new Map([...acknowledged.keys()].map((name) => [name, found.get(name) ?? 0]));
    },
    async onTheBus(acknowledged) {
      const bus = kafkaBus({ brokers, prefix: topicPrefix, logger: silentLogger });
      const expected = new Set([...acknowledged.values()].flat());
      const arrivals: { id: string; sequence: string; revision: number }[] = [];
      const ending = new AbortController();
      const head = await bus.head();
      for await (const message of bus.subscribe({ consumer: 'count', after: 0, signal: ending.signal })) {
        if (message.kind !== 'events') continue;
        for (const { id, stream, revision, type } of message.events) {
          if (type === 'customs.duty-assessed.v1') arrivals.push({ id, sequence: stream, revision });
        }
        if (message.next >= head) ending.abort();
      }
      await bus.close();
      return tally(arrivals, expected);
    },
    async stop() {
      await city.stop();
      await folder.remove();
    },
  };
}

/** What the parts of a process say of themselves, by name; empty while it does not answer. */
export async function partsOf(url: string | undefined): Promise<ReadonlyMap<string, string>> {
  if (url === undefined) return new Map();
  try {
    const answer = (await (await fetch(`${url}/health/ready`)).json()) as {
      readonly parts: readonly { readonly part: string; readonly state: string }[];
    };
    return new Map(answer.parts.map(({ part, state }) => [part, state]));
  } catch {
    return new Map();
  }
}
