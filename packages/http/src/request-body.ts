import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { examineJson, limits, type TongbanError } from '@tongban/kernel';
import { type AppContext, headerOf } from './app-env.ts';
import { askForBody } from './continuation.ts';
import { httpErrors } from './errors.ts';

/** Levels of a body that are read at all. What a route takes is said by its schema. */
const depthMax = 1_000;

/**
 * The body as it was sent. Stops reading at the limit.
 *
 * @param bytesMax default `limits.bodyBytesMax`
 * @throws E_HTTP_BODY_TOO_LARGE, E_HTTP_BODY_CUT_SHORT, E_HTTP_CONTENT_ENCODING
 */
export async function readBytes(c: AppContext, bytesMax: number = limits.bodyBytesMax): Promise<Uint8Array> {
  if (c.env?.incoming) return readIncomingBytes(c.env.incoming, bytesMax);
  checkHead(headerOf(c, 'content-encoding'), headerOf(c, 'content-length'), bytesMax);
  return readStream(c.req.raw.body, bytesMax);
}

/** What `readBytes` does, of Node's own request. */
export function readIncomingBytes(
  incoming: IncomingMessage,
  bytesMax: number = limits.bodyBytesMax,
): Promise<Uint8Array> {
  checkHead(incoming.headers['content-encoding'], incoming.headers['content-length'], bytesMax);
  askForBody(incoming);
  return readIncoming(incoming, bytesMax);
}

/** What the head of a request already says against its body. */
function checkHead(encoding: string | undefined, length: string | undefined, bytesMax: number): void {
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') throw unsupportedEncoding(encoding);
  if (Number(length ?? 0) > bytesMax) throw bodyTooLarge(bytesMax);
}

/** The body as text. @throws E_HTTP_UTF8 and what `readBytes` throws */
export async function readText(c: AppContext, bytesMax?: number): Promise<string> {
  const bytes = await readBytes(c, bytesMax);
  if (!isUtf8(bytes)) {
    throw httpErrors.error('E_HTTP_UTF8', {
      detail: {
        zh: '请求体含有不是 UTF-8 的字节。请用 UTF-8 编码后重新发送。',
        en: 'The body has bytes that are not UTF-8. Encode it as UTF-8 and send it again.',
      },
    });
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/**
 * The body as JSON, sent as `application/json` or `…+json`. What two readers could understand differently, such as a
 * key that comes twice, is refused, and every place of it named.
 *
 * @throws E_HTTP_CONTENT_TYPE, E_HTTP_JSON and what `readText` throws
 */
export async function readJson(c: AppContext, bytesMax?: number): Promise<unknown> {
  expectContentType(c, ['application/json']);
  const { value, problems } = examineJson(await readText(c, bytesMax), { depthMax });
  if (problems.length === 0) return value;
  const [first] = problems;
  const detail =
    problems.length === 1 && first
      ? {
          zh: `请求体${first.pointer === '' ? '' : `的 ${first.pointer} 处`}：${first.message.zh}。请更正后重新发送。`,
          en: `The body${first.pointer === '' ? '' : ` at ${first.pointer}`}: ${first.message.en}. Correct it and send it again.`,
        }
      : {
          zh: `请求体有 ${problems.length} 处不是规范的 JSON，逐项列于 problems。请更正后重新发送。`,
          en: `The body is no sound JSON in ${problems.length} places, listed in problems. Correct them and send it again.`,
        };
  throw httpErrors.error('E_HTTP_JSON', { detail, problems });
}

/** The media type of the body, in lower case without parameters; '' where none is given. */
export function mediaTypeOf(c: AppContext): string {
  const contentType = headerOf(c, 'content-type') ?? '';
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/**
 * Refuses bodies of other media types. `application/json` also admits `application/…+json`.
 *
 * @throws E_HTTP_CONTENT_TYPE
 */
export function expectContentType(c: AppContext, accepted: readonly string[]): void {
  const mediaType = mediaTypeOf(c);
  if (accepted.includes(mediaType)) return;
  if (accepted.includes('application/json') && /^application\/[\w.-]+\+json$/.test(mediaType)) return;
  throw unsupportedType(mediaType, accepted);
}

/** The refusal of a media type, naming those that are taken. */
export function unsupportedType(mediaType: string, accepted: readonly string[]): TongbanError {
  const list = accepted.join(', ');
  return httpErrors.error('E_HTTP_CONTENT_TYPE', {
    detail: {
      zh: `此地址接受的 Content-Type 是 ${list}，收到的是 ${mediaType || '（无）'}。`,
      en: `This address takes the Content-Type ${list}; it was ${mediaType || 'not given'}.`,
    },
    facts: { accepted, received: mediaType || null },
  });
}

/** The refusal of a body that is larger than allowed here. */
export function bodyTooLarge(bytesMax: number): TongbanError {
  return httpErrors.error('E_HTTP_BODY_TOO_LARGE', {
    detail: {
      zh: `请求体最多 ${bytesMax} 字节。请拆成较小的批次发送。`,
      en: `A body has at most ${bytesMax} bytes here. Send smaller batches.`,
    },
    facts: { bytesMax },
  });
}

function readIncoming(incoming: IncomingMessage, bytesMax: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    // Listeners stay: what comes after the first verdict changes nothing, and an error finds somebody who hears it.
    const onCut = (): void => {
      if (!incoming.readableEnded) reject(httpErrors.error('E_HTTP_BODY_CUT_SHORT'));
    };
    incoming
      .on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= bytesMax) {
          chunks.push(chunk);
        } else {
          chunks.length = 0;
          reject(bodyTooLarge(bytesMax));
        }
      })
      .on('end', () => resolve(joined(chunks)))
      .on('error', onCut)
      .on('close', onCut);
  });
}

async function readStream(stream: ReadableStream<Uint8Array> | null, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream ?? []) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw bodyTooLarge(bytesMax);
    chunks.push(chunk);
  }
  return joined(chunks);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function unsupportedEncoding(encoding: string): TongbanError {
  return httpErrors.error('E_HTTP_CONTENT_ENCODING', {
    detail: {
      zh: `不接受 Content-Encoding ${encoding}。请不压缩发送。`,
      en: `The Content-Encoding ${encoding} is not taken. Send the body uncompressed.`,
    },
    facts: { received: encoding },
  });
}
