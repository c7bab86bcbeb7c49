import { examineJson, type Json, jsonPointer, type Problem } from '@tongban/kernel';
import { isJsonMediaType, jsonMediaType, parseMediaType } from './media-type.ts';
import type { DecodedEvent } from './raw-event.ts';

/** A message in binary mode: the attributes apart from the data. */
export interface BinaryMessage {
  /** By the names of the JSON format, without the prefix of the transport. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
  /** What the transport found wrong with the attributes. */
  readonly problems: readonly Problem[];
}

/** The event of a message in binary mode. */
export function decodeBinaryEvent({ attributes, contentType, body, problems }: BinaryMessage): DecodedEvent {
  const found = [...problems];
  const members: [string, Json][] = [];
  for (const [name, value] of attributes) {
    if (isPlacedElsewhere(name)) found.push(misplaced(name));
    else members.push([name, value]);
  }
  const essence = contentType === undefined ? undefined : parseMediaType(contentType)?.essence;
  if (contentType !== undefined) {
    // RFC 8259 §11 gives the charset of application/json no meaning, and clients add it unasked: it is of the
    // transport, not of the event.
    members.push(['datacontenttype', essence === jsonMediaType ? jsonMediaType : contentType]);
  }
  if (body.length > 0) {
    const isJson = contentType === undefined || isJsonMediaType(essence ?? '');
    const data = isJson ? examineJson(body, { depthStart: 1 }) : undefined;
    for (const problem of data?.problems ?? [])
      found.push({ ...problem, pointer: `/data${problem.pointer}` });
    // Data that is not JSON stands as null: the profile then says that an object is needed.
    members.push(['data', data?.value ?? null]);
  }
  return { raw: Object.fromEntries(members), problems: found };
}

function isPlacedElsewhere(name: string): boolean {
  return name === 'data' || name === 'data_base64' || name === 'datacontenttype';
}

function misplaced(name: string): Problem {
  const place =
    name === 'datacontenttype'
      ? { zh: 'Content-Type 头', en: 'the Content-Type header' }
      : { zh: '正文', en: 'the body' };
  return {
    pointer: jsonPointer([name]),
    rule: 'header-not-allowed',
    message: {
      zh: `${name} 不能作为属性头发送，请放入${place.zh}`,
      en: `${name} is not sent as an attribute header; it belongs into ${place.en}`,
    },
  };
}
