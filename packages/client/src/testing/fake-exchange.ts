import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudEvent } from '@tongban/cloudevents';
import { canonicalJson } from '@tongban/kernel';

/** What goes wrong with one request. */
export type Mishap =
  /** The connection breaks before anything is done. */
  | 'cut-before'
  /** Everything is recorded, and the connection breaks before the answer. */
  | 'cut-after'
  /** Everything is recorded, and half of the answer comes. */
  | 'half-answer'
  /** 503 with a problem, nothing done. */
  | 'unavailable'
  /** 429 with Retry-After: 0, nothing done. */
  | 'too-many'
  /** 502 with the page of a proxy, everything recorded. */
  | 'proxy-page'
  /** Every second event of a batch is refused for now. */
  | 'half-refused'
  | 'none';

/** The exchange's side of the API, small: records events once by id, and serves them as a feed. */
export interface FakeExchange {
  readonly baseUrl: string;
  readonly recorded: CloudEvent[];
  /** The cursors acknowledged, in order. */
  readonly acknowledged: string[];
  /** Every request as `<method> <path>`, in order. */
  readonly requests: string[];
  /** The bodies received by `POST /v1/events`, also of requests that came to grief. */
  readonly bodies: string[];
  readonly authorizations: string[];
  /** What happens to the next requests, in order; then `none`. */
  mishaps: Mishap[];
  /** Breaks every stream off after so many messages, in the middle of the next. */
  streamMessagesMax: number;
  /** Sends each feed item twice. */
  repeatItems: boolean;
  /** Answers the next request with this instead. */
  answer?: { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };
  record(event: CloudEvent): void;
  close(): Promise<void>;
}

const department = 'tax';

