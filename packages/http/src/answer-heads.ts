import { STATUS_CODES } from 'node:http';
import { policyOf } from './access.ts';
import type { HttpServer } from './app-env.ts';
import { jsonType, type SentAnswer } from './direct-route.ts';
import { securityHeaders } from './response-headers.ts';

const closing = 'Connection: close\r\n';

/**
 * The heads of answers that are sent without Node's HTTP: as Node writes them, up to the empty line at their end. What
 * many answers have in common, which is most of it, is not put together for each.
 */
export class AnswerHeads {
  readonly #server: HttpServer;
  readonly #keptAlive: string;
  /** What every direct answer says. */
  readonly #common: string;
  #second = Number.NaN;
  /** First lines and dates of this second, by status. */
  readonly #begins = new Map<number, string>();

  /** @param keepAliveMs what a client is told of how long its connection may rest; whole seconds */
  constructor(server: HttpServer, keepAliveMs: number) {
    this.#server = server;
    this.#keptAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveMs / 1_000}\r\n`;
    const limit = { 'ratelimit-policy': policyOf(server.rateLimit) };
    this.#common = headerLines({ ...securityHeaders, ...limit, 'content-type': jsonType });
  }

  /** Of a direct answer. */
  ofAnswer({ status, left, requestId, length }: SentAnswer, isLast: boolean): string {
    const own = `ratelimit: ${left}\r\nx-request-id: ${requestId}\r\ncontent-length: ${length}\r\n`;
    return this.#begin(status, isLast) + this.#common + own;
  }

  /** Of an answer that has these headers. */
  of(status: number, headers: Readonly<Record<string, string>>, isLast: boolean): string {
    return this.#begin(status, isLast) + headerLines(headers);
  }

  /** First line, date and what becomes of the connection. The date is as `Date` has it (RFC 9110 §5.6.7). */
  #begin(status: number, isLast: boolean): string {
    const nowMs = this.#server.clock.now();
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#begins.clear();
    }
    let begin = this.#begins.get(status);
    if (begin === undefined) {
      begin = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nDate: ${new Date(nowMs).toUTCString()}\r\n`;
      this.#begins.set(status, begin);
    }
    return begin + (isLast ? closing : this.#keptAlive);
  }
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  let lines = '';
  for (const name in headers) lines += `${name}: ${headers[name]}\r\n`;
  return lines;
}
