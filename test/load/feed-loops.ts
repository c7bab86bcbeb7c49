import { request } from 'node:http';
import { HttpConnection, requestBytes } from './http-connection.ts';
import { type CatchUp, type Following, type Measured, measuredOf } from './load-work.ts';
import { publishAtRate } from './publishing-loops.ts';

type Figures = Omit<Measured, 'generatorShare'>;

interface Page {
  readonly events: readonly { readonly event: { readonly id: string } }[];
  readonly next: string;
}

/** After the last event was published, for those that are still under way. */
const stragglersMs = 2_000;

/** Runs `CatchUp`: the answers are counted, not parsed. */
export async function catchUp({ target, limit }: CatchUp): Promise<Figures> {
  const connection = await HttpConnection.open(target.port);
  const latencies: number[] = [];
  let events = 0;
  let after: string | undefined;
  const startedAt = performance.now();
  for (;;) {
    const path = `/v1/feed?limit=${limit}${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`;
    const sentAt = performance.now();
    const { status, body } = await connection.ask(requestBytes({ method: 'GET', path, token: target.token }));
    latencies.push(performance.now() - sentAt);
    if (status !== 200) throw new Error(`${status} ${body.toString()}`);
    const end = body.subarray(-200).toString('latin1');
    after = /"next":"([^"]+)"/.exec(end)?.[1];
    events += count(body, '"cursor":');
    if (end.includes('"atEnd":true')) break;
  }
  connection.close();
  return measuredOf(events, performance.now() - startedAt, latencies);
}

/** Runs `Following`. */
export async function following(work: Following): Promise<Figures> {
  const { target, perSecond, seconds, reader } = work;
  const dueAt = new Map<string, number>();
  const latencies: number[] = [];
  const received = (id: string): void => {
    const due = dueAt.get(id);
    if (due === undefined) return;
    dueAt.delete(id);
    latencies.push(performance.now() - due);
  };
  const stop = new AbortController();
  const from = await head(target.port, reader.token);
  const follow = reader.channel === 'stream' ? followStream : followPages;
  const reading = follow({ port: target.port, token: reader.token, from, received, signal: stop.signal });
  const startedAt = performance.now();
  await publishAtRate({
    target,
    perSecond,
    seconds,
    connections: 16,
    sending: (id, due) => dueAt.set(id, due),
  });
  const elapsedMs = performance.now() - startedAt;
  const waitsUntil = performance.now() + stragglersMs;
  while (dueAt.size > 0 && performance.now() < waitsUntil)
    await new Promise((resolve) => setTimeout(resolve, 10));
  stop.abort();
  await reading;
  if (dueAt.size > 0)
    throw new Error(`${dueAt.size} events were not received ${stragglersMs} ms after the last`);
  return measuredOf(latencies.length, elapsedMs, latencies);
}

interface Follower {
  readonly port: number;
  readonly token: string;
  readonly from: string;
  readonly received: (id: string) => void;
  readonly signal: AbortSignal;
}

async function followPages({ port, token, from, received, signal }: Follower): Promise<void> {
  const connection = await HttpConnection.open(port);
  let after = from;
  while (!signal.aborted) {
    const path = `/v1/feed?limit=1000&wait=1&after=${encodeURIComponent(after)}`;
    const { status, body } = await connection.ask(requestBytes({ method: 'GET', path, token }));
    if (status !== 200) throw new Error(`${status} ${body.toString()}`);
    const page = JSON.parse(body.toString()) as Page;
    for (const { event } of page.events) received(event.id);
    after = page.next;
  }
  connection.close();
}

function followStream({ port, token, from, received, signal }: Follower): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        port,
        host: '127.0.0.1',
        path: `/v1/feed/stream?after=${encodeURIComponent(from)}`,
        headers: { authorization: `Bearer ${token}` },
        signal,
      },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`the stream was refused: ${response.statusCode}`));
        let rest = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) {
            if (!line.startsWith('data: {')) continue;
            const item = JSON.parse(line.slice('data: '.length)) as {
              readonly event?: { readonly id: string };
            };
            if (item.event) received(item.event.id);
          }
        });
        response.on('error', () => resolve()).on('close', () => resolve());
      },
    );
    asked.on('error', (error) => (signal.aborted ? resolve() : reject(error))).end();
  });
}

async function head(port: number, token: string): Promise<string> {
  const connection = await HttpConnection.open(port);
  const { body } = await connection.ask(requestBytes({ method: 'GET', path: '/v1/feed/position', token }));
  connection.close();
  return (JSON.parse(body.toString()) as { readonly head: string }).head;
}

function count(body: Buffer, text: string): number {
  let found = 0;
  for (let at = body.indexOf(text); at >= 0; at = body.indexOf(text, at + text.length)) found += 1;
  return found;
}
