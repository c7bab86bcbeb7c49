import type { Position } from '@tongban/event-store';
import {
  type Answered,
  type App,
  type AppContext,
  describeRoute,
  formedText,
  identityOf,
  jsonAnswer,
  loggerOf,
  peopleText,
  referenceText,
  requires,
  validated,
} from '@tongban/http';
import {
  type ProcessorHandle,
  processingErrors,
  type RedrivePlan,
  type SkippedEvent,
} from '@tongban/processing';
import { z } from 'zod';
import { serviceErrors } from '../errors.ts';
import type { OperationsRecord } from './operations.ts';
import {
  number,
  planAnswer,
  processorAnswer,
  redrivenAnswer,
  sentPlan,
  sentRedriven,
  sentStatus,
} from './processor-answers.ts';

export interface OperationsRoutesOptions {
  /** Every processor of this process, at the moment of the call. */
  readonly handles: () => readonly ProcessorHandle[];
  /** Where every act is written down. Undefined: in the log alone. */
  readonly record: () => OperationsRecord | undefined;
}

const reason = peopleText(1_000).describe('Why, for the record');
const sequence = referenceText(256);
const position = formedText(/^[1-9]\d{0,15}$/, {
  zh: '事件在库中的位置，即大于 0 的整数',
  en: 'the position of an event in the store, a whole number above 0',
  example: '4711',
});

const redriveAnswer = z.union([
  planAnswer.extend({ dryRun: z.literal(true) }),
  z.object({ dryRun: z.literal(false), sequences: z.array(redrivenAnswer) }),
]);

/** What operators see of processors, and do to them. Every act is a line of the log, and recorded where there is a record. */
export function mountOperationsRoutes(app: App, { handles, record }: OperationsRoutesOptions): void {
  const named = (c: AppContext): ProcessorHandle => {
    const name = c.req.param('name') ?? '';
    const handle = handles().find((one) => one.name === name);
    if (handle) return handle;
    throw serviceErrors.error('E_PROCESSOR_NOT_FOUND', { facts: { processor: name } });
  };

  app.get(
    '/v1/operations/processors',
    requires('operator'),
    describeRoute({
      tags: ['operations'],
      summary: 'How far every processor of this process is, and what is parked 处理程序',
      responses: {
        200: jsonAnswer('The processors.', z.object({ processors: z.array(processorAnswer) })),
      },
    }),
    async (c) => {
      const all = await Promise.all(handles().map((handle) => handle.status()));
      return c.json({ processors: all.map(sentStatus) });
    },
  );

  app.get(
    '/v1/operations/processors/:name/parked',
    requires('operator'),
    describeRoute({
      tags: ['operations'],
      summary: 'What is parked, how old it is and why: the dry run of a redrive 已搁置的事件',
      responses: { 200: jsonAnswer('What a redrive would do.', planAnswer) },
    }),
    validated('query', z.object({ sequence: sequence.optional() })),
    async (c) => c.json(sentPlan(await planOf(named(c), c.req.valid('query').sequence))),
  );

  app.post(
    '/v1/operations/processors/:name/redrive',
    requires('operator'),
    describeRoute({
      tags: ['operations'],
      summary: 'Handle what is parked again, after a dry run 重做',
      description: 'At most the 100 oldest sequences at a time; each in order, up to its first failure.',
      responses: { 200: jsonAnswer('What it would do, or what it did.', redriveAnswer) },
    }),
    validated('json', z.strictObject({ dryRun: z.boolean(), sequence: sequence.optional(), reason })),
    async (c) => {
      const { dryRun, ...wanted } = c.req.valid('json');
      const handle = named(c);
      const plan = await planOf(handle, wanted.sequence);
      if (dryRun) return c.json({ dryRun, ...sentPlan(plan) });
      const sequences: Answered<typeof redrivenAnswer>[] = [];
      for (const { sequence, firstPosition, events } of plan.sequences) {
        // It is written down first: if the process dies in between, the record says what was meant.
        const meant = { processor: handle.name, sequence, firstPosition, events, reason: wanted.reason };
        logAct(c, 'redrive', meant);
        await record()?.redrive(meant, identityOf(c));
        const done = await handle.redrive({ sequence });
        sequences.push(...done.map(sentRedriven));
      }
      return c.json({ dryRun, sequences });
    },
  );

  app.post(
    '/v1/operations/processors/:name/skip',
    requires('operator'),
    describeRoute({
      tags: ['operations'],
      summary: 'Pass over one parked event for good 跳过事件',
      description: 'What waits behind it is handled at the next redrive. The same again changes nothing.',
      responses: {
        200: jsonAnswer(
          'Passed over.',
          z.object({ processor: z.string(), position: number, sequence: z.string() }),
        ),
      },
    }),
    validated('json', z.strictObject({ position, reason })),
    async (c) => {
      const wanted = c.req.valid('json');
      const handle = named(c);
      const by = identityOf(c);
      const skipped = await skip(handle, {
        position: Number(wanted.position),
        reason: wanted.reason,
        by: by.subject,
      });
      logAct(c, 'skip', { processor: handle.name, position: skipped.position, reason: skipped.reason });
      // Also where the act is repeated, because this failed the first time.
      await record()?.skip(handle.name, skipped, by);
      return c.json({ processor: handle.name, position: wanted.position, sequence: skipped.sequence });
    },
  );

  for (const act of ['pause', 'resume'] as const) {
    app.post(
      `/v1/operations/processors/:name/${act}`,
      requires('operator'),
      describeRoute({
        tags: ['operations'],
        summary: act === 'pause' ? 'Stand still until resumed or restarted 暂停' : 'Go on 恢复',
        responses: { 200: jsonAnswer('The processor after that.', processorAnswer) },
      }),
      validated('json', z.strictObject({ reason })),
      async (c) => {
        const handle = named(c);
        const meant = { processor: handle.name, reason: c.req.valid('json').reason };
        logAct(c, act, meant);
        await record()?.switch(act, meant, identityOf(c));
        await handle[act]();
        return c.json(sentStatus(await handle.status()));
      },
    );
  }
}

function logAct(c: AppContext, act: string, facts: Readonly<Record<string, string | number>>): void {
  const { subject: operator } = identityOf(c);
  loggerOf(c).info({ act, operator, ...facts }, 'An operator acted on a processor.');
}

/** Passes over an event; where that was done before, as it was done then. */
async function skip(
  handle: ProcessorHandle,
  wanted: { readonly position: Position; readonly reason: string; readonly by: string },
): Promise<SkippedEvent> {
  const isDone = ({ position: at }: SkippedEvent): boolean => at === wanted.position;
  try {
    await handle.skip(wanted);
  } catch (error) {
    const before = (await handle.skipped()).find(isDone);
    if (before && processingErrors.is(error, 'E_PROCESSING_NOT_PARKED')) return before;
    throw error;
  }
  return (await handle.skipped()).find(isDone) as SkippedEvent;
}

function planOf(handle: ProcessorHandle, wanted: string | undefined): Promise<RedrivePlan> {
  return handle.redrivePlan(wanted === undefined ? {} : { sequence: wanted });
}
