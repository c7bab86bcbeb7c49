import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, vi } from 'vitest';

/** A connection of which every byte is written by hand. */
export interface Client {
  readonly socket: Socket;
  /** Everything that came so far. */
  text(): string;
  /** Resolves with the answers when there are so many. */
  answers(count: number): Promise<readonly string[]>;
  readonly closed: Promise<unknown>;
}

export function openClient(port: number): Client {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).setEncoding('utf8');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => {}).on('end', () => socket.end());
  return {
    socket,
    text: () => received,
    answers: (count) =>
      vi.waitFor(() => {
        const answers = splitAnswers(received);
        expect(answers.length).toBeGreaterThanOrEqual(count);
        return answers;
      }, 10_000),
    closed: once(socket, 'close'),
  };
}

/** Whole answers alone, each with its head. */
export function splitAnswers(received: string): readonly string[] {
  const bytes = Buffer.from(received);
  const answers: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = bytes.indexOf('\r\n\r\n', at);
    const length =
      head < 0 ? undefined : /^content-length: (\d+)\r?$/im.exec(bytes.toString('utf8', at, head));
    const end = head + 4 + Number(length?.[1]);
    if (!length || end > bytes.length) break;
    answers.push(bytes.toString('utf8', at, end));
    at = end;
  }
  return answers;
}
