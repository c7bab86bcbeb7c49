import { type BinaryEventData, binaryEvent, type ResolvedEvent } from '@eventstore/db-client';
import { eventOf, type NewEvent, type Revision, StoredEvent } from '@tongban/event-store';
import { eventUuid } from './event-uuid.ts';
import type { Namespace } from './namespace.ts';
import { positionOf } from './positions.ts';

/** The append of which an event is part: as one write, which the server does whole or not at all. */
export interface Batch {
  /** Tells the appends of several callers apart, who may send the same events. */
  readonly attempt: string;
  /** The revision of its first event. */
  readonly first: Revision;
  /** How many events it has. */
  readonly count: number;
}

/** An event as the server has it. */
export interface KurrentRecord {
  readonly event: StoredEvent;
  readonly uuid: string;
  readonly batch: Batch;
}

/**
 * The server's metadata of an event: its own tools follow the keys with a `$`, the rest is ours. Id and source are
 * here so that nobody has to parse the event to know them.
 */
interface EventMetadata {
  readonly $correlationId?: string;
  readonly $causationId?: string;
  readonly tongban: { readonly id: string; readonly source: string } & Batch;
}

/** How an event is sent: its text as bytes, because the client re-serialises what it is given as JSON. */
export function eventData(event: NewEvent, batch: Batch): BinaryEventData {
  const { id, source, type, bytes } = event;
  const { correlationid, causationid } = eventOf(event);
  const metadata = {
    ...(correlationid === undefined ? {} : { $correlationId: correlationid }),
    ...(causationid === undefined ? {} : { $causationId: causationid }),
    tongban: { id, source, ...batch },
  } satisfies EventMetadata;
  return binaryEvent({ id: eventUuid(source, id), type, data: bytes, metadata });
}

/** The event of ours that the server gave back; undefined where it is none. */
export function recordOf(namespace: Namespace, { event }: ResolvedEvent): KurrentRecord | undefined {
  if (event === undefined || event.isJson || event.position === undefined) return undefined;
  const stream = namespace.ownStream(event.streamId);
  const metadata = event.metadata as Partial<EventMetadata> | undefined;
  if (stream === undefined || metadata?.tongban === undefined) return undefined;
  const { id, source, ...batch } = metadata.tongban;
  return {
    event: new StoredEvent({
      position: positionOf(event.position.commit),
      stream,
      revision: Number(event.revision),
      recordedAt: event.created.getTime(),
      id,
      source,
      type: event.type,
      bytes: event.data as Uint8Array,
    }),
    uuid: event.id,
    batch,
  };
}
