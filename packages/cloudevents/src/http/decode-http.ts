import {
  examineJson,
  failed,
  type Json,
  jsonPointer,
  type Localized,
  ok,
  type Problem,
  type Result,
  type TongbanError,
} from '@tongban/kernel';
import { decodeBinaryEvent } from '../binary-event.ts';
import { cloudEventErrors } from '../errors.ts';
import { decodeJsonEvent } from '../json-event.ts';
import { batchMediaType, parseMediaType, structuredMediaType } from '../media-type.ts';
import type { DecodedEvent } from '../raw-event.ts';
import { decodeHeaderValue, type HeaderValueDefect } from './header-value.ts';

/** Headers by lower-case name: the web's `Headers`, or a `Map`. */
export interface HttpHeaders extends Iterable<readonly [string, string]> {
  get(name: string): string | null | undefined;
}

/** What a request carries. A batch may be empty. */
export type DecodedRequest =
  | { readonly mode: 'structured' | 'binary'; readonly event: DecodedEvent }
  | { readonly mode: 'batch'; readonly events: readonly DecodedEvent[] };

/**
 * Takes the events out of a request (CloudEvents HTTP binding 1.0.2). The failure is for requests that carry no
 * event that could be named: E_EVENT_CONTENT_TYPE, E_EVENT_UNREADABLE. Defects of single events stay with the events.
 */
export function decodeHttp(headers: HttpHeaders, body: Uint8Array): Result<DecodedRequest, TongbanError> {
  const header = headers.get('content-type') ?? undefined;
  const type = header === undefined ? undefined : parseMediaType(header);
  if (type?.charset !== undefined && type.charset !== 'utf-8' && type.charset !== 'utf8') {
    return failed(charsetRefused(type.charset));
  }
  if (type?.essence === structuredMediaType) return decodeStructured(body);
  if (type?.essence === batchMediaType) return decodeBatch(body);
  const attributes = [...headers].filter(([name]) => name.startsWith('ce-'));
  if (type?.essence.startsWith('application/cloudevents') || attributes.length === 0) {
    return failed(contentTypeRefused(header));
  }
  return ok({ mode: 'binary', event: decodeBinary(attributes, header, body) });
}

function decodeStructured(body: Uint8Array): Result<DecodedRequest, TongbanError> {
  const { value, problems, canonical } = examineJson(body);
  if (value === undefined) return failed(unreadable(problems));
  return ok({ mode: 'structured', event: decodeJsonEvent(value, problems, canonical?.[0]) });
}

function decodeBatch(body: Uint8Array): Result<DecodedRequest, TongbanError> {
  const { value, problems, isCutShort, canonical } = examineJson(body, { depthStart: -1 });
  if (value === undefined) return failed(unreadable(problems));
  if (!Array.isArray(value)) return failed(unreadable([notAnArray]));
  const own = problemsByEvent(problems);
  const last = isCutShort ? Math.max(...own.keys()) : Number.POSITIVE_INFINITY;
  const events = value.map((one: Json, index) =>
    decodeJsonEvent(one, index > last ? [notExamined] : own.get(index), canonical?.[index]),
  );
  return ok({ mode: 'batch', events });
}

/** `/3/data/x` is `/data/x` of the fourth event. */
function problemsByEvent(problems: readonly Problem[]): ReadonlyMap<number, readonly Problem[]> {
  const byEvent = new Map<number, Problem[]>();
  for (const problem of problems) {
    const [, index = '', pointer = ''] = /^\/(\d+)(.*)$/s.exec(problem.pointer) ?? [];
    const own = byEvent.get(Number(index)) ?? [];
    own.push({ ...problem, pointer });
    byEvent.set(Number(index), own);
  }
  return byEvent;
}

function decodeBinary(
  headers: readonly (readonly [string, string])[],
  contentType: string | undefined,
  body: Uint8Array,
): DecodedEvent {
  const problems: Problem[] = [];
  const attributes = headers.map(([header, value]): [string, string] => {
    const name = header.slice('ce-'.length);
    const decoded = decodeHeaderValue(value);
    if (!decoded.ok) problems.push(headerUnreadable(name, decoded.failure));
    return [name, decoded.ok ? decoded.value : value];
  });
  return decodeBinaryEvent({ attributes, contentType, body, problems });
}

function unreadable(problems: readonly Problem[]): TongbanError {
  const [first] = problems;
  return cloudEventErrors.error('E_EVENT_UNREADABLE', {
    problems,
    ...(first ? { detail: first.message } : {}),
  });
}

function charsetRefused(charset: string): TongbanError {
  return cloudEventErrors.error('E_EVENT_CONTENT_TYPE', {
    detail: {
      zh: `字符集为 ${charset}，应为 utf-8`,
      en: `The charset is ${charset}; send utf-8`,
    },
    facts: { charset, accepted: ['utf-8'] },
  });
}

function contentTypeRefused(header: string | undefined): TongbanError {
  const found =
    header === undefined
      ? { zh: '没有 Content-Type', en: 'There is no Content-Type' }
      : {
          zh: `Content-Type 为 ${header}`,
          en: `The Content-Type is ${header}`,
        };
  return cloudEventErrors.error('E_EVENT_CONTENT_TYPE', {
    detail: {
      zh: `${found.zh}，且没有 ce- 请求头。整个事件请用 ${structuredMediaType}，多个事件请用 ${batchMediaType}，或以 ce- 请求头携带属性、正文只放 data`,
      en: `${found.en}, without ce- headers. Send a whole event as ${structuredMediaType}, several as ${batchMediaType}, or the attributes as ce- headers and only data in the body`,
    },
    facts: {
      ...(header === undefined ? {} : { contentType: header }),
      accepted: [structuredMediaType, batchMediaType],
    },
  });
}

const headerDefects: { readonly [defect in HeaderValueDefect]: Localized } = {
  'not-ascii': {
    zh: '含有 ASCII 以外的字符，请按百分号编码（UTF-8）发送',
    en: 'has characters outside ASCII; percent-encode them as UTF-8',
  },
  'percent-encoding': {
    zh: '含有不完整的百分号编码；百分号本身写作 %25',
    en: 'has a % without two hexadecimal digits; write %25 for the sign itself',
  },
  'utf-8': { zh: '百分号编码的字节不是有效的 UTF-8', en: 'has percent-encoded bytes that are not UTF-8' },
  quoting: { zh: '引号不成对', en: 'has unbalanced quotes' },
};

function headerUnreadable(name: string, defect: HeaderValueDefect): Problem {
  const message = headerDefects[defect];
  return {
    pointer: jsonPointer([name]),
    rule: 'header-value',
    expected: 'CloudEvents HTTP 1.0.2 §3.1.3.2',
    message: { zh: `请求头 ce-${name} ${message.zh}`, en: `the header ce-${name} ${message.en}` },
  };
}

const notExamined: Problem = {
  pointer: '',
  rule: 'not-examined',
  message: {
    zh: '同批中排在前面的事件缺陷过多，此事件未检查；请更正后重新发送',
    en: 'not examined, since too much is wrong with the events before it in the batch; correct them and send it again',
  },
};

const notAnArray: Problem = {
  pointer: '',
  rule: 'type',
  expected: 'array',
  message: {
    zh: `${batchMediaType} 的正文应为 JSON 数组；单个事件请用 ${structuredMediaType}`,
    en: `the body of ${batchMediaType} is a JSON array; send a single event as ${structuredMediaType}`,
  },
};
