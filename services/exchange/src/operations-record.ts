import type { EventStore } from '@tongban/event-store';
import { instant } from '@tongban/kernel';
import { derivedEventId } from '@tongban/processing';
import type { OperationsRecord } from '@tongban/service';
import { actorOfIdentity } from './api/actor-of.ts';
import { actedBy } from './domain/actor.ts';
import { exchangeErrors } from './errors.ts';
import { type PlatformJournal, platformSource } from './platform-journal.ts';

/** Writes down what operators do to processors, as events of the platform. */
export function operationsRecord({
  store,
  journal,
}: {
  readonly store: EventStore;
  readonly journal: PlatformJournal;
}): OperationsRecord {
  return {
    async switch(act, { processor, reason }, identity) {
      const type = act === 'pause' ? 'platform.processor-paused.v1' : 'platform.processor-resumed.v1';
      const data = { processor, reason, by: actedBy(actorOfIdentity(identity)) };
      await journal.record(type, { subject: processor, data });
    },

    async redrive({ processor, sequence, firstPosition, events, reason }, identity) {
      const position = String(firstPosition);
      const by = actedBy(actorOfIdentity(identity));
      const data = { processor, sequence, position, events, reason, by };
      await journal.record('platform.sequence-redriven.v1', { subject: processor, data });
    },

    async skip(processor, { position, sequence, reason, skippedAt }, identity) {
      const page = await store.readAll({ after: position - 1, limit: 1 });
      const [event] = page.events;
      if (!event) throw exchangeErrors.error('E_EVENT_NOT_FOUND', { facts: { position: String(position) } });
      const id = derivedEventId(event, processor, 'skipped');
      if (await store.find(platformSource, id)) return;
      await journal.record('platform.event-skipped.v1', {
        subject: processor,
        id,
        time: instant(skippedAt),
        correlationId: event.event.correlationid,
        causationId: event.id,
        data: {
          processor,
          sequence,
          position: String(position),
          event: { source: event.source, id: event.id },
          reason,
          by: actedBy(actorOfIdentity(identity)),
        },
      });
    },
  };
}
