import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { processUsing } from '@tongban/engines';
import { decodeJson, type Localized } from '@tongban/kernel';
import type { Health } from '@tongban/service';
import { type CodeWords, wordFor } from './code-words.ts';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, and where it is not as it has to be what to do. */
  readonly say: Localized;
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
    ...(platform?.parts ?? []).flatMap(({ part, remark }) =>
      remark ? [failed(part, { zh: `平台提示：${remark}`, en: remark })] : [],
    ),
  ];
}

function nodeCheck(): Check {
  const ok = Number(process.versions.node.split('.')[0]) >= 24;
  return {
    name: 'node',
    ok,
    say: ok
      ? { zh: process.version, en: process.version }
      : {
          zh: `${process.version}；须为 24 或更高版本：请先运行一次 npm start`,
          en: `${process.version}; 24 or later is needed: run npm start once`,
        },
  };
}

function dataCheck(folder: string, isAtWork: boolean): Check {
  try {
    const standing = nearestStanding(folder);
    if (!statSync(standing).isDirectory()) {
      return failed('data', {
        zh: `${standing} 不是目录：请用 --data 另指一个`,
        en: `${standing} is no folder: give another with --data`,
      });
    }
    accessSync(standing, constants.R_OK | constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(standing);
    const free = `${((Number(bavail) * Number(bsize)) / 2 ** 30).toFixed(1)} GiB`;
    if (Number(bavail) * Number(bsize) < freeBytesMin) {
      return failed('data', {
        zh: `${folder} 可用空间仅 ${free}：请腾出空间，或用 --data 另指一个`,
        en: `${folder} has ${free} free: make room, or give another with --data`,
      });
    }
    const owner = processUsing(folder);
    if (owner && !isAtWork) {
      return failed('data', {
        zh: `进程 ${owner.pid ?? '（未知）'} 正在使用 ${folder}：请停止该进程，或用 --data 另指一个`,
        en: `process ${owner.pid ?? '(unknown)'} uses ${folder}: stop it, or give another with --data`,
      });
    }
    const isThere = standing === folder;
    return {
      name: 'data',
      ok: true,
      say: {
        zh: `${folder}${isThere ? '' : ' 将在首次启动时创建'}，可用空间 ${free}${owner ? `，进程 ${owner.pid} 正在使用` : ''}`,
        en: `${folder}${isThere ? '' : ' will be made at the first start'}, ${free} free${owner ? `, in use by process ${owner.pid}` : ''}`,
      },
    };
  } catch (error) {
    const reason = (error as Error).message;
    return failed('data', {
      zh: `${folder} 无法使用（${reason}）：请检查所有者、权限和挂载，或用 --data 另指一个`,
      en: `${folder} cannot be used (${reason}): check owner, permissions and mount, or give another with --data`,
    });
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

const statusWords: CodeWords = { ready: '就绪', 'not-ready': '未就绪' };

function platformCheck(
  { status, parts }: Health & { readonly status: string },
  host: string,
  port: number,
): Check {
  const unwell = parts
    .filter(({ ready }) => !ready)
    .map(({ service, part, state, code }) => [`${service}/${part}`, state, code].filter(Boolean).join(' '));
  const zh = `平台正在 ${host}:${port} 运行：${wordFor(status, statusWords, 'zh')}`;
  const en = `a platform is at work on ${host}:${port}: ${status}`;
  return unwell.length === 0
    ? { name: 'port', ok: true, say: { zh, en } }
    : failed('port', {
        zh: `${zh}（${unwell.join('、')}）：请查看其日志`,
        en: `${en} (${unwell.join(', ')}): see its log`,
      });
}

/** Tries to listen, as the platform will. */
function portCheck(host: string, port: number): Promise<Check> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      answer(
        failed('port', {
          zh: `${host}:${port} ${inUse ? '已被其他程序占用：请停止该程序，或用 --port 另指一个' : `无法监听：${error.message}`}`,
          en: `${host}:${port} ${inUse ? 'is in use by another program: stop it, or give another with --port' : error.message}`,
        }),
      );
    });
    server.listen(port, host, () =>
      server.close(() =>
        answer({
          name: 'port',
          ok: true,
          say:
            port === 0
              ? { zh: `${host} 的任一空闲端口`, en: `any free one of ${host}` }
              : { zh: `${host}:${port} 空闲`, en: `${host}:${port} is free` },
        }),
      ),
    );
  });
}

function failed(name: string, say: Localized): Check {
  return { name, ok: false, say };
}
