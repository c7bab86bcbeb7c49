import type { Clock } from '@tongban/kernel';
import type { CityOptions } from './run-city.ts';

/** Tokens of the trial issuer live an hour. */
const renewAfterMs = 30 * 60_000;

/** Access tokens of the trial issuer at an address; each is asked for again in time. */
export function trialTokens(tokenUrl: string, clock: Clock): CityOptions['token'] {
  const known = new Map<string, { readonly text: string; readonly atMs: number }>();
  return async ({ department, system, role }) => {
    const query = new URLSearchParams({ as: department, system, role, format: 'text' });
    const key = query.toString();
    const found = known.get(key);
    if (found !== undefined && clock.now() - found.atMs < renewAfterMs) return found.text;
    const response = await fetch(`${tokenUrl}?${query}`, { method: 'POST' });
    const text = await response.text();
    if (!response.ok) throw new Error(`the trial issuer answered ${response.status}: ${text}`);
    const token = { text: text.trim(), atMs: clock.now() };
    known.set(key, token);
    return token.text;
  };
}
