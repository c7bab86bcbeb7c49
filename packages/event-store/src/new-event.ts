import type { CloudEvent } from '@tongban/cloudevents';
import { canonicalJson } from '@tongban/kernel';
import { storeErrors } from './errors.ts';
import type { NewEvent } from './event-store.ts';

/** An event made ready for the store: its text is the RFC 8785 form. @throws as `canonicalJson` does. */
export function newEvent(event: CloudEvent): NewEvent {
  const { id, source, type } = event;
  return { id, source, type, json: canonicalJson(event) };
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
