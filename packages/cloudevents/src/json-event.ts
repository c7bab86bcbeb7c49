import { examineJson, type Json, type JsonObject, type Problem } from '@tongban/kernel';
import { isJsonMediaType, jsonMediaType, parseMediaType } from './media-type.ts';
import type { DecodedEvent } from './raw-event.ts';

/**
 * The event that a value of the JSON event format says: attributes that are null are unset, `data_base64` becomes
 * `data` where it holds JSON. `canonical` is the canonical text of the value, where that is at hand.
 */
export function decodeJsonEvent(
  value: Json,
  problems: readonly Problem[] = [],
  canonical?: Uint8Array,
): DecodedEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { raw: undefined, problems: [...problems, notAnObject(value)] };
  }
  const event = value as JsonObject;
  const isUnset = (name: string): boolean => event[name] === null && name !== 'data';
  const names = Object.keys(event);
  const raw = names.some(isUnset)
    ? Object.fromEntries(names.filter((name) => !isUnset(name)).map((name) => [name, event[name] as Json]))
    : event;
  if (raw.data_base64 !== undefined) return decodeBase64Data(raw, problems);
  return { raw, problems, canonical: raw === event ? canonical : undefined };
}

function decodeBase64Data(
  { data_base64: encoded, ...raw }: JsonObject,
  problems: readonly Problem[],
): DecodedEvent {
  const refuse = (found: readonly Problem[]): DecodedEvent => ({
    raw: { ...raw, data: raw.data ?? (encoded as Json) },
    problems: [...problems, ...found],
  });
  if (raw.data !== undefined) return refuse([dataTwice]);
  const declared = typeof raw.datacontenttype === 'string' ? raw.datacontenttype : jsonMediaType;
  if (!isJsonMediaType(parseMediaType(declared)?.essence ?? '')) return refuse([notJsonData(declared)]);
  const bytes = typeof encoded === 'string' ? decodeBase64(encoded) : undefined;
  if (!bytes) return refuse([notBase64]);
  const data = examineJson(bytes, { depthStart: 1 });
  const found = data.problems.map((problem) => ({ ...problem, pointer: `/data_base64${problem.pointer}` }));
  if (data.value === undefined) return refuse(found);
  return { raw: { ...raw, data: data.value }, problems: [...problems, ...found] };
}

function decodeBase64(text: string): Uint8Array | undefined {
  // `atob` also takes white space and missing padding, which RFC 4648 does not.
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function notAnObject(value: Json): Problem {
  const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return {
    pointer: '',
    rule: 'type',
    expected: 'object',
    message: {
      zh: `事件应为 JSON 对象，实际为 ${found}；多个事件请以 application/cloudevents-batch+json 发送`,
      en: `an event is a JSON object, not ${found}; send several as application/cloudevents-batch+json`,
    },
  };
}

function notJsonData(declared: string): Problem {
  return {
    pointer: '/data_base64',
    rule: 'json-data',
    expected: jsonMediaType,
    message: {
      zh: `只接收 JSON 数据，不接收 ${declared}；请以 data 发送 JSON 对象`,
      en: `only JSON data is accepted, not ${declared}; send a JSON object as data`,
    },
  };
}

const notBase64: Problem = {
  pointer: '/data_base64',
  rule: 'base64',
  expected: 'RFC 4648 §4',
  message: {
    zh: 'data_base64 应为带填充的标准 Base64 字符串；JSON 数据请直接写入 data',
    en: 'data_base64 must be standard base64 with padding; JSON belongs into data as it is',
  },
};

const dataTwice: Problem = {
  pointer: '/data_base64',
  rule: 'data-once',
  message: {
    zh: 'data 与 data_base64 不能同时出现，请只保留 data',
    en: 'data and data_base64 exclude each other; keep data',
  },
};
