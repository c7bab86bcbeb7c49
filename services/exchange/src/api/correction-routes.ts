import { localDateOf } from '@tongban/calendar';
import type { EventStore, RecordedEvent } from '@tongban/event-store';
import {
  type Answered,
  type App,
  type AppContext,
  commandId,
  creationId,
  describeRoute,
  identityOf,
  jsonAnswer,
  named,
  requires,
  validated,
} from '@tongban/http';
import type { Clock, IdSource, Localized } from '@tongban/kernel';
import { z } from 'zod';
import {
  type Correction,
  type CorrectionCommand,
  correctionDecider,
  type DoubtedEvent,
} from '../domain/correction.ts';
import { exchangeErrors } from '../errors.ts';
import type { EventReaders } from '../sharing/event-readers.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { number } from './answer-shapes.ts';
import { fieldPointers, reference, text, thingId } from './input-shapes.ts';

const eventRef = z.strictObject({ source: reference(256), id: reference(128) });
const correctionParam = z.object({ correctionId: thingId });

const correctionAnswer = named(
  'Correction',
  '校核纠错 / A correction',
  z.object({
    correctionId: thingId,
    status: z.enum(['raised', 'corrected', 'upheld']),
    about: z.object({
      provider: z.string(),
      type: z.string(),
      wrong: eventRef.extend({ position: number }),
    }),
    raisedBy: z.string().nullable().describe('Null where the provider corrected its own error'),
    untold: z.array(z.string()).describe('Departments that read it and have not been told yet'),
    told: z.array(z.string()),
  }),
);

export interface CorrectionRoutesOptions {
  readonly store: EventStore;
  readonly readers: EventReaders;
  readonly commands: SharingCommands;
  readonly clock: Clock;
  readonly ids: IdSource;
}

type Act = CorrectionCommand extends infer Command
  ? Command extends unknown
    ? Omit<Command, 'actor' | 'on'>
    : never
  : never;

/** Corrections 校核纠错: raised by who read an event, answered by who published it, pushed to all who read it, before or after. */
export function mountCorrectionRoutes(app: App, options: CorrectionRoutesOptions): void {
  const { store, readers, commands, clock, ids } = options;

  const give = async (c: AppContext, key: string, act: Act): Promise<Correction> => {
    const command = { ...act, actor: actorOf(c), on: localDateOf(clock.now()) } as CorrectionCommand;
    const thing = { owner: 'sharing', category: 'correction', key } as const;
    return (await commands.give(thing, correctionDecider, command, { eventId: commandId(c, ids) }))
      .state as Correction;
  };

  /** An event that the caller neither published nor received is not there: nobody learns of the events of others. */
  const doubted = async (
    c: AppContext,
    ref: z.output<typeof eventRef>,
  ): Promise<{ about: DoubtedEvent; readers: string[] }> => {
    const { department: own } = identityOf(c);
    const recorded = await store.find(ref.source, ref.id);
    const past = recorded ? await readers.of(recorded, await store.head()) : [];
    const departments = past.map(({ department }) => department);
    const about = recorded && aboutOf(recorded);
    if (about && (about.provider === own || departments.includes(own))) {
      return { about, readers: departments };
    }
    throw notFound(ref, {
      zh: `本部门没有发布过或收到过来源为 ${ref.source}、编号为 ${ref.id} 的事件`,
      en: `Your department has neither published nor received an event with source ${ref.source} and id ${ref.id}`,
    });
  };

  /** What puts it right, of the same provider. Not looked for on behalf of anybody else, whom the decider refuses. */
  const checkRight = async (
    c: AppContext,
    { provider }: DoubtedEvent,
    right: z.output<typeof eventRef>,
  ): Promise<void> => {
    if (provider !== identityOf(c).department) return;
    const better = await store.find(right.source, right.id);
    if (better && aboutOf(better).provider === provider) return;
    throw notFound(right, {
      zh: `本部门没有发布过来源为 ${right.source}、编号为 ${right.id} 的事件；请先发布更正后的事件`,
      en: `Your department has published no event with source ${right.source} and id ${right.id}; publish the right one first`,
    });
  };

  app.post(
    '/v1/corrections',
    requires('department', 'officer'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Report a defect in an event that you received 提出更正',
      description: 'The provider verifies and answers within 10 working days (政务数据共享条例 art. 26).',
      responses: { 201: jsonAnswer('Raised.', correctionAnswer) },
    }),
    validated('json', z.strictObject({ wrong: eventRef, fields: fieldPointers, finding: text(1_000) })),
    async (c) => {
      const { wrong, fields: named, finding } = c.req.valid('json');
      const correctionId = creationId(c as never, ids);
      const { about, readers } = await doubted(c as never, wrong);
      const act = { kind: 'raise', correctionId, about, readers, fields: named, finding } as const;
      return c.json(sent(await give(c as never, correctionId, act)), 201);
    },
  );

  app.post(
    '/v1/corrections/:correctionId/correct',
    requires('department', 'officer'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Correct: name the event with the right data, which you published before 更正',
      description:
        'Pushed to every department that received the wrong one. With a new id it is your own finding.',
      responses: { 200: jsonAnswer('Corrected.', correctionAnswer) },
    }),
    validated('param', correctionParam),
    validated(
      'json',
      z.strictObject({ wrong: eventRef, right: eventRef, fields: fieldPointers, reason: text(1_000) }),
    ),
    async (c) => {
      const { wrong, right, fields: named, reason } = c.req.valid('json');
      const { correctionId } = c.req.valid('param');
      const { about, readers } = await doubted(c as never, wrong);
      await checkRight(c as never, about, right);
      const act = { kind: 'correct', correctionId, about, right, fields: named, readers, reason } as const;
      return c.json(sent(await give(c as never, correctionId, act)));
    },
  );

  app.post(
    '/v1/corrections/:correctionId/uphold',
    requires('department', 'officer'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Uphold what was published, with the reason 维持原数据',
      responses: { 200: jsonAnswer('Upheld.', correctionAnswer) },
    }),
    validated('param', correctionParam),
    validated('json', z.strictObject({ reason: text(1_000) })),
    async (c) => {
      const act = { kind: 'uphold', ...c.req.valid('json') } as const;
      return c.json(sent(await give(c as never, c.req.valid('param').correctionId, act)));
    },
  );
}

function aboutOf({ type, source, id, position }: RecordedEvent): DoubtedEvent {
  const provider = type.slice(0, type.indexOf('.'));
  return { provider, type, wrong: { source, id, position: String(position) } };
}

function notFound({ source, id }: z.output<typeof eventRef>, detail: Localized): Error {
  return exchangeErrors.error('E_EVENT_NOT_FOUND', { detail, facts: { source, id } });
}

function sent({
  correctionId,
  status,
  about,
  raisedBy,
  untold,
  told,
}: Correction): Answered<typeof correctionAnswer> {
  return { correctionId, status, about, raisedBy: raisedBy ?? null, untold, told };
}
