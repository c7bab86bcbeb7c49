import { type Clock, decodeJson, TongbanError } from '@tongban/kernel';
import { clientErrors } from './errors.ts';
import { foreignAnswer, problemOfDocument, retryAfterSeconds } from './problem-of-answer.ts';

/** One request. Nothing in it changes from attempt to attempt but the token. */
export interface Call {
  readonly method: 'GET' | 'POST';
  /** Begins with `/v1/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: { readonly contentType: string; readonly bytes: Uint8Array<ArrayBuffer> };
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the answer may take, headers and body. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpCalls {
  /** Makes one attempt and parses the JSON answered. @throws TongbanError, always */
  json<Answer>(call: Call): Promise<Answer>;
  /** Makes one attempt and hands over the body as it comes; `timeoutMs` is for the headers only. */
  stream(call: Call): Promise<ReadableStream<Uint8Array>>;
}

export interface HttpCallsOptions {
  readonly baseUrl: URL;
  readonly token: string | (() => Promise<string>);
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

const defaultTimeoutMs = 30_000;

/** The calls of the API over `fetch`: token, time limit, and every failure as an error with a code. */
export function openHttpCalls(options: HttpCallsOptions): HttpCalls {
  const { baseUrl, token, clock, fetch } = options;

  const request = async (call: Call, signal: AbortSignal): Promise<Response> => {
    const url = new URL(call.path.slice(1), baseUrl);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const bearer = typeof token === 'string' ? token : await fetched(token);
    return fetch(url, {
      method: call.method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${bearer}`,
        ...(call.body === undefined ? {} : { 'content-type': call.body.contentType }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: call.body.bytes }),
      signal,
      redirect: 'error',
    });
  };

  /** A token from a function may have run out on the way: the second attempt asks for a new one. */
  const authorised = async (call: Call, signal: AbortSignal): Promise<Response> => {
    const response = await request(call, signal);
    if (response.status !== 401 || typeof token === 'string') return response;
    await response.body?.cancel();
    return request(call, signal);
  };

  /** Runs `work` within the call's time limit and names whatever goes wrong. */
  const limited = async <Value>(call: Call, work: (limit: CallLimit) => Promise<Value>): Promise<Value> => {
    const limit = callLimit(clock, call);
    try {
      return await work(limit);
    } catch (error) {
      throw limit.failureOf(error, addressOf(baseUrl, call));
    } finally {
      limit.release();
    }
  };

  const refusal = async (call: Call, response: Response): Promise<Error> => {
    const text = await response.text();
    return problemOfDocument(parsed(text), {
      status: response.status,
      address: addressOf(baseUrl, call),
      text,
      ...waitOf(response, clock),
    });
  };

  return {
    json: <Answer>(call: Call) =>
      limited(call, async ({ signal }) => {
        const response = await authorised(call, signal);
        if (!response.ok) throw await refusal(call, response);
        const text = await response.text();
        const answer = parsed(text);
        if (answer === undefined) {
          throw foreignAnswer({ status: response.status, address: addressOf(baseUrl, call), text });
        }
        return answer as Answer;
      }),
    stream: (call) =>
      limited(call, async ({ signal, headersCame }) => {
        const response = await authorised(call, signal);
        if (!response.ok) throw await refusal(call, response);
        if (!response.body)
          throw foreignAnswer({ status: response.status, address: addressOf(baseUrl, call) });
        headersCame();
        return response.body;
      }),
  };
}

async function fetched(token: () => Promise<string>): Promise<string> {
  try {
    return await token();
  } catch (cause) {
    throw clientErrors.error('E_CLIENT_TOKEN', { cause });
  }
}

interface CallLimit {
  readonly signal: AbortSignal;
  /** From here on only the caller's signal ends the call. */
  headersCame(): void;
  failureOf(error: unknown, address: string): Error;
  release(): void;
}

/**
 * Ends a call when its time is over or its caller has enough, and tells the two apart from a broken
 * connection.
 */
function callLimit(clock: Clock, { timeoutMs = defaultTimeoutMs, signal }: Call): CallLimit {
  const controller = new AbortController();
  let late = false;
  let streaming = false;
  const cancel = (): void => controller.abort();
  const stopTimer = clock.after(timeoutMs, () => {
    late = true;
    controller.abort();
  });
  if (signal?.aborted) controller.abort();
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    headersCame() {
      streaming = true;
      stopTimer();
    },
    failureOf(error, address) {
      if (error instanceof TongbanError) return error;
      if (signal?.aborted) return clientErrors.error('E_CLIENT_CANCELLED', { cause: error });
      return late ? tooLate(address, timeoutMs) : unreachable(address, error);
    },
    release() {
      stopTimer();
      if (!streaming) signal?.removeEventListener('abort', cancel);
    },
  };
}

function tooLate(address: string, timeoutMs: number): Error {
  return clientErrors.error('E_CLIENT_TIMEOUT', {
    detail: {
      zh: `${address} 在 ${timeoutMs} 毫秒内未答复`,
      en: `${address} did not answer within ${timeoutMs} ms`,
    },
    facts: { address, timeoutMs },
  });
}

function unreachable(address: string, cause: unknown): Error {
  const reason = reasonOf(cause);
  return clientErrors.error('E_CLIENT_UNREACHABLE', {
    detail: {
      zh: `连接 ${address} 失败（${reason}）；请检查地址、网络以及平台是否在运行`,
      en: `Connecting to ${address} failed (${reason}); check the address, the network and whether the platform runs`,
    },
    facts: { address },
    cause,
  });
}

/** `fetch failed` says nothing: its cause has the reason. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error as { cause?: { code?: unknown; message?: unknown } };
  return String(cause?.code ?? cause?.message ?? error.message);
}

function addressOf(baseUrl: URL, call: Call): string {
  return new URL(call.path.slice(1), baseUrl).href;
}

function waitOf(response: Response, clock: Clock): { readonly retryAfterSeconds?: number } {
  const seconds = retryAfterSeconds(response.headers.get('retry-after'), clock.now());
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}

function parsed(text: string): unknown {
  try {
    return decodeJson(text);
  } catch {
    return undefined;
  }
}
