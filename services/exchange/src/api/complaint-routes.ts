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
  wantsHeadOnly,
} from '@tongban/http';
import { type Clock, type IdSource, instant } from '@tongban/kernel';
import { z } from 'zod';
import { actedBy } from '../domain/actor.ts';
import { type Complaint, type ComplaintAnswer, complaintDecider } from '../domain/complaint.ts';
import { sharingErrors } from '../domain/errors.ts';
import type { ErasureWatch } from '../personal-data/erasure-watch.ts';
import type { PersonKeys } from '../personal-data/person-keys.ts';
import type { PersonalFields } from '../personal-data/personal-fields-of.ts';
import type { PlatformJournal } from '../platform-journal.ts';
import { unknownTypesIn } from '../publishing/contract-of-event.ts';
import type { ContractView } from '../registers/contract-view.ts';
import type { NoticeView } from '../registers/notice-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { actedBy as actedByAnswer, dateTime } from './answer-shapes.ts';
import { day, department, eventType, personId, text, thingId } from './input-shapes.ts';
import { noticePage, noticesAnswer, pageOf } from './notice-pages.ts';

const complaintBody = z.strictObject({
  personId: personId.describe('Opaque id of the person, as events name it; never an identity number'),
  department: department.describe('The department that the complaint is about'),
  eventTypes: z.array(eventType).max(100).default([]),
  text: text(4_000).describe('What the person says. It is kept sealed'),
  receivedOn: day,
});

const answerBody = z.strictObject({
  outcome: z
    .enum(['founded', 'partly-founded', 'not-founded'])
    .describe('Whether the complaint was founded 属实、部分属实、不属实'),
  text: text(4_000).describe('What was found and done; where it was not founded, why. It is kept sealed'),
});

const complaintParam = z.object({ complaintId: thingId });
const complaintAnswer = named(
  'ComplaintAnswer',
  '投诉答复 / The answer to a complaint, without its text',
  answerBody.omit({ text: true }).extend({ answeredOn: day, by: actedByAnswer, answeredAt: dateTime }),
);
const erasable = z.string().nullable().describe('Null where the person was erased');
const withoutText = complaintBody.omit({ text: true }).extend({
  complaintId: thingId,
  by: actedByAnswer,
  filedAt: dateTime,
});
const complaintShape = named(
  'Complaint',
  '个人信息投诉 / A complaint and its answer, without their texts',
  withoutText.extend({ answer: complaintAnswer.nullable() }),
);
const complaintWithText = named(
  'ComplaintWithText',
  '个人信息投诉及其内容 / A complaint and its answer with their texts',
  withoutText.extend({ text: erasable, answer: complaintAnswer.extend({ text: erasable }).nullable() }),
);

export interface ComplaintRoutesOptions {
  readonly store: EventStore;
  readonly commands: SharingCommands;
  readonly complaints: NoticeView;
  /** By the complaints that they answer. */
  readonly answers: NoticeView;
  readonly contracts: ContractView;
  /** The departments that are known. */
  readonly departments: () => Promise<readonly string[]>;
  readonly keys: PersonKeys;
  readonly personalFields: PersonalFields;
  readonly erasures: Pick<ErasureWatch, 'upTo'>;
  readonly journal: PlatformJournal;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Complaints of persons 个人信息投诉 (政务数据共享条例 art. 37, 个人信息保护法 art. 50 and 65), and their answers. That there is
 * one is seen by systems too; what it says is read by people alone, and every such read is an event.
 */
export function mountComplaintRoutes(app: App, options: ComplaintRoutesOptions): void {
  const { commands, complaints, answers, contracts, departments, keys, clock, ids } = options;

  /** Who may not see it is not told that it is there. */
  const seen = async (c: AppContext, complaintId: string): Promise<RecordedEvent> => {
    const recorded = (await complaints.current()).get(complaintId);
    if (recorded && maySee(c, recorded)) return recorded;
    throw sharingErrors.error('E_COMPLAINT_NOT_FOUND', { facts: { complaintId } });
  };

  app.post(
    '/v1/complaints',
    requires('officer', 'operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'Take down what a person complains about 受理个人信息投诉',
      description:
        'By the authority, or by an officer of the department concerned. That department is told in its feed, without ' +
        'the text; the text is sealed under the key of the person, and goes when the person is erased.',
      responses: { 201: jsonAnswer('Filed.', complaintShape) },
    }),
    validated('json', complaintBody),
    async (c) => {
      const complaintId = creationId(c as never, ids);
      const complaint = { complaintId, ...c.req.valid('json') };
      const actor = actorOf(c as never);
      const unknown = unknownTypesIn(complaint.eventTypes, '/eventTypes', await contracts.current());
      if (unknown) throw unknown;
      const on = localDateOf(clock.now());
      const command = { kind: 'file', actor, on, complaint, departments: await departments() } as const;
      // Whoever may not file one makes no key either.
      complaintDecider.decide(undefined, command);
      const key = await keys.sealingKey(complaint.personId);
      const thing = { owner: 'sharing', category: 'complaint', key: complaintId } as const;
      const { position } = await commands.give(thing, complaintDecider, command, {
        eventId: commandId(c as never, ids),
        keyOf: () => key,
      });
      const known = await (position === undefined ? complaints.current() : complaints.upTo(position));
      return c.json(sentComplaint(known.get(complaintId) as RecordedEvent, await answers.current()), 201);
    },
  );

