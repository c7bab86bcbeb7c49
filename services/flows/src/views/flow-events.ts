import type { RecordedEvent } from '@tongban/event-store';
import type { JsonObject } from '@tongban/kernel';
import { defineView, type View } from '@tongban/processing';
import { insertRows, type ViewTx } from '@tongban/view-store';
import { flowDefinitions, typesOfDefinitions } from '../definitions/flow-definitions.ts';
import { departmentOf } from '../domain/flow-definition.ts';
import { type FlowPart, type PartEvent, partsAfter } from '../domain/flow-part.ts';
import {
  createFlowTables,
  type FlowEventTable,
  type FlowPartTable,
  type FlowTable,
  type FlowTables,
  partOfRow,
  partRow,
} from './flow-tables.ts';

/** The record of a read: there is one for every page, and each would be a case of its own. */
const readType = 'sharing.data-read.v1';

const registrationType = 'platform.contract-registered.v1';

/**
 * Every event by its flow, but the records of reads, and who takes part. A change of a definition is one of the version, of
 * both views: until it is built anew, nobody takes part by it.
 *
 * For a source that gives events back by their positions (`EventSource.readAt`).
 */
export const flowEventsView: View<ViewTx<FlowTables>> = viewOfFlows({
  exportName: 'flowEventsView',
  version: 10,
  textKept: () => null,
});

/**
 * The same with the text of every event: where the source gives none back, a page needs nothing but this view. No version
 * is one of the other's, so that a platform that changes to such a source builds the view anew.
 */
export const flowEventsWithTextsView: View<ViewTx<FlowTables>> = viewOfFlows({
  exportName: 'flowEventsWithTextsView',
  version: 9,
  textKept: ({ bytes }) => bytes,
});

function viewOfFlows({
  exportName,
  version,
  textKept,
}: {
  readonly exportName: string;
  readonly version: number;
  readonly textKept: (recorded: RecordedEvent) => Uint8Array | null;
}): View<ViewTx<FlowTables>> {
  return defineView({
    name: 'flow-events',
    version,
    // A case is told in order, whatever the streams of its events: behind one that failed the later ones of it wait. So do
    // registrations behind a registration, for who reads them takes up only what came after what it has.
    sequenceOf: ({ type, attributes }) =>
      type === registrationType ? registrationType : attributes.correlationid,
    tables: ['flow_event', 'flow', 'flow_part', 'flow_contract'],
    pauseMs: 250,
    module: { url: import.meta.url, exportName },
    create: createFlowTables,
    async project(tx, all) {
      const events = all.filter(({ type }) => type !== readType);
      await insertRows(
        tx,
        'flow_event',
        events.map((event) => flowEventRow(event, textKept(event))),
      );
      await insertRows(tx, 'flow', [...summedByFlow(events).values()], (insert) =>
        insert.onConflict((conflict) =>
          conflict.column('flow').doUpdateSet((row) => ({
            last_position: row.ref('excluded.last_position'),
            last_recorded_at: row.ref('excluded.last_recorded_at'),
            events: row('flow.events', '+', row.ref('excluded.events')),
          })),
        ),
      );
      await insertRows(tx, 'flow_part', await changedParts(tx, events), (insert) =>
        insert.onConflict((conflict) =>
          conflict.columns(['flow', 'department']).doUpdateSet((row) => ({
            // Of what happens outside every definition the part is not read before, and it changes nothing.
            kinds: row
              .case()
              .when('excluded.kinds', '=', '')
              .then(row.ref('flow_part.kinds'))
              .else(row.ref('excluded.kinds'))
              .end(),
            last_position: row.ref('excluded.last_position'),
            last_recorded_at: row.ref('excluded.last_recorded_at'),
          })),
        ),
      );
      const registrations = events.filter(({ type }) => type === registrationType);
      await insertRows(
        tx,
        'flow_contract',
        registrations.map(({ position, event }) => ({ position, contract: JSON.stringify(event.data) })),
      );
    },
  });
}

/** In place of the data of events of which no definition speaks: nobody looks at it, and most events are such. */
const unread: JsonObject = {};

/** The parts that events change, as rows. */
async function changedParts(
  tx: ViewTx<FlowTables>,
  events: readonly RecordedEvent[],
): Promise<readonly FlowPartTable[]> {
  const defined = events.filter(({ type }) => typesOfDefinitions.has(type));
  const known = await partsOfFlows(tx, new Set(defined.map(({ attributes }) => attributes.correlationid)));
  return partsAfter(known, events.map(partEvent), flowDefinitions).map(partRow);
}

async function partsOfFlows(
  tx: ViewTx<FlowTables>,
  flows: ReadonlySet<string>,
): Promise<readonly FlowPart[]> {
  if (flows.size === 0) return [];
  const rows = await tx
    .selectFrom('flow_part')
    .selectAll()
    .where('flow', 'in', [...flows])
    .execute();
  return rows.map(partOfRow);
}

function partEvent(recorded: RecordedEvent): PartEvent {
  const { position, recordedAt, type, attributes } = recorded;
  return {
    flow: attributes.correlationid,
    type,
    department: departmentOf(recorded),
    recordedAt,
    position,
    subject: attributes.subject,
    data: typesOfDefinitions.has(type) ? recorded.event.data : unread,
  };
}

function flowEventRow(recorded: RecordedEvent, text: Uint8Array | null): FlowEventTable {
  return {
    position: recorded.position,
    flow: recorded.attributes.correlationid,
    department: departmentOf(recorded),
    type: recorded.type,
    recorded_at: recorded.recordedAt,
    event: text,
  };
}

function summedByFlow(events: readonly RecordedEvent[]): ReadonlyMap<string, FlowTable> {
  const flows = new Map<string, FlowTable>();
  for (const { position, recordedAt, type, attributes } of events) {
    const { correlationid, subject } = attributes;
    const flow = flows.get(correlationid);
    if (flow) {
      flow.last_position = position;
      flow.last_recorded_at = recordedAt;
      flow.events += 1;
    } else {
      flows.set(correlationid, {
        flow: correlationid,
        first_type: type,
        subject,
        started_at: recordedAt,
        last_position: position,
        last_recorded_at: recordedAt,
        events: 1,
      });
    }
  }
  return flows;
}
