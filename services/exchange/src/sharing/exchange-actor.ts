import type { Actor } from '../domain/actor.ts';

/** The exchange itself, where it acts for the authority by a rule and not by a person's decision. */
export const exchangeActor: Actor = { department: 'platform', system: 'exchange', roles: ['operator'] };