export async function openFakeExchange(): Promise<FakeExchange> {
  const texts = new Map<string, { readonly text: string; readonly position: number }>();
  const wakes = new Set<() => void>();

  const append = (event: CloudEvent): Record<string, unknown> => {
    const key = `${event.source} ${event.id}`;
    const known = texts.get(key);
    const text = canonicalJson(event);
    if (known && known.text !== text) return refused(event, problem('E_EVENT_ID_REUSED', 409, false));
    if (!known) {
      exchange.recorded.push(event);
      texts.set(key, { text, position: exchange.recorded.length });
      for (const wake of wakes) wake();
    }
    const position = known?.position ?? exchange.recorded.length;
    return {
      id: event.id,
      source: event.source,
      outcome: known ? 'already-appended' : 'appended',
      stream: 'tax.taxpayer-1',
      revision: String(position - 1),
      position: String(position),
    };
  };

  const item = (position: number): object => ({
    cursor: `${department}:${position}`,
    stream: 'tax.taxpayer-1',
    revision: String(position - 1),
    recordedAt: new Date(Date.UTC(2026, 0, 1) + position).toISOString(),
    event: exchange.recorded[position - 1],
    grants: ['G-1'],
    withheld: [],
    erased: [],
  });
  const itemsAfter = (after: number, limit: number): object[] => {
    const items: object[] = [];
    for (let position = after + 1; position <= exchange.recorded.length && items.length < limit; position++) {
      items.push(item(position));
      if (exchange.repeatItems) items.push(item(position));
    }
    return items;
  };

  const publish = (body: string, isBatch: boolean, mishap: Mishap, reply: Reply): void => {
    const sent = JSON.parse(body) as CloudEvent | CloudEvent[];
    if (!isBatch) {
      const outcome = append(sent as CloudEvent);
      if (outcome.outcome === 'refused') reply(409, outcome.problem);
      else reply(outcome.outcome === 'appended' ? 201 : 200, outcome);
      return;
    }
    const results = (sent as CloudEvent[]).map(
      (event, index): Record<string, unknown> =>
        mishap === 'half-refused' && index % 2 === 1
          ? { index, ...refused(event, problem('E_STORE_BUSY', 503, true)) }
          : { index, ...append(event) },
    );
    reply(results.some(({ outcome }) => outcome === 'refused') ? 207 : 200, { results });
  };

  const poll = (url: URL, response: ServerResponse, reply: Reply): void => {
    const after = Number((url.searchParams.get('after') ?? 'tax:0').split(':')[1]);
    const wait = Number(url.searchParams.get('wait') ?? 0);
    const answer = (): void => {
      wakes.delete(answer);
      const limit = Number(url.searchParams.get('limit') ?? 100);
      const next = Math.min(after + limit, exchange.recorded.length);
      reply(200, {
        events: itemsAfter(after, limit),
        next: `${department}:${next}`,
        atEnd: next === exchange.recorded.length,
      });
    };
    if (wait === 0 || after < exchange.recorded.length) answer();
    else {
      wakes.add(answer);
      response.on('close', () => wakes.delete(answer));
    }
  };

  const stream = (url: URL, response: ServerResponse): void => {
    let at = Number((url.searchParams.get('after') ?? 'tax:0').split(':')[1]);
    let sent = 0;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const push = (): void => {
      while (at < exchange.recorded.length) {
        at += 1;
        const message = `id: ${department}:${at}\nevent: event\ndata: ${JSON.stringify(item(at))}\n\n`;
        if (sent++ >= exchange.streamMessagesMax) {
          wakes.delete(push);
          response.write(message.slice(0, message.length >> 1));
          return void response.socket?.end();
        }
        response.write(exchange.repeatItems ? message + message : message);
      }
      response.write(`: still here\n\nid: ${department}:${at}\nevent: caught-up\ndata: {}\n\n`);
    };
    wakes.add(push);
    response.on('close', () => wakes.delete(push));
    push();
  };

  const serve = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://fake');
    exchange.requests.push(`${request.method} ${url.pathname}`);
    exchange.authorizations.push(request.headers.authorization ?? '');
    if (request.method === 'POST' && url.pathname === '/v1/events') exchange.bodies.push(body);
    const mishap = url.pathname === '/v1/feed/ack' ? 'none' : (exchange.mishaps.shift() ?? 'none');
    const reply = replyWith(response, mishap);
    const { answer } = exchange;
    delete exchange.answer;
    if (mishap === 'cut-before') request.socket.destroy();
    else if (mishap === 'unavailable') reply(503, problem('E_STORE_UNAVAILABLE', 503, true));
    else if (mishap === 'too-many') reply(429, problem('E_RATE_LIMIT', 429, true), { 'retry-after': '0' });
    else if (answer) reply(answer.status, answer.body, answer.headers);
    else if (url.pathname === '/v1/events' && request.method === 'POST') {
      publish(body, request.headers['content-type'] === 'application/cloudevents-batch+json', mishap, reply);
    } else if (url.pathname === '/v1/feed') poll(url, response, reply);
    else if (url.pathname === '/v1/feed/stream') stream(url, response);
    else if (url.pathname === '/v1/feed/ack') {
      exchange.acknowledged.push((JSON.parse(body) as { cursor: string }).cursor);
      reply(200, {});
    } else reply(200, { path: url.pathname, body });
  };

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => serve(request, Buffer.concat(parts).toString('utf8'), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const exchange: FakeExchange = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded: [],
    acknowledged: [],
    requests: [],
    bodies: [],
    authorizations: [],
    mishaps: [],
    streamMessagesMax: Number.POSITIVE_INFINITY,
    repeatItems: false,
    record: (event) => void append(event),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return exchange;
}

type Reply = (status: number, body: unknown, headers?: Record<string, string>) => void;

function replyWith(response: ServerResponse, mishap: Mishap): Reply {
  return (status, body, headers = {}) => {
    const text = JSON.stringify(body);
    if (mishap === 'cut-after') return void response.destroy();
    if (mishap === 'proxy-page') {
      response.writeHead(502, { 'content-type': 'text/html' });
      return void response.end('<html>bad gateway</html>');
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    if (mishap === 'half-answer') {
      response.write(text.slice(0, text.length >> 1));
      return void setImmediate(() => response.destroy());
    }
    response.end(text);
  };
}

function refused(event: CloudEvent, details: object): Record<string, unknown> {
  return { id: event.id, source: event.source, outcome: 'refused', problem: details };
}

function problem(code: string, status: number, retryable: boolean): Record<string, unknown> {
  return { type: `https://tongban.example/problems/${code}`, title: code, status, code, retryable };
}
