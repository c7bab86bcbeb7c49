import type { EventStore, Position } from '@tongban/event-store';
import {
  type Answered,
  type App,
  type AppContext,
  describeRoute,
  formedText,
  identityOf,
  jsonAnswer,
  loggerOf,
  requires,
  validated,
} from '@tongban/http';
import { instant } from '@tongban/kernel';
import {
  derivedEventId,
  type ProcessorHandle,
  processingErrors,
  type RedrivePlan,
} from '@tongban/processing';
import { z } from 'zod';
import { actedBy } from '../domain/actor.ts';
import { exchangeErrors } from '../errors.ts';
import { type PlatformJournal, platformSource } from '../platform-journal.ts';
import { actorOf } from './actor-of.ts';
import { number } from './answer-shapes.ts';
import { reference, text } from './input-shapes.ts';
import {
  planAnswer,
  processorAnswer,
  redrivenAnswer,
  sentPlan,
  sentRedriven,
  sentStatus,
} from './sent-processor.ts';

export interface OperationsRoutesOptions {
  /** Every processor of this process that operators may see and act on, at the moment of the call. */
  readonly handles: () => readonly ProcessorHandle[];
  readonly store: EventStore;
  readonly journal: PlatformJournal;
}

const reason = text(1_000).describe('Why, for the record');
const sequence = reference(256);
const position = formedText(/^[1-9]\d{0,15}$/, {
  zh: '事件在库中的位置，即大于 0 的整数',
  en: 'the position of an event in the store, a whole number above 0',
  example: '4711',
});

const redriveAnswer = z.union([
  planAnswer.extend({ dryRun: z.literal(true) }),
  z.object({ dryRun: z.literal(false), sequences: z.array(redrivenAnswer) }),
]);

/** What operators see of processors, and do to them: every act is an event, or a line of the log where it is no more. */
export function mountOperationsRoutes(app: App, { handles, store, journal }: OperationsRoutesOptions): void {
  const named = (c: AppContext): ProcessorHandle => {
    const name = c.req.param('name') ?? '';
    const handle = handles().find((one) => one.name === name);
    if (handle) return handle;
    throw exchangeErrors.error('E_PROCESSOR_NOT_FOUND', { facts: { processor: name } });
  };

  app.get(
    '/v1/operations/processors',
    requires('operator'),
    describeRoute({
      tags: ['operations'],
      summary: 'How far every processor is, and what is parked 处理程序',
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
      for (const planned of plan.sequences) {
        // It is written down first: if the process dies in between, the record says what was meant.
        await journal.record('platform.sequence-redriven.v1', {
          subject: handle.name,
          data: {
            processor: handle.name,
            sequence: planned.sequence,
            position: String(planned.firstPosition),
            events: planned.events,
            reason: wanted.reason,
            by: actedBy(actorOf(c)),
          },
        });
        const done = await handle.redrive({ sequence: planned.sequence });
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
      const skipped = await skip(handle, {
        position: Number(wanted.position),
        reason: wanted.reason,
        by: identityOf(c).subject,
      });
      await recordSkip({ store, journal }, handle.name, skipped, actedBy(actorOf(c)));
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
        const { subject: operator } = identityOf(c);
        await handle[act]();
        const facts = { processor: handle.name, act, operator, reason: c.req.valid('json').reason };
        loggerOf(c).info(facts, 'An operator acted on a processor.');
        return c.json(sentStatus(await handle.status()));
      },
    );
  }
}

type Skipped = Awaited<ReturnType<ProcessorHandle['skipped']>>[number];

/** Passes over an event; where that was done before, as it was done then. */
async function skip(
  handle: ProcessorHandle,
  wanted: { readonly position: Position; readonly reason: string; readonly by: string },
): Promise<Skipped> {
  const isDone = ({ position: at }: Skipped): boolean => at === wanted.position;
  try {
    await handle.skip(wanted);
  } catch (error) {
    const before = (await handle.skipped()).find(isDone);
    if (before && processingErrors.is(error, 'E_PROCESSING_NOT_PARKED')) return before;
    throw error;
  }
  return (await handle.skipped()).find(isDone) as Skipped;
}

/** Writes down what was passed over, once, also where the act is repeated because this failed the first time. */
async function recordSkip(
  { store, journal }: Pick<OperationsRoutesOptions, 'store' | 'journal'>,
  processor: string,
  skipped: Skipped,
  by: ReturnType<typeof actedBy>,
): Promise<void> {
  const page = await store.readAll({ after: skipped.position - 1, limit: 1 });
  const [event] = page.events;
  if (!event)
    throw exchangeErrors.error('E_EVENT_NOT_FOUND', { facts: { position: String(skipped.position) } });
  const id = derivedEventId(event, processor, 'skipped');
  if (await store.find(platformSource, id)) return;
  await journal.record('platform.event-skipped.v1', {
    subject: processor,
    id,
    time: instant(skipped.skippedAt),
    correlationId: event.event.correlationid,
    causationId: event.id,
    data: {
      processor,
      sequence: skipped.sequence,
      position: String(skipped.position),
      event: { source: event.source, id: event.id },
      reason: skipped.reason,
      by,
    },
  });
}

function planOf(handle: ProcessorHandle, wanted: string | undefined): Promise<RedrivePlan> {
  return handle.redrivePlan(wanted === undefined ? {} : { sequence: wanted });
}