  app.get(
    '/v1/complaints',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'Complaints about your department, the newest first, without their texts 个人信息投诉',
      responses: { 200: noticesAnswer('complaints', complaintShape) },
    }),
    validated('query', noticePage),
    async (c) => {
      const notices = (await complaints.current()).values();
      const { page, next } = pageOf(notices, c.req.valid('query'), (one) => maySee(c as never, one));
      const answered = await answers.current();
      return c.json({ complaints: page.map((one) => sentComplaint(one, answered)), next });
    },
  );

  app.get(
    '/v1/complaints/:complaintId',
    requires('officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'One complaint, with its text 投诉详情',
      description:
        'The read is recorded, of the complaint and of its answer. A `text` is null where the person was erased.',
      responses: { 200: jsonAnswer('The complaint.', complaintWithText) },
    }),
    validated('param', complaintParam),
    async (c) => {
      const { complaintId } = c.req.valid('param');
      const filed = await seen(c as never, complaintId);
      if (wantsHeadOnly(c as never)) return c.body(null, 200, { 'content-type': 'application/json' });
      const answer = (await answers.current()).get(complaintId);
      return c.json({
        ...complaintOf(filed),
        text: await readText(c as never, filed, options),
        answer: answer ? { ...answerOf(answer), text: await readText(c as never, answer, options) } : null,
      });
    },
  );

  app.post(
    '/v1/complaints/:complaintId/answer',
    requires('officer', 'operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'Answer a complaint, once 答复个人信息投诉',
      description:
        'By an officer of the department concerned, or by the authority. That department is told in its feed, without ' +
        'the text; the text is sealed under the key of the person. The person is told by whoever answers.',
      responses: { 200: jsonAnswer('The complaint with its answer.', complaintShape) },
    }),
    validated('param', complaintParam),
    validated('json', answerBody),
    async (c) => {
      const { complaintId } = c.req.valid('param');
      const filed = await seen(c as never, complaintId);
      const complaint = filed.event.data as unknown as Complaint;
      const [actor, on] = [actorOf(c as never), localDateOf(clock.now())];
      const command = { kind: 'answer', actor, on, ...c.req.valid('json') } as const;
      // Of what is refused no key is made either; whether it was answered is known when the command is given.
      complaintDecider.decide({ filed: complaint, answer: undefined }, command);
      const key = await keys.sealingKey(complaint.personId);
      const thing = { owner: 'sharing', category: 'complaint', key: complaintId } as const;
      const { position } = await commands.give(thing, complaintDecider, command, {
        eventId: commandId(c as never, ids),
        keyOf: () => key,
      });
      const known = await (position === undefined ? answers.current() : answers.upTo(position));
      return c.json(sentComplaint(filed, known));
    },
  );
}

function maySee(c: AppContext, { event }: RecordedEvent): boolean {
  const { department: own, roles } = identityOf(c);
  const isOverseer = roles.includes('auditor') || roles.includes('operator');
  return isOverseer || (event.data as unknown as Complaint).department === own;
}

/** A complaint and its answer, without what they say. */
function sentComplaint(
  filed: RecordedEvent,
  answers: ReadonlyMap<string, RecordedEvent>,
): Answered<typeof complaintShape> {
  const complaint = complaintOf(filed);
  const answer = answers.get(complaint.complaintId);
  return { ...complaint, answer: answer ? answerOf(answer) : null };
}

function complaintOf({ event, recordedAt }: RecordedEvent) {
  const { text: _sealed, ...complaint } = event.data as unknown as Complaint;
  return { ...complaint, filedAt: instant(recordedAt) };
}

function answerOf({ event, recordedAt }: RecordedEvent) {
  const { outcome, answeredOn, by } = event.data as unknown as ComplaintAnswer;
  return { outcome, answeredOn, by, answeredAt: instant(recordedAt) };
}

/** What a complaint or its answer says, with the read on record; null where it was erased. */
async function readText(
  c: AppContext,
  recorded: RecordedEvent,
  options: ComplaintRoutesOptions,
): Promise<string | null> {
  const said = await textOf(recorded, options);
  if (said !== null) await recordRead(c, recorded, options);
  return said;
}

/** The text of an event about a complaint; null where it was erased, in whichever process. */
async function textOf(
  { event, type }: RecordedEvent,
  { store, contracts, erasures, personalFields }: ComplaintRoutesOptions,
): Promise<string | null> {
  await erasures.upTo(await store.head());
  const contract = (await contracts.current()).get(type);
  if (contract === undefined) return null;
  const opened = (await personalFields.open(event, contract)).event.data as { readonly text?: string };
  return opened.text ?? null;
}

/** Written before the text is handed over: where this fails, nothing is. */
async function recordRead(
  c: AppContext,
  { event, source, id, type }: RecordedEvent,
  { journal }: ComplaintRoutesOptions,
): Promise<void> {
  const { department: own, roles } = identityOf(c);
  const { complaintId, personId } = event.data as unknown as Complaint | ComplaintAnswer;
  const role = (['operator', 'auditor', 'officer'] as const).find((one) => roles.includes(one)) ?? 'officer';
  await journal.record('platform.personal-data-read.v1', {
    subject: own,
    correlationId: event.correlationid,
    data: {
      role,
      event: { source, id },
      type,
      fields: ['/text'],
      personIds: [personId],
      reason: `办理个人信息投诉 / handling of the complaint ${complaintId}`,
      by: actedBy(actorOf(c)),
    },
  });
}
