import { type AppContext, type Identity, identityOf } from '@tongban/http';
import type { Actor } from '../domain/actor.ts';

/** Who acts, as the domain sees it. A token's subject is the opaque id of the person behind what an officer does. */
export function actorOf(c: AppContext): Actor {
  return actorOfIdentity(identityOf(c));
}

export function actorOfIdentity({ department, system, roles, subject }: Identity): Actor {
  return { department, system, roles, ...(roles.includes('department') ? {} : { officer: subject }) };
}
