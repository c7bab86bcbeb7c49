import type { Socket } from 'node:net';
import { AnswerHeads } from './answer-heads.ts';
import {
  type DirectRoute,
  type DirectRoutes,
  type MeasuredRoute,
  type Refused,
  type SentAnswer,
  serveDirectly,
} from './direct-route.ts';
import { type PlainRequest, PlainRequestReader } from './plain-request.ts';

export interface DirectConnectionOptions {
  readonly direct: DirectRoutes;
  /** Has Node read a connection from here on. */
  readonly toNode: (socket: Socket) => void;
  /** Refuses a connection on which nothing came in time. */
  readonly refuseSilent: (socket: Socket) => void;
  /** Time for the first request to begin. */
  readonly firstMs: number;
  /** Time between an answer and the next request; whole seconds. */
  readonly keepAliveMs: number;
}

/** A connection may rest so much longer than its client was told, as with Node: a request sent in the last moment is still read. */
const keepAliveBufferMs = 1_000;

/**
 * Connections that bring nothing but plain requests to direct routes, read and answered without Node's HTTP, which is a
 * fifth of all that a small event costs the event loop. The first thing that is not so plain gives its connection to
 * Node for good, with all that is unread of it: a request in two packets, one before the last is answered, any other
 * address. So HTTP has one reader, which is spared the easiest case.
 */
export class DirectConnections {
  readonly #options: DirectConnectionOptions;
  readonly #heads: AnswerHeads;
  readonly #open = new Set<DirectConnection>();

  constructor(options: DirectConnectionOptions) {
    this.#options = options;
    this.#heads = new AnswerHeads(options.direct.server, options.keepAliveMs);
  }

  take(socket: Socket): void {
    const left = (): unknown => this.#open.delete(connection);
    const connection = new DirectConnection(socket, this.#options, this.#heads, left);
    this.#open.add(connection);
  }

  /** Ends every connection as soon as it owes no answer. */
  close(): void {
    for (const connection of this.#open) connection.close();
  }

  /** Ends every connection now. */
  cut(): void {
    for (const connection of this.#open) connection.cut();
  }
}

class DirectConnection {
  readonly #socket: Socket;
  readonly #options: DirectConnectionOptions;
  readonly #heads: AnswerHeads;
  readonly #left: () => void;
  readonly #reader = new PlainRequestReader();
  #hasAnswered = false;
  #isAnswering = false;
  /** Something came before the last request was answered. */
  #isAhead = false;
  /** The next answer is the last one; once it is given nothing more is read (RFC 9112 §9.6). */
  #isEnding = false;

  constructor(socket: Socket, options: DirectConnectionOptions, heads: AnswerHeads, left: () => void) {
    this.#socket = socket;
    this.#options = options;
    this.#heads = heads;
    this.#left = left;
    socket.on('data', this.#onData).on('end', this.#onEnd).on('timeout', this.#onTimeout);
    socket.on('drain', this.#onDrain).on('error', this.#onError).on('close', left);
    socket.setTimeout(options.firstMs);
  }

  close(): void {
    this.#isEnding = true;
    if (!this.#isAnswering) this.#socket.destroySoon();
  }

  cut(): void {
    this.#socket.destroy();
  }

  readonly #onData = (bytes: Buffer): void => {
    if (this.#isAnswering) {
      this.#isAhead = true;
      this.#putBack(bytes);
      return;
    }
    if (this.#isEnding) return;
    const request = this.#reader.read(bytes);
    const route = request && this.#options.direct.find(request.address);
    if (request === undefined || route === undefined) {
      this.#putBack(bytes);
      this.#leave();
      return;
    }
    this.#isAnswering = true;
    this.#answer(request, route).catch(() => this.#socket.destroy());
  };

  async #answer(request: PlainRequest, route: MeasuredRoute): Promise<void> {
    const { direct } = this.#options;
    const refused = await serveDirectly(direct.server, route, performance.now(), {
      headers: request.headers,
      body: () => request.body,
      send: this.#sendAnswer,
    });
    if (refused !== undefined) await this.#refuse(request, route, refused);
    this.#isAnswering = false;
    if (this.#isEnding) this.#socket.destroySoon();
    else if (this.#isAhead) this.#leave();
  }

  async #refuse({ headers }: PlainRequest, { method, path }: DirectRoute, refused: Refused): Promise<void> {
    const request = new Request(`http://localhost${path}`, { method, headers });
    const response = await this.#options.direct.refuse(request, refused);
    const text = await response.text();
    const { connection, ...answer } = Object.fromEntries(response.headers);
    if (connection === 'close') this.#isEnding = true;
    const length = Buffer.byteLength(text);
    const sent = { ...answer, 'content-length': String(length) };
    this.#send(this.#heads.of(response.status, sent, this.#isEnding), text, length);
  }

  readonly #sendAnswer = (answer: SentAnswer): void => {
    this.#send(this.#heads.ofAnswer(answer, this.#isEnding), answer.json, answer.length);
  };

  /** Sends a head, which has its last line end but not the empty line after it, and a body of so many bytes. */
  #send(head: string, body: string, bytes: number): void {
    // ASCII is the same in both, and cheaper as the first.
    const encoding = bytes === body.length ? 'latin1' : 'utf8';
    // Whoever sends and does not read is not read either.
    if (!this.#socket.write(`${head}\r\n${body}`, encoding)) this.#socket.pause();
    if (this.#hasAnswered) return;
    this.#hasAnswered = true;
    this.#socket.setTimeout(this.#options.keepAliveMs + keepAliveBufferMs);
  }

  readonly #onDrain = (): void => {
    this.#socket.resume();
  };

  readonly #onEnd = (): void => {
    this.#isEnding = true;
    if (!this.#isAnswering) this.#socket.end();
  };

  readonly #onTimeout = (): void => {
    if (this.#isAnswering) return;
    if (this.#hasAnswered || this.#isEnding) {
      this.#socket.destroy();
      return;
    }
    this.#isEnding = true;
    this.#options.refuseSilent(this.#socket);
  };

  /** The connection closes by itself then. */
  readonly #onError = (): void => {};

  /** Nothing more is read before the connection has left. */
  #putBack(bytes: Buffer): void {
    this.#socket.pause();
    this.#socket.unshift(bytes);
  }

  #leave(): void {
    const socket = this.#socket;
    socket.off('data', this.#onData).off('end', this.#onEnd).off('timeout', this.#onTimeout);
    socket.off('drain', this.#onDrain).off('close', this.#left);
    socket.setTimeout(0);
    this.#left();
    // Node would wait for the end of one that has ended.
    if (socket.destroyed) return;
    this.#options.toNode(socket);
    socket.resume();
  }
}
