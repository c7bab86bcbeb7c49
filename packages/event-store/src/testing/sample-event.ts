import type { CloudEvent } from '@tongban/cloudevents';
import type { NewEvent } from '../event-store.ts';
import { newEvent } from '../new-event.ts';

/** A small event that is right in every respect, with what a test wants to be different. */
export function sampleEvent(different: Partial<CloudEvent> & { readonly id: string }): NewEvent {
  return newEvent({
    specversion: '1.0',
    source: '/departments/tax/ledger',
    type: 'tax.clearance-issued.v1',
    subject: '91350100M000100Y43',
    time: '2025-03-01T09:00:00+08:00',
    datacontenttype: 'application/json',
    dataschema: 'https://contracts.tongban.example/tax/clearance-issued/1.0',
    correlationid: 'case-1',
    data: {},
    ...different,
  });
}
