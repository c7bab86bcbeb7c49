import { type Client, createClient } from '@tongban/client';
import type { JsonObject } from '@tongban/kernel';
import { cliErrors } from './cli-errors.ts';

const defaultUrl = 'http://127.0.0.1:8080';

export interface Access {
  readonly url: unknown;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly department: string;
  readonly role?: unknown;
}

/** Where the platform is: `--url`, else `TONGBAN_URL`, else this machine. */
export function platformUrl({ url, env }: Pick<Access, 'url' | 'env'>): string {
  return (typeof url === 'string' ? url : (env.TONGBAN_URL ?? defaultUrl)).replace(/\/$/, '');
}

/** A client for a department: with `TONGBAN_TOKEN`, else with tokens of the embedded issuer. */
export function clientFor(access: Access): Client<Record<string, JsonObject>> {
  const given = access.env.TONGBAN_TOKEN;
  return createClient({
    baseUrl: platformUrl(access),
    department: access.department,
    system: 'command-line',
    token: given ?? (() => trialToken(access)),
    // A person waits: better an answer soon than an answer for certain.
    retry: { attempts: 2 },
  });
}

/** A token of the embedded issuer. @throws E_CLI_UNREACHABLE, or the issuer's refusal */
export async function trialToken(access: Access): Promise<string> {
  const base = platformUrl(access);
  const query = new URLSearchParams({ as: access.department, system: 'command-line', format: 'text' });
  if (typeof access.role === 'string') query.set('role', access.role);
  const response = await fetch(`${base}/identity/token?${query}`, { method: 'POST' }).catch(
    (cause: unknown) => {
      throw cliErrors.error('E_CLI_UNREACHABLE', {
        detail: {
          zh: `${base} 没有响应；请先运行 tongban start，或用 --url 指定地址`,
          en: `${base} does not answer; run "tongban start" first, or give another address with --url`,
        },
        cause,
      });
    },
  );
  const text = await response.text();
  if (response.ok) return text.trim();
  throw refusedByIssuer(response.status, text);
}

function refusedByIssuer(status: number, text: string): Error {
  const { code, details } = parsed(text) as { code?: string; details?: { zh: string; en: string } };
  return cliErrors.error('E_CLI_NO_TOKEN', {
    detail: details ?? { zh: `签发方答复 ${status}`, en: `The issuer answered ${status}` },
    facts: { status, code: code ?? null },
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
