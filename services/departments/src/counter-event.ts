import type { JsonObject } from '@tongban/kernel';
import type { Address } from './start-up.ts';

/** An enterprise that comes to the counter of a department. */
export interface Visitor {
  readonly uscc: string;
  readonly name: string;
  readonly address: Address;
}

/** What happens at the counter of a department, and what it publishes of its own accord. */
export interface CounterEvent {
  readonly department: string;
  readonly type: string;
  /** It follows from what happened, so that the same thing is published once, however often the city begins anew. */
  readonly id: string;
  readonly subject: string;
  /** The case that it begins, or belongs to. */
  readonly correlationId: string;
  readonly data: JsonObject;
}
