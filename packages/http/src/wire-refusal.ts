import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TongbanError } from '@tongban/kernel';
import { httpErrors } from './errors.ts';
import { preferredLanguage } from './language.ts';
import { problemDocument } from './problem-document.ts';
import { problemHeaders } from './problem-response.ts';

/** Why Node could not read a request as HTTP at all. */
export function unreadableRequest(error: NodeJS.ErrnoException): TongbanError {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return httpErrors.error('E_HTTP_HEADERS_TOO_LARGE', {
        detail: {
          zh: '请求行和请求头合计最多 16 KiB。请缩短地址或请求头，数据放在请求体中。',
          en: 'The request line and the headers have at most 16 KiB together. Shorten them, and put data into the body.',
        },
      });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return httpErrors.error('E_HTTP_TIMEOUT', {
        detail: {
          zh: '请求头须在 10 秒内、整个请求须在 60 秒内到达。请重新发送，批次可分小一些。',
          en: 'The headers arrive within 10 seconds and a whole request within 60. Send it again, in smaller batches perhaps.',
        },
      });
    case 'HPE_INVALID_EOF_STATE':
      return httpErrors.error('E_HTTP_BODY_CUT_SHORT', {
        detail: {
          zh: '连接在请求传完之前结束，未接收任何内容。请重新发送。',
          en: 'The connection ended before the request did, and nothing was accepted. Send it again.',
        },
      });
    default: {
      const reason = (error as { readonly reason?: string }).reason ?? error.code ?? '';
      return httpErrors.error('E_HTTP_REFUSED', {
        detail: {
          zh: `无法按 HTTP/1.1 读取该请求：${reason}。请检查请求行、请求头和请求体的长度。`,
          en: `This cannot be read as an HTTP/1.1 request: ${reason}. Check the request line, the headers and the length of the body.`,
        },
        facts: { reason },
      });
    }
  }
}

/** That the address of a request, or its `Host`, is none. */
export function unusableAddress(reason: string): TongbanError {
  return httpErrors.error('E_HTTP_REFUSED', {
    detail: {
      zh: `请求的地址或 Host 头不能使用：${reason}。路径请以 / 开头，Host 写主机和端口，例如 Host: 127.0.0.1:8080。`,
      en: `The address of the request or its Host header cannot be used: ${reason}. A path begins with /, and Host is a host and a port, for example Host: 127.0.0.1:8080.`,
    },
    facts: { reason },
  });
}

/**
 * That the platform makes no tunnels.
 *
 * @param allow the methods that its addresses take
 */
export function noTunnel(allow: readonly string[]): TongbanError {
  return httpErrors.error('E_HTTP_METHOD', {
    detail: {
      zh: '本平台不是代理，不支持 CONNECT。请直接请求平台的地址；全部地址见 /openapi.json。',
      en: 'The platform is no proxy and does not take CONNECT. Ask its addresses directly; all are in /openapi.json.',
    },
    facts: { allow },
  });
}

/** That an `Expect` other than `100-continue` is not met. */
export function unmetExpectation(expected: string): TongbanError {
  return httpErrors.error('E_HTTP_EXPECTATION', {
    detail: {
      zh: `不支持 Expect: ${expected}。请去掉此头，或用 100-continue。`,
      en: `Expect: ${expected} is not supported. Leave the header out, or use 100-continue.`,
    },
  });
}

/** Answers a request that never comes to the app, by Node's own response. The connection ends. */
export function refuseRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  error: TongbanError,
): void {
  const { headers, text } = answerOf(error, incoming.headers['accept-language']);
  outgoing.writeHead(error.status, headers);
  outgoing.end(text);
}

/** Time for a refusal to be read before its connection is cut. */
const lingerMs = 1_000;

/**
 * Answers on the connection itself, where Node has made no response.
 *
 * @param head what came of the request, for the language that it asks for
 */
export function refuseConnection(socket: Duplex, error: TongbanError, head = ''): void {
  const { headers, text } = answerOf(error, /^accept-language:(.*)$/im.exec(head)?.[1]);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${error.status} ${error.title.en}\r\n${lines.join('')}\r\n${text}`);
  // What still comes is not done, and who does not hang up does not hold the connection.
  socket.pause();
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(cut));
}

function answerOf(
  error: TongbanError,
  acceptLanguage: string | undefined,
): { readonly headers: Record<string, string>; readonly text: string } {
  const language = preferredLanguage(acceptLanguage);
  const text = JSON.stringify(problemDocument(error, { language }));
  return {
    headers: {
      'Content-Type': 'application/problem+json',
      'Content-Language': language,
      'Content-Length': String(Buffer.byteLength(text)),
      ...problemHeaders(error),
      Connection: 'close',
    },
    text,
  };
}
