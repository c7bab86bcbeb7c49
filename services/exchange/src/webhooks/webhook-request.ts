import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { AddressGuard } from './address-guard.ts';

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** Posts to webhooks. Connections are kept between deliveries, and shared with nothing else in the process. */
export interface WebhookSender {
  /**
   * Posts and answers the status. Redirects are not followed; the answer's body is read and dropped.
   * @throws E_WEBHOOK_ADDRESS where the host is not public; network errors as they come
   */
  post(request: WebhookRequest): Promise<number>;
  /** Closes the connections. */
  close(): void;
}

export interface WebhookSenderOptions {
  readonly guard: AddressGuard;
  /** From the beginning of a delivery to the end of the answer. */
  readonly timeoutMs: number;
}

/** Bytes of an answer that are waited for; only its status counts. */
const answerBytesMax = 64 * 1024;

export function openWebhookSender({ guard, timeoutMs }: WebhookSenderOptions): WebhookSender {
  // Agents of its own: a pooled connection is not looked up again, so only guarded ones may be in the pool.
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  const post = async (request: WebhookRequest): Promise<number> => {
    const url = new URL(request.url);
    guard.checkLiteral(url);
    const deadline = AbortSignal.timeout(timeoutMs);
    const isSecure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const failed = (error: Error): void =>
        reject(deadline.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error);
      const outgoing = (isSecure ? httpsRequest : httpRequest)(url, {
        method: 'POST',
        headers: { ...request.headers, 'content-length': String(Buffer.byteLength(request.body)) },
        lookup: guard.lookup,
        agent: isSecure ? agents.https : agents.http,
        signal: AbortSignal.any([request.signal, deadline]),
      });
      outgoing.on('response', (response) => dropBody(response).then(resolve, failed));
      outgoing.on('error', failed);
      outgoing.end(request.body);
    });
  };

  return {
    post,
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** The status, once the whole answer is there or more of it than anybody needs. */
function dropBody(response: IncomingMessage): Promise<number> {
  return new Promise((resolve, reject) => {
    const status = response.statusCode ?? 0;
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= answerBytesMax) return;
      resolve(status);
      response.destroy();
    });
    response.on('end', () => resolve(status));
    response.on('error', reject);
  });
}
