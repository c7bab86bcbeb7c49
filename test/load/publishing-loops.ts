import { type EventRequests, rewrittenRequests, signedRequests } from './event-requests.ts';
import { HttpConnection } from './http-connection.ts';
import { type ClosedLoop, type Measured, measuredOf, type OpenLoop } from './load-work.ts';

type Figures = Omit<Measured, 'generatorShare'>;

/** Runs `ClosedLoop`. */
export async function closedLoop(work: ClosedLoop): Promise<Figures> {
  const { target, kind, batch, isUnsorted, seconds, signing } = work;
  const signed = signing && signedRequests({ ...signing, token: target.token });
  const connections = await openConnections(target.port, work.connections);
  const latencies: number[] = [];
  let lastAt = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  await Promise.all(
    connections.map(async (connection) => {
      const requests = signed ?? rewrittenRequests({ kind, token: target.token, batch, isUnsorted });
      while (performance.now() < endsAt) {
        const request = requests.next();
        if (request === undefined) break;
        const sentAt = performance.now();
        const { status, body } = await connection.ask(request.bytes);
        if (status !== 200 && status !== 201) throw new Error(`${status} ${body.toString()}`);
        lastAt = performance.now();
        latencies.push(lastAt - sentAt);
      }
    }),
  );
  for (const connection of connections) connection.close();
  return measuredOf(latencies.length * batch, lastAt - startedAt, latencies);
}

/** Runs `OpenLoop`. */
export async function openLoop({ target, perSecond, seconds, connections }: OpenLoop): Promise<Figures> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  await publishAtRate({
    target,
    perSecond,
    seconds,
    connections,
    answered: (_ids, dueAt) => latencies.push(performance.now() - dueAt),
  });
  return measuredOf(latencies.length, performance.now() - startedAt, latencies);
}

/** Publishes single events at a fixed rate. Where every connection is busy an event waits for the next that is free. */
export async function publishAtRate(options: {
  readonly target: OpenLoop['target'];
  readonly perSecond: number;
  readonly seconds: number;
  readonly connections: number;
  readonly sending?: (id: string, dueAt: number) => void;
  readonly answered?: (id: string, dueAt: number) => void;
}): Promise<void> {
  const { target, perSecond, seconds, connections: width, sending, answered } = options;
  const connections = await openConnections(target.port, width);
  const total = Math.round(perSecond * seconds);
  const startedAt = performance.now();
  let next = 0;
  let wake: (() => void)[] = [];

  /** The number of the next event, when it is due; undefined when all were sent. */
  const due = async (): Promise<number | undefined> => {
    for (;;) {
      if (next >= total) return undefined;
      if (performance.now() >= dueAtOf(next)) return next++;
      await new Promise<void>((resolve) => wake.push(resolve));
    }
  };
  const dueAtOf = (nth: number): number => startedAt + (nth * 1_000) / perSecond;
  const tick = setInterval(() => {
    const woken = wake;
    wake = [];
    for (const resolve of woken) resolve();
  }, 1);

  const send = async (connection: HttpConnection, requests: EventRequests): Promise<void> => {
    for (;;) {
      const nth = await due();
      const request = nth === undefined ? undefined : requests.next();
      if (nth === undefined || request === undefined) return;
      const [id = ''] = request.ids;
      sending?.(id, dueAtOf(nth));
      const { status, body } = await connection.ask(request.bytes);
      if (status !== 200 && status !== 201) throw new Error(`${status} ${body.toString()}`);
      answered?.(id, dueAtOf(nth));
    }
  };
  await Promise.all(
    connections.map((connection) =>
      send(connection, rewrittenRequests({ kind: 'plain', token: target.token, batch: 1 })),
    ),
  );
  clearInterval(tick);
  for (const connection of connections) connection.close();
}

function openConnections(port: number, count: number): Promise<HttpConnection[]> {
  return Promise.all(Array.from({ length: count }, () => HttpConnection.open(port)));
}
