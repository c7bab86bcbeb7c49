import type { CloudEvent } from '@tongban/cloudevents';
import { type Contract, type ContractCatalogue, validateEvent } from '@tongban/contracts';
import {
  type AppendOutcome,
  type EventStore,
  type NewEvent,
  newEvent,
  type StreamName,
  streamName,
} from '@tongban/event-store';
import { type Clock, type IdSource, instant, invariant, type JsonObject } from '@tongban/kernel';
import type { DataOf, PlatformEventType, SharingEventType } from './domain/domain-event.ts';
import { type PersonKey, sealPersonalFields } from './domain/personal-fields.ts';
import { exchangeErrors } from './errors.ts';
import { sequenceKey } from './publishing/contract-of-event.ts';

/** The types that the exchange itself writes. */
export type OwnType = SharingEventType | PlatformEventType;

export interface OwnEvent<Type extends OwnType> {
  readonly subject: string;
  readonly data: DataOf<Type>;
  /** Default: a new id. Derived from its cause where a repeat must change nothing. */
  readonly id?: string;
  /** RFC 3339; default now. */
  readonly time?: string;
  /** Default: the event's own id, for what belongs to no case. */
  readonly correlationId?: string;
  readonly causationId?: string;
  /** The keys under which personal fields are sealed: asked for where the contract has such fields. */
  readonly keyOf?: (person: string) => PersonKey;
}

/** Writes down what the exchange did and decided, under the same contracts as everybody. */
export interface PlatformJournal {
  /**
   * The event ready for the store, and its stream.
   * @throws E_EVENT_INVALID where what was given for it breaks the contract, with pointers into the event
   */
  compose<Type extends OwnType>(
    type: Type,
    event: OwnEvent<Type>,
  ): { readonly stream: StreamName; readonly event: NewEvent };
  /** Appends one event, whatever the stream's revision. */
  record<Type extends OwnType>(type: Type, event: OwnEvent<Type>): Promise<AppendOutcome>;
}

export const platformSource = '/platform/exchange';

export function openPlatformJournal(options: {
  readonly store: EventStore;
  readonly catalogue: ContractCatalogue;
  readonly clock: Clock;
  readonly ids: IdSource;
}): PlatformJournal {
  const { store, catalogue, clock, ids } = options;

  const compose: PlatformJournal['compose'] = (type, own) => {
    const contract = catalogue.get(type);
    invariant(contract, `there is no contract for ${type}`);
    const id = own.id ?? ids.next();
    const event: CloudEvent = {
      specversion: '1.0',
      id,
      source: platformSource,
      type,
      subject: own.subject,
      time: own.time ?? instant(clock.now()),
      datacontenttype: 'application/json',
      dataschema: contract.latest.dataschema,
      correlationid: own.correlationId ?? id,
      ...(own.causationId === undefined ? {} : { causationid: own.causationId }),
      data: own.data as unknown as JsonObject,
    };
    const problems = validateEvent(contract, event as unknown as JsonObject);
    if (problems.length > 0)
      throw exchangeErrors.error('E_EVENT_INVALID', { facts: { eventType: type }, problems });
    const stream = streamName(contract.owner, contract.terms.sequence.category, sequenceKey(contract, event));
    return { stream, event: newEvent(sealed(event, contract, own.keyOf)) };
  };

  return {
    compose,
    async record(type, own) {
      const { stream, event } = compose(type, own);
      const [outcome] = await store.append(stream, 'any', [event]);
      invariant(outcome, 'an append of one event has one outcome');
      return outcome;
    },
  };
}

/** Personal fields are never stored in clear, whoever writes them. */
function sealed(event: CloudEvent, contract: Contract, keyOf: OwnEvent<OwnType>['keyOf']): CloudEvent {
  const fields = contract.terms.personalData;
  if (fields.length === 0) return event;
  invariant(keyOf, `${event.type} has personal fields, and no key to seal them was given`);
  return sealPersonalFields(event, fields, keyOf);
}
