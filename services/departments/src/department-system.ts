import type { ReceivedEvent } from '@tongban/client';
import type { JsonObject } from '@tongban/kernel';

/** An event as a system receives it: minimised, so that any field may be missing. */
export type Received = ReceivedEvent<Record<string, JsonObject>, string>;

/** What a department answers an event with, if anything. */
export interface Answer {
  readonly type: string;
  readonly subject: string;
  readonly data: JsonObject;
}

/** How a department answers one event type. */
export interface Reaction {
  readonly to: string;
  answer(event: Received, on: string): Answer | undefined;
}

/** An event type that a department asks for, and why (政务数据共享条例 art. 20). */
export interface Need {
  readonly type: string;
  readonly fields: readonly string[];
  readonly purpose: { readonly code: string; readonly text: string };
  readonly scenario: string;
  readonly basis: string;
  readonly legalBasis: readonly { readonly source: string; readonly article: string }[];
  /** Why each personal field is necessary. */
  readonly necessity?: readonly { readonly pointer: string; readonly reason: string }[];
}

/**
 * A reference department system: what it needs from others and how it answers. It is run with the client alone, as
 * the system of a real department would be.
 */
export interface DepartmentSystem {
  readonly department: string;
  readonly system: string;
  readonly needs: readonly Need[];
  readonly reactions: readonly Reaction[];
}
