import type { LocalDate } from '@tongban/calendar';
import type { Actor } from './actor.ts';
import type { DataOf, EventOf } from './domain-event.ts';
import type { FieldPointer } from './field-pointer.ts';

/** What a department offers in the directory: the terms of sharing one event type (政务数据共享条例 art. 13). */
export type DirectoryItem = DataOf<'sharing.directory-item-published.v1'>['item'];

/** What an item has to agree with: the contract of its event type, as far as sharing goes. */
export interface OfferedContract {
  readonly sharingClass: DirectoryItem['sharingClass'];
  /** The fields that hold values, in any version of the schema. */
  readonly fields: readonly FieldPointer[];
  readonly personal: readonly FieldPointer[];
}

/** An item as the authority published it. */
export interface PublishedItem {
  readonly item: DirectoryItem;
  readonly version: number;
}

export type DirectoryEvent = EventOf<
  | 'sharing.directory-addition-requested.v1'
  | 'sharing.directory-change-notified.v1'
  | 'sharing.directory-update-extended.v1'
  | 'sharing.directory-item-submitted.v1'
  | 'sharing.directory-item-returned.v1'
  | 'sharing.directory-item-published.v1'
  | 'sharing.directory-item-updated.v1'
  | 'sharing.directory-item-withdrawn.v1'
>;

/** The entry of one event type in the directory. */
export interface DirectoryEntry {
  /** What is in force; undefined before the first publication and after a withdrawal. */
  readonly published: PublishedItem | undefined;
  /** What waits for the authority's audit. */
  readonly submitted: Submitted | undefined;
  readonly lastVersion: number;
  readonly submissions: number;
  /** The change that makes an update due; undefined where none is. */
  readonly change: { readonly on: string; readonly isExtended: boolean } | undefined;
  readonly isAdditionRequested: boolean;
}

type Submitted = DataOf<'sharing.directory-item-submitted.v1'>;
type Changed = DataOf<'sharing.directory-change-notified.v1'>;

export type DirectoryCommand = { readonly actor: Actor; readonly on: LocalDate } & (
  | {
      readonly kind: 'request-addition';
      readonly type: string;
      readonly provider: string;
      /** The departments that are known. */
      readonly departments: readonly string[];
      readonly need: string;
    }
  | {
      readonly kind: 'notify-change';
      readonly cause: Changed['cause'];
      readonly reason: string;
      readonly changedOn: string;
    }
  | {
      readonly kind: 'extend-update';
      readonly workingDays: number;
      readonly consentId: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'submit';
      /** The entry that is meant: the item has to be of it. */
      readonly type: string;
      readonly item: DirectoryItem;
      /** Of the item's type; undefined where there is none. */
      readonly contract: OfferedContract | undefined;
      readonly signedOffBy: Submitted['signedOffBy'];
      readonly secrecyReview: Submitted['secrecyReview'];
      readonly impactReview: Submitted['impactReview'];
    }
  | { readonly kind: 'publish' }
  | { readonly kind: 'return'; readonly reasons: readonly string[] }
  | { readonly kind: 'withdraw'; readonly reason: string }
);

/** The commands of one kind. */
export type DirectoryCommandOf<Kind extends DirectoryCommand['kind']> = Extract<
  DirectoryCommand,
  { readonly kind: Kind }
>;

export const noEntry: DirectoryEntry = {
  published: undefined,
  submitted: undefined,
  lastVersion: 0,
  submissions: 0,
  change: undefined,
  isAdditionRequested: false,
};

export function evolveDirectory(entry: DirectoryEntry, event: DirectoryEvent): DirectoryEntry {
  switch (event.type) {
    case 'sharing.directory-addition-requested.v1':
      return { ...entry, isAdditionRequested: true };
    case 'sharing.directory-change-notified.v1':
      return { ...entry, change: { on: event.data.changedOn, isExtended: false } };
    case 'sharing.directory-update-extended.v1':
      return { ...entry, change: { on: event.data.changedOn, isExtended: true } };
    case 'sharing.directory-item-submitted.v1':
      return { ...entry, submitted: event.data, submissions: event.data.submission };
    case 'sharing.directory-item-returned.v1':
      return { ...entry, submitted: undefined };
    case 'sharing.directory-item-published.v1':
    case 'sharing.directory-item-updated.v1':
      return {
        ...entry,
        published: { item: event.data.item, version: event.data.version },
        submitted: undefined,
        lastVersion: event.data.version,
        change: undefined,
        isAdditionRequested: false,
      };
    case 'sharing.directory-item-withdrawn.v1':
      return { ...entry, published: undefined, submitted: undefined, change: undefined };
  }
}
