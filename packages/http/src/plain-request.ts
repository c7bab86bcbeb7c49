/** A request as most machines send it: headers that come once each, a body of known length, and nothing after it. */
export interface PlainRequest {
  /** Method and target, such as `POST /v1/events`. */
  readonly address: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What Node reads at most of the head of a request. */
const headBytesMax = 16 * 1_024;
/** Node refuses more than 1,000; nobody who means well sends a tenth of that. */
const headersMax = 100;
const version = ' HTTP/1.1';
/** A head without its last line end: a request line, and headers whose names are tokens and whose values are visible ASCII (RFC 9110 §5.5, §5.6.2). */
const plainHead = /^[\x21-\x7e]+ [\x21-\x7e]+ HTTP\/1\.1(?:\r\n[!#$%&'*+.^_`|~\w-]+:[\t\x20-\x7e]*)+$/;
/** A host that is one to every reader: a name or an IPv4 address, and a port. */
const plainHost = /^[\w.-]+(?::(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}))?$/;
/** Headers that change how a request is read, or what becomes of its connection: Node obeys `Proxy-Connection` too. */
const framing = ['transfer-encoding', 'content-encoding', 'expect', 'upgrade', 'proxy-connection'] as const;

/** The head of a request, as it came and as it was read. */
interface PlainHead extends Omit<PlainRequest, 'body'> {
  /** With the empty line that ends it. */
  readonly bytes: Buffer;
  /** Of the body, bytes. */
  readonly contentLength: string | undefined;
}

const headEnd = '\r\n\r\n';

/**
 * Reads the requests of a connection that have each arrived whole and about which no two readers of HTTP/1.1 disagree.
 * Everything else is undefined, also where it is sound: it is Node's to read. Whoever sends many requests sends the same
 * head with most of them: it is read once.
 */
export class PlainRequestReader {
  #last: PlainHead | undefined;

  read(bytes: Buffer): PlainRequest | undefined {
    const head = beginsWith(bytes, this.#last) ? this.#last : readHead(bytes);
    if (head === undefined) return undefined;
    this.#last = head;
    const body = bytes.subarray(head.bytes.length);
    if (head.contentLength !== String(body.length)) return undefined;
    return { address: head.address, headers: head.headers, body };
  }
}

function beginsWith(bytes: Buffer, head: PlainHead | undefined): head is PlainHead {
  if (head === undefined) return false;
  const { length } = head.bytes;
  return bytes.length >= length && bytes.compare(head.bytes, 0, length, 0, length) === 0;
}

function readHead(bytes: Buffer): PlainHead | undefined {
  const end = bytes.indexOf(headEnd);
  if (end < 0 || end > headBytesMax) return undefined;
  const head = bytes.toString('latin1', 0, end);
  if (!plainHead.test(head)) return undefined;
  const lineEnd = head.indexOf('\r\n');
  const headers = readHeaders(head, lineEnd + 2);
  if (headers === undefined) return undefined;
  return {
    bytes: Buffer.from(bytes.subarray(0, end + headEnd.length)),
    address: head.slice(0, lineEnd - version.length),
    headers,
    contentLength: headers['content-length'],
  };
}

/** Whether a `Host` is beyond doubt. Any other is for the app to judge. */
export function isPlainHost(host: string | undefined): boolean {
  return host !== undefined && plainHost.test(host);
}

/** Undefined where there are too many, a name comes twice, or the headers say more than that a body follows on a connection that stays. */
function readHeaders(head: string, start: number): Record<string, string> | undefined {
  const headers: Record<string, string> = Object.create(null);
  let count = 0;
  for (let at = start; at < head.length; ) {
    const lineEnd = head.indexOf('\r\n', at);
    const end = lineEnd < 0 ? head.length : lineEnd;
    const colon = head.indexOf(':', at);
    const name = head.slice(at, colon).toLowerCase();
    if (headers[name] !== undefined || ++count > headersMax) return undefined;
    headers[name] = head.slice(colon + 1, end).trim();
    at = end + 2;
  }
  if (!isPlainHost(headers.host) || (headers.connection ?? 'keep-alive').toLowerCase() !== 'keep-alive')
    return undefined;
  for (const name of framing) if (headers[name] !== undefined) return undefined;
  return headers;
}
