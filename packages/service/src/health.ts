import { type Answered, type App, describeRoute, jsonAnswer, named, open, textAnswer } from '@tongban/http';
import { type Clock, sleep, TongbanError } from '@tongban/kernel';
import { z } from 'zod';
import type { KeptPart, PartStatus } from './service-part.ts';

/** The state of one part, as `/health/ready` tells it. */
const partHealth = named(
  'PartHealth',
  '部件状态 / The state of one part',
  z.object({
    service: z.string(),
    part: z.string(),
    ready: z.boolean(),
    state: z.string(),
    code: z.string().optional().describe('Of the failure that keeps it from being ready, where it is known'),
    remark: z.string().optional().describe('What an operator should see to although the part is ready'),
  }),
);

export type PartHealth = Answered<typeof partHealth>;

export interface Health {
  readonly ready: boolean;
  readonly parts: readonly PartHealth[];
}

const answerMsMax = 1_000;

/** Asks every part how it is. One that does not answer within a second, or throws, is not ready. */
export async function healthOf(kept: readonly KeptPart[], clock: Clock): Promise<Health> {
  const parts = await Promise.all(kept.map((one) => healthOfPart(one, clock)));
  return { ready: parts.every(({ ready }) => ready), parts };
}

const readiness = describeRoute({
  summary: 'Its parts do their work 就绪',
  responses: {
    200: jsonAnswer('All do.', z.object({ status: z.literal('ready'), parts: z.array(partHealth) })),
    503: jsonAnswer('Some do not.', z.object({ status: z.literal('not-ready'), parts: z.array(partHealth) })),
  },
});

const metricsDescribed = describeRoute({
  summary: 'Metrics for Prometheus 指标',
  responses: { 200: textAnswer('The text format of Prometheus.') },
});

/** `/health/live`: the process answers. `/health/ready`: so do its parts. `/metrics`: for Prometheus. */
export function mountHealth(
  app: App,
  health: () => Promise<Health>,
  metricsText?: () => Promise<string>,
): void {
  app.get(
    '/health/live',
    open(),
    describeRoute({
      summary: 'The process answers 存活',
      responses: { 200: jsonAnswer('It does.', z.object({ status: z.literal('live') })) },
    }),
    (c) => c.json({ status: 'live' }),
  );
  app.get('/health/ready', open(), readiness, async (c) => {
    const { ready, parts } = await health();
    return c.json({ status: ready ? 'ready' : 'not-ready', parts }, ready ? 200 : 503);
  });
  if (metricsText === undefined) return;
  app.get('/metrics', open(), metricsDescribed, async (c) =>
    c.body(await metricsText(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
}

async function healthOfPart({ service, part }: KeptPart, clock: Clock): Promise<PartHealth> {
  const answered = new AbortController();
  const { state, lastFailure, remark } = await Promise.race([
    statusOf(part),
    sleep(clock, answerMsMax, answered.signal).then((): PartStatus => ({ state: 'silent' })),
  ]);
  answered.abort();
  const ready = !notReady.has(state);
  const code = ready ? undefined : lastFailure?.code;
  return {
    ...{ service, part: part.name, ready, state },
    ...(code === undefined ? {} : { code }),
    ...(remark === undefined ? {} : { remark }),
  };
}

async function statusOf(part: KeptPart['part']): Promise<PartStatus> {
  try {
    return await part.status();
  } catch (error) {
    return { state: 'failed', ...(error instanceof TongbanError ? { lastFailure: error } : {}) };
  }
}

const notReady: ReadonlySet<string> = new Set(['waiting', 'failing', 'failed', 'stopped', 'silent']);
