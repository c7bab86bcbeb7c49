import { type Client, createClient } from '@tongban/client';
import {
  decodeJson,
  type JsonObject,
  type Localized,
  type Problem,
  type TongbanError,
} from '@tongban/kernel';
import { cliErrors, usageError } from './cli-errors.ts';
import type { Invocation } from './command.ts';

const defaultUrl = 'http://127.0.0.1:8080';
/** Tokens of the embedded issuer live an hour. */
const renewAfterMs = 30 * 60_000;

/** Who asks. */
export interface Caller {
  readonly department: string;
  /** Default: `department`. */
  readonly role?: string | undefined;
}

type Surroundings = Pick<Invocation, 'options' | 'env' | 'clock' | 'signal'>;

/**
 * A client for a department: with `TONGBAN_TOKEN`, else with tokens of the embedded issuer, of which the first is
 * fetched here, so that a platform that does not answer is told as that.
 *
 * @throws E_CLI_USAGE, E_CLI_UNREACHABLE, E_CLI_NO_TOKEN
 */
export async function clientFor(
  invocation: Surroundings,
  caller: Caller,
  { isPatient = false } = {},
): Promise<Client<Record<string, JsonObject>>> {
  assertTokenOf(invocation);
  return createClient({
    baseUrl: platformUrl(invocation),
    department: caller.department,
    system: 'command-line',
    token: invocation.env.TONGBAN_TOKEN ?? (await renewedToken(invocation, caller)),
    // Where a person waits an answer soon is better than an answer for certain.
    ...(isPatient ? {} : { retry: { attempts: 2 } }),
    signal: invocation.signal,
  });
}

/**
 * The platform believes the token and never hears of `--as`: under a token of another department, what is printed would
 * be taken for what it is not. What is no token at all is for the platform to refuse.
 *
 * @throws E_CLI_USAGE where `TONGBAN_TOKEN` is of another department than the one that was asked for
 */
function assertTokenOf({ options, env }: Surroundings): void {
  const { as } = options;
  const actual = env.TONGBAN_TOKEN === undefined ? undefined : departmentOf(env.TONGBAN_TOKEN);
  if (typeof as !== 'string' || actual === undefined || actual === as) return;
  throw usageError({
    zh: `TONGBAN_TOKEN 是 ${actual} 的令牌，而 --as 为 ${as}；请改用 --as ${actual}，或换用 ${as} 的令牌`,
    en: `TONGBAN_TOKEN is a token of ${actual}, and --as says ${as}; use --as ${actual}, or a token of ${as}`,
  });
}

/** The department that a token claims, unverified; undefined where it cannot be read. */
function departmentOf(token: string): string | undefined {
  try {
    const claims = decodeJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const { department } = (claims ?? {}) as { readonly department?: unknown };
    return typeof department === 'string' ? department : undefined;
  } catch {
    return undefined;
  }
}

/** A token of the embedded issuer. @throws E_CLI_USAGE, E_CLI_UNREACHABLE, or E_CLI_NO_TOKEN with the issuer's reasons */
export async function trialToken(invocation: Surroundings, { department, role }: Caller): Promise<string> {
  const base = platformUrl(invocation);
  const query = new URLSearchParams({ as: department, system: 'command-line', format: 'text' });
  if (role !== undefined) query.set('role', role);
  const request = fetch(`${base}/identity/token?${query}`, { method: 'POST' });
  const response = await request.catch((cause: unknown) => {
    throw cliErrors.error('E_CLI_UNREACHABLE', {
      detail: {
        zh: `${base} 没有响应；请先运行 npx tongban start，或用 --url 指定地址`,
        en: `${base} does not answer; run "npx tongban start" first, or give another address with --url`,
      },
      cause,
    });
  });
  const text = await response.text();
  if (response.ok) return text.trim();
  if (response.status === 404) throw noTrialIssuer(base);
  throw refusedByIssuer(response.status, text);
}

/** Where the platform is: `--url`, else `TONGBAN_URL`, else this machine. */
function platformUrl({ options, env }: Surroundings): string {
  const given = typeof options.url === 'string' ? options.url : (env.TONGBAN_URL ?? defaultUrl);
  if (URL.canParse(given) && /^https?:/.test(given)) return given.replace(/\/$/, '');
  throw usageError({
    zh: `“${given}”不是平台的地址；--url 和 TONGBAN_URL 的形式如 ${defaultUrl}`,
    en: `"${given}" is no address of a platform; --url and TONGBAN_URL look like ${defaultUrl}`,
  });
}

async function renewedToken(invocation: Surroundings, caller: Caller): Promise<() => Promise<string>> {
  const { clock } = invocation;
  const fetched = async (): Promise<{ readonly text: string; readonly atMs: number }> => ({
    atMs: clock.now(),
    text: await trialToken(invocation, caller),
  });
  let token = await fetched();
  return async () => {
    if (clock.now() - token.atMs > renewAfterMs) token = await fetched();
    return token.text;
  };
}

interface IssuerProblem {
  readonly details?: { readonly zh: string; readonly en: string };
  readonly code?: string;
  readonly problems?: readonly (Problem & { readonly messages?: Problem['message'] })[];
}

function noTrialIssuer(base: string): TongbanError {
  return cliErrors.error('E_CLI_NO_TOKEN', {
    detail: {
      zh: `${base} 没有内置的试用签发方：请将本市签发方的令牌存入 TONGBAN_TOKEN`,
      en: `${base} has no embedded issuer: put a token of your own issuer into TONGBAN_TOKEN`,
    },
  });
}

const wrongOptions: Localized = {
  zh: '请更正 --as <部门> 或 --role <角色>',
  en: 'Correct --as <department> or --role <role>',
};

function refusedByIssuer(status: number, text: string): TongbanError {
  const { code, details, problems = [] } = parsed(text);
  const answered = details ?? { zh: `签发方答复 ${status}`, en: `The issuer answered ${status}` };
  return cliErrors.error('E_CLI_NO_TOKEN', {
    // The issuer speaks of its HTTP form; whoever typed a command looks for an option.
    detail: code === 'E_IDENTITY_REQUEST' ? wrongOptions : answered,
    facts: { reason: code ?? null },
    problems: problems.map(({ messages, ...problem }) => ({
      ...problem,
      message: messages ?? problem.message,
    })),
  });
}

function parsed(text: string): IssuerProblem {
  try {
    return (decodeJson(text) as IssuerProblem | null) ?? {};
  } catch {
    return {};
  }
}
