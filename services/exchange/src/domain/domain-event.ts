import type { EventDataByType } from '@tongban/contracts/generated';

/** What a contract says about the data of an event type. */
export type DataOf<Type extends keyof EventDataByType> = EventDataByType[Type];

export type SharingEventType = Extract<keyof EventDataByType, `sharing.${string}`>;
export type PlatformEventType = Extract<keyof EventDataByType, `platform.${string}`>;

/** What was decided, before it is dressed as a CloudEvent: its contract, its subject and its data. */
export interface DomainEvent<Type extends keyof EventDataByType = keyof EventDataByType> {
  readonly type: Type;
  /** The key of its stream too: the sequence key of every sharing and platform contract is the subject. */
  readonly subject: string;
  readonly data: DataOf<Type>;
}

/** The union of the events of some types, so that looking at `type` tells what `data` is. */
export type EventOf<Types extends keyof EventDataByType> = { [Type in Types]: DomainEvent<Type> }[Types];

export type SharingEvent = EventOf<SharingEventType>;
export type PlatformEvent = EventOf<PlatformEventType>;

export function domainEvent<Type extends keyof EventDataByType>(
  type: Type,
  subject: string,
  data: DataOf<Type>,
): DomainEvent<Type> {
  return { type, subject, data };
}
