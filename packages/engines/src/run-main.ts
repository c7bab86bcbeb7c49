import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Clock, systemClock, TongbanError } from '@tongban/kernel';
import { loadConfig, type RunningServices } from '@tongban/service';
import { createLogger, exportTraces, type Logger } from '@tongban/telemetry';
import type { z } from 'zod';
import type { processConfig } from './engine-config.ts';
import { onStopSignal } from './stop-signals.ts';

/** A process of one service. */
export interface Main<Schema extends z.ZodObject> {
  /** `exchange`: in its log and its traces as `tongban-exchange`. */
  readonly name: string;
  /** Every setting that the process has, those of `processConfig` among them. */
  readonly settings: Schema;
  start(settings: z.output<Schema>, given: MainSurroundings): Promise<RunningServices>;
}

export interface MainSurroundings {
  readonly clock: Clock;
  readonly logger: Logger;
}

type Common = z.output<typeof processConfig>;

/** Told by `--config` or `TONGBAN_CONFIG`: the YAML file with settings. No setting itself. */
const fileVariable = 'TONGBAN_CONFIG';
const codes = { ok: 0, refused: 1, usage: 2, unreachable: 3, internal: 70 } as const;

/**
 * Runs a service until Ctrl-C or SIGTERM: settings from the environment and a file, a line `ready <address>` when it
 * answers, a reason on standard error and an exit code where it does not start. Sets the process's exit code.
 */
export async function runMain<Schema extends z.ZodObject>(main: Main<Schema>): Promise<void> {
  try {
    await run(main);
    process.exitCode = codes.ok;
  } catch (failure) {
    process.stderr.write(`${explained(failure)}\n`);
    process.exitCode = codeOf(failure);
  }
  // Whatever did not stop in time must not keep the process.
  process.exit();
}

async function run<Schema extends z.ZodObject>({ name, settings, start }: Main<Schema>): Promise<void> {
  const { values: options } = parseArgs({ options: { config: { type: 'string' } } });
  const file = options.config ?? process.env[fileVariable];
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => key !== fileVariable));
  const { values } = loadConfig(settings, { ...(file === undefined ? {} : { file }), env });
  const { log, telemetry } = values as Common;
  const clock = systemClock;
  const logger = createLogger({ name, ...log });
  const stopped = new AbortController();
  const release = onStopSignal(clock, () => stopped.abort());
  const service = `tongban-${name}`;
  const traces = telemetry.endpoint && (await exportTraces({ endpoint: telemetry.endpoint, service }));
  try {
    const running = await start(values, { clock, logger });
    process.stdout.write(`ready ${running.url}   (${name})\n`);
    // Where NODE_COMPILE_CACHE names a folder: a process that is killed would write nothing there at its end.
    flushCompileCache();
    if (!stopped.signal.aborted) await once(stopped.signal, 'abort');
    await running.stop();
  } finally {
    if (traces) await traces.close();
    release();
  }
}

/** In both languages: whoever reads the log of a process has no terminal that says which. */
function explained(failure: unknown): string {
  if (!(failure instanceof TongbanError)) {
    return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  }
  const { code, title, detail, problems } = failure;
  return [
    `${title.en} / ${title.zh} (${code})`,
    `  ${detail.en}`,
    `  ${detail.zh}`,
    ...causesOf(failure).map((cause) => `  ${cause}`),
    ...problems.map(({ pointer, message }) => `  ${pointer || '/'}  ${message.en} / ${message.zh}`),
  ].join('\n');
}

/** What lies behind a failure, down to what the system says: `E_VIEWS_UNAVAILABLE`, `connect ECONNREFUSED …`. */
function causesOf({ cause }: Error): readonly string[] {
  if (!(cause instanceof Error)) return [];
  return [cause instanceof TongbanError ? cause.code : cause.message, ...causesOf(cause)];
}

function codeOf(failure: unknown): number {
  if (
    failure instanceof TypeError &&
    'code' in failure &&
    String(failure.code).startsWith('ERR_PARSE_ARGS')
  ) {
    return codes.usage;
  }
  if (!(failure instanceof TongbanError)) return codes.internal;
  const cause = failure.cause instanceof TongbanError ? failure.cause : failure;
  return cause.status >= 502 ? codes.unreachable : codes.refused;
}
