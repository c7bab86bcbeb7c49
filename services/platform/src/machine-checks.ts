import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { processUsing } from '@tongban/engines';
import { decodeJson } from '@tongban/kernel';
import type { Health } from '@tongban/service';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, and where it is not as it has to be what to do. */
  readonly say: string;
}

export interface Whereabouts {
  readonly data: string;
  readonly host: string;
  readonly port: number;
}

/** Below this the platform would soon refuse events. */
const freeBytesMin = 64 * 1024 * 1024;
const answerMsMax = 2_000;

/**
 * Looks whether the platform would start here. Where one is at work already, that it is well takes the place of
 * the port being free and the folder being nobody's.
 */
export async function checkMachine({ data, host, port }: Whereabouts): Promise<readonly Check[]> {
  const platform = await platformAt(host, port);
  return [
    nodeCheck(),
    dataCheck(data, platform !== undefined),
    platform ? platformCheck(platform, host, port) : await portCheck(host, port),
    ...(platform?.parts ?? []).flatMap(({ part, remark }) => (remark ? [failed(part, remark)] : [])),
  ];
}

function nodeCheck(): Check {
  const ok = Number(process.versions.node.split('.')[0]) >= 24;
  return {
    name: 'node',
    ok,
    say: ok ? process.version : `${process.version}; 24 or later is needed: run npm start once`,
  };
}

function dataCheck(folder: string, isAtWork: boolean): Check {
  try {
    const standing = nearestStanding(folder);
    if (!statSync(standing).isDirectory()) {
      return failed('data', `${standing} is no folder: give another with --data`);
    }
    accessSync(standing, constants.R_OK | constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(standing);
    const free = `${((Number(bavail) * Number(bsize)) / 2 ** 30).toFixed(1)} GiB free`;
    if (Number(bavail) * Number(bsize) < freeBytesMin) {
      return failed('data', `${folder} has ${free}: make room, or give another with --data`);
    }
    const owner = processUsing(folder);
    if (owner && !isAtWork) {
      return failed(
        'data',
        `process ${owner.pid ?? '(unknown)'} uses ${folder}: stop it, or give another with --data`,
      );
    }
    const say = standing === folder ? folder : `${folder} will be made at the first start`;
    return {
      name: 'data',
      ok: true,
      say: `${say}, ${free}${owner ? `, in use by process ${owner.pid}` : ''}`,
    };
  } catch (error) {
    const reason = (error as Error).message;
    return failed(
      'data',
      `${folder} cannot be used (${reason}): check owner, permissions and mount, or give another with --data`,
    );
  }
}

/** The folder itself, or the one in which it would be made. */
function nearestStanding(folder: string): string {
  return existsSync(folder) ? folder : nearestStanding(dirname(folder));
}

/** What a platform that answers there says of itself; undefined where none does. */
async function platformAt(
  host: string,
  port: number,
): Promise<(Health & { readonly status: string }) | undefined> {
  if (port === 0) return undefined;
  try {
    const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}/health/ready`;
    const response = await fetch(address, { signal: AbortSignal.timeout(answerMsMax) });
    const answer = decodeJson(await response.text());
    const isOurs = typeof answer === 'object' && answer !== null && 'status' in answer && 'parts' in answer;
    return isOurs ? (answer as Health & { readonly status: string }) : undefined;
  } catch {
    return undefined;
  }
}

function platformCheck(
  { status, parts }: Health & { readonly status: string },
  host: string,
  port: number,
): Check {
  const unwell = parts
    .filter(({ ready }) => !ready)
    .map(({ service, part, state, code }) => [`${service}/${part}`, state, code].filter(Boolean).join(' '));
  const say = `a platform is at work on ${host}:${port}: ${status}`;
  return unwell.length === 0
    ? { name: 'port', ok: true, say }
    : failed('port', `${say} (${unwell.join(', ')}): see its log`);
}

/** Tries to listen, as the platform will. */
function portCheck(host: string, port: number): Promise<Check> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      const reason = inUse
        ? 'is in use by another program: stop it, or give another with --port'
        : error.message;
      answer(failed('port', `${host}:${port} ${reason}`));
    });
    server.listen(port, host, () =>
      server.close(() =>
        answer({
          name: 'port',
          ok: true,
          say: port === 0 ? `any free one of ${host}` : `${host}:${port} is free`,
        }),
      ),
    );
  });
}

function failed(name: string, say: string): Check {
  return { name, ok: false, say };
}
