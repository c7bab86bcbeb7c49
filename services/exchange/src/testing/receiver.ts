import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { FeedItem } from '../feeds/feed-item.ts';

/** What a receiver does with a delivery: answers a status, never answers, or hangs up. */
export type Answer = number | 'silence' | 'hang-up';

/** One request, as it came. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly item: FeedItem;
  readonly answer: Answer;
}

/** A receiver of webhooks on loopback. */
export interface Receiver {
  readonly url: string;
  /** Everything that came, also what was not taken. */
  readonly deliveries: readonly Delivery[];
  /** Cursors of what was answered by 2xx, in order. */
  taken(): readonly string[];
  /** From now on: an answer for every item. Default 204. */
  answers(answer: (item: FeedItem) => Answer): void;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  const sockets = new Set<Socket>();
  let answerTo = (_item: FeedItem): Answer => 204;

  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const item = JSON.parse(body) as FeedItem;
    const answer = answerTo(item);
    deliveries.push({ headers: request.headers as Record<string, string>, body, item, answer });
    give(answer, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/tongban`,
    deliveries,
    taken: () =>
      deliveries
        .filter(({ answer }) => typeof answer === 'number' && answer >= 200 && answer < 300)
        .map(({ item }) => item.cursor),
    answers(answer) {
      answerTo = answer;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Whether a delivery is signed under a secret, by the package that receivers use. */
export function isSignedBy(secret: string, { body, headers }: Delivery): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function give(answer: Answer, response: ServerResponse): void {
  if (answer === 'hang-up') response.destroy();
  else if (answer !== 'silence') response.writeHead(answer).end();
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
