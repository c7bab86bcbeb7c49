import { connect, type Socket } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * One keep-alive connection that sends finished requests and counts the bytes of the answers: a third of what
 * `node:http` costs, so that the generator is not what is measured. It takes answers with a Content-Length only.
 */
export class HttpConnection {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #received = 0;
  #status = 0;
  /** Of the whole answer; 0 until the head is there. */
  #expected = 0;
  #bodyAt = 0;
  #settle: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new HttpConnection(socket)));
    });
  }

  /** Sends a whole request. One at a time. */
  ask(request: Buffer): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#expected === 0) this.#readHead();
    if (this.#expected === 0 || this.#received < this.#expected) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const answer = { status: this.#status, body: bytes.subarray(this.#bodyAt, this.#expected) };
    this.#chunks = [];
    this.#received = 0;
    this.#expected = 0;
    this.#settle?.resolve(answer);
  }

  #readHead(): void {
    const text = Buffer.concat(this.#chunks).toString('latin1', 0, 4_096);
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    if (length === undefined) {
      this.#settle?.reject(new Error(`an answer without Content-Length:\n${text.slice(0, end)}`));
      return;
    }
    this.#status = Number(text.slice(9, 12));
    this.#bodyAt = end + 4;
    this.#expected = this.#bodyAt + Number(length);
  }
}

/** A request as bytes. */
export function requestBytes(request: {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly contentType?: string;
  readonly body?: string;
}): Buffer {
  const { method, path, token, contentType, body = '' } = request;
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${token}`,
    ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`]),
    ...(method === 'GET' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
