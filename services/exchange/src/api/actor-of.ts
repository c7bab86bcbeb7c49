import { type AppContext, identityOf } from '@tongban/http';
import type { Actor } from '../domain/actor.ts';

/** Who acts, as the domain sees it. A token's subject is the opaque id of the person behind what an officer does. */
export function actorOf(c: AppContext): Actor {
  const { department, system, roles, subject } = identityOf(c);
  return { department, system, roles, ...(roles.includes('department') ? {} : { officer: subject }) };
}
