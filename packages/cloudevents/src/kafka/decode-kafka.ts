import {
  decodeUtf8,
  examineJson,
  failed,
  jsonPointer,
  ok,
  type Problem,
  type Result,
  type TongbanError,
} from '@tongban/kernel';
import { decodeBinaryEvent } from '../binary-event.ts';
import { cloudEventErrors } from '../errors.ts';
import { decodeJsonEvent } from '../json-event.ts';
import { parseMediaType, structuredMediaType } from '../media-type.ts';
import type { DecodedEvent } from '../raw-event.ts';

type HeaderValue = Uint8Array | string | undefined;

/** A record as consumers get it. A header that comes twice is a list. */
export interface KafkaMessage {
  readonly headers?: Readonly<Record<string, HeaderValue | readonly HeaderValue[]>> | undefined;
  readonly value: Uint8Array | null;
}

/**
 * The event of a record, in binary or structured mode. The failure, E_EVENT_CONTENT_TYPE or E_EVENT_UNREADABLE, is
 * for records that are no CloudEvent at all; defects of an event stay with it.
 */
export function decodeKafka(message: KafkaMessage): Result<DecodedEvent, TongbanError> {
  const problems: Problem[] = [];
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    const text = headerText(name, value, problems);
    if (text !== undefined) headers.set(name, text);
  }
  const body = message.value ?? new Uint8Array();
  const contentType = headers.get('content-type');
  const essence = parseMediaType(contentType ?? '')?.essence;
  if (essence === structuredMediaType) return decodeStructured(body);

  // The JavaScript SDK sends the content type a second time.
  if (headers.get('ce_datacontenttype') === contentType) headers.delete('ce_datacontenttype');
  const attributes = [...headers].flatMap(([name, value]): [string, string][] =>
    name.startsWith('ce_') ? [[name.slice('ce_'.length), value]] : [],
  );
  if (essence?.startsWith('application/cloudevents') || attributes.length === 0) {
    return failed(noEvent(contentType));
  }
  return ok(decodeBinaryEvent({ attributes, contentType, body, problems }));
}

function decodeStructured(body: Uint8Array): Result<DecodedEvent, TongbanError> {
  const { value, problems } = examineJson(body);
  if (value === undefined) return failed(cloudEventErrors.error('E_EVENT_UNREADABLE', { problems }));
  return ok(decodeJsonEvent(value, problems));
}

/** The text of a header, or undefined with its problem noted where it is one of the event's. */
function headerText(
  name: string,
  value: HeaderValue | readonly HeaderValue[],
  problems: Problem[],
): string | undefined {
  if (typeof value === 'string' || value === undefined) return value;
  if (!(value instanceof Uint8Array)) {
    if (value.length === 1) return headerText(name, value[0], problems);
    noteHeader(problems, name, { rule: 'header-once', zh: '出现多次', en: 'comes more than once' });
    return undefined;
  }
  const text = decodeUtf8(value);
  if (text.ok) return text.value;
  noteHeader(problems, name, { rule: 'utf-8', zh: '不是有效的 UTF-8', en: 'is not UTF-8' });
  return undefined;
}

function noteHeader(
  problems: Problem[],
  name: string,
  { rule, zh, en }: { readonly rule: string; readonly zh: string; readonly en: string },
): void {
  if (!name.startsWith('ce_') && name !== 'content-type') return;
  const attribute = name === 'content-type' ? 'datacontenttype' : name.slice('ce_'.length);
  problems.push({
    pointer: jsonPointer([attribute]),
    rule,
    message: { zh: `消息头 ${name} ${zh}`, en: `the header ${name} ${en}` },
  });
}

function noEvent(contentType: string | undefined): TongbanError {
  return cloudEventErrors.error('E_EVENT_CONTENT_TYPE', {
    detail: {
      zh: `消息没有 ce_ 消息头，content-type 也不是 ${structuredMediaType}`,
      en: `The record has no ce_ headers and its content-type is not ${structuredMediaType}`,
    },
    facts: { contentType: contentType ?? null, accepted: [structuredMediaType] },
  });
}
