import { type Clock, decodeJson } from '@tongban/kernel';
import type { CityOptions } from './run-city.ts';

/** A token is asked for again when this share of its life is over. */
const lifeUsed = 0.5;

/**
 * Access tokens by the client-credentials grant (RFC 6749 §4.4): a client for each department, named after it, whose
 * claims the issuer knows. One secret for all of them: they are the reference systems of one sample city.
 */
export function clientCredentialTokens(
  tokenUrl: string,
  clientSecret: string,
  clock: Clock,
): CityOptions['token'] {
  const known = new Map<string, { readonly text: string; readonly untilMs: number }>();
  return async ({ department }) => {
    const found = known.get(department);
    if (found !== undefined && clock.now() < found.untilMs) return found.text;
    const response = await fetch(tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${department}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    if (!response.ok) throw new Error(`the issuer answered ${response.status}: ${await response.text()}`);
    const answer = decodeJson(await response.text()) as {
      readonly access_token: string;
      readonly expires_in?: number;
    };
    const untilMs = clock.now() + (answer.expires_in ?? 60) * 1_000 * lifeUsed;
    known.set(department, { text: answer.access_token, untilMs });
    return answer.access_token;
  };
}
