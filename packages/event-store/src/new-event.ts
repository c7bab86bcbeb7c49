import type { CloudEvent } from '@tongban/cloudevents';
import { canonicalJson, decodeJson } from '@tongban/kernel';
import { storeErrors } from './errors.ts';
import type { NewEvent } from './event-store.ts';
import { decodedText } from './recorded-event.ts';

/**
 * An event made ready for the store. Its RFC 8785 text may be given where it is at hand, and is copied: it may be a
 * part of a whole request.
 *
 * @throws as `canonicalJson` does
 */
export function newEvent(event: CloudEvent, text?: Uint8Array): NewEvent {
  const { id, source, type } = event;
  return { id, source, type, bytes: Buffer.from(text ?? canonicalJson(event)) };
}

/** What a new event says. */
export function eventOf({ event, bytes }: NewEvent): CloudEvent {
  return event ?? (decodeJson(decodedText(bytes)) as CloudEvent);
}

/** Whether two texts are the same, byte for byte. */
export function isSameText(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** The error of an id that was used before with another text or for another stream. */
export function eventIdReused(event: NewEvent): ReturnType<typeof storeErrors.error> {
  return storeErrors.error('E_EVENT_ID_REUSED', {
    detail: {
      zh: `来源 ${event.source} 已用编号 ${event.id} 记录过内容或所属流不同的事件。新事件请使用新编号。`,
      en: `${event.source} already used id ${event.id} for another content or stream. Give a new event a new id.`,
    },
    facts: { source: event.source, id: event.id },
  });
}
