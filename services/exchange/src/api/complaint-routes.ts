import { localDateOf } from '@tongban/calendar';
import type { EventStore, RecordedEvent } from '@tongban/event-store';
import {
  type Answered,
  type App,
  type AppContext,
  creationId,
  describeRoute,
  identityOf,
  jsonAnswer,
  named,
  requires,
  validated,
} from '@tongban/http';
import { type Clock, type IdSource, instant } from '@tongban/kernel';
import { z } from 'zod';
import { actedBy } from '../domain/actor.ts';
import { type Complaint, complaintDecider } from '../domain/complaint.ts';
import { exchangeErrors } from '../errors.ts';
import type { ErasureWatch } from '../personal-data/erasure-watch.ts';
import type { PersonKeys } from '../personal-data/person-keys.ts';
import type { PersonalFields } from '../personal-data/personal-fields-of.ts';
import type { PlatformJournal } from '../platform-journal.ts';
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

const complaintAnswer = named(
  'Complaint',
  '个人信息投诉 / A complaint, without its text',
  complaintBody.omit({ text: true }).extend({
    complaintId: thingId,
    by: actedByAnswer,
    filedAt: dateTime,
  }),
);
const complaintWithText = named(
  'ComplaintWithText',
  '个人信息投诉及其内容 / A complaint with its text',
  complaintAnswer.extend({ text: z.string().nullable().describe('Null where the person was erased') }),
);

export interface ComplaintRoutesOptions {
  readonly store: EventStore;
  readonly commands: SharingCommands;
  readonly complaints: NoticeView;
  readonly contracts: ContractView;
  readonly keys: PersonKeys;
  readonly personalFields: PersonalFields;
  readonly erasures: Pick<ErasureWatch, 'upTo'>;
  readonly journal: PlatformJournal;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Complaints of persons 个人信息投诉 (政务数据共享条例 art. 37, 个人信息保护法 art. 50 and 65). That there is one is seen by
 * systems too; what it says is read by people alone, and every such read is an event.
 */
export function mountComplaintRoutes(app: App, options: ComplaintRoutesOptions): void {
  const { commands, complaints, keys, clock, ids } = options;

  app.post(
    '/v1/complaints',
    requires('officer', 'operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'Take down what a person complains about 受理个人信息投诉',
      description:
        'By the authority, or by an officer of the department concerned. That department is told in its feed, without ' +
        'the text; the text is sealed under the key of the person, and goes when the person is erased.',
      responses: { 201: jsonAnswer('Filed.', complaintAnswer) },
    }),
    validated('json', complaintBody),
    async (c) => {
      const complaintId = creationId(c as never, ids);
      const complaint = { complaintId, ...c.req.valid('json') };
      const actor = actorOf(c as never);
      const command = { kind: 'file', actor, on: localDateOf(clock.now()), complaint } as const;
      // Whoever may not file one makes no key either.
      complaintDecider.decide(undefined, command);
      const key = await keys.sealingKey(complaint.personId);
      const thing = { owner: 'sharing', category: 'complaint', key: complaintId } as const;
      const { position } = await commands.give(thing, complaintDecider, command, {
        eventId: complaintId,
        keyOf: () => key,
      });
      const known = await (position === undefined ? complaints.current() : complaints.upTo(position));
      return c.json(sentComplaint(known.get(complaintId) as RecordedEvent), 201);
    },
  );

  app.get(
    '/v1/complaints',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'Complaints about your department, the newest first, without their texts 个人信息投诉',
      responses: { 200: noticesAnswer('complaints', complaintAnswer) },
    }),
    validated('query', noticePage),
    async (c) => {
      const notices = (await complaints.current()).values();
      const { page, next } = pageOf(notices, c.req.valid('query'), (one) => maySee(c as never, one));
      return c.json({ complaints: page.map(sentComplaint), next });
    },
  );

  app.get(
    '/v1/complaints/:complaintId',
    requires('officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'One complaint, with its text 投诉详情',
      description: 'The read is recorded. `text` is null where the person was erased.',
      responses: { 200: jsonAnswer('The complaint.', complaintWithText) },
    }),
    validated('param', z.object({ complaintId: thingId })),
    async (c) => {
      const { complaintId } = c.req.valid('param');
      const recorded = (await complaints.current()).get(complaintId);
      // Who may not see it is not told that it is there.
      if (!recorded || !maySee(c as never, recorded)) {
        throw exchangeErrors.error('E_COMPLAINT_NOT_FOUND', { facts: { complaintId } });
      }
      const said = await textOf(recorded, options);
      if (said !== null) await recordRead(c as never, recorded, options);
      return c.json({ ...sentComplaint(recorded), text: said });
    },
  );
}

function maySee(c: AppContext, { event }: RecordedEvent): boolean {
  const { department: own, roles } = identityOf(c);
  const isOverseer = roles.includes('auditor') || roles.includes('operator');
  return isOverseer || (event.data as unknown as Complaint).department === own;
}

function sentComplaint({ event, recordedAt }: RecordedEvent): Answered<typeof complaintAnswer> {
  const { text: _sealed, ...seen } = event.data as unknown as Complaint;
  return { ...seen, filedAt: instant(recordedAt) };
}

/** What the person says; null where it was erased, in whichever process. */
async function textOf(
  { event, type }: RecordedEvent,
  { store, contracts, erasures, personalFields }: ComplaintRoutesOptions,
): Promise<string | null> {
  await erasures.upTo(await store.head());
  const contract = (await contracts.current()).get(type);
  if (contract === undefined) return null;
  const opened = (await personalFields.open(event, contract)).event.data as unknown as Partial<Complaint>;
  return opened.text ?? null;
}

/** Written before the text is handed over: where this fails, nothing is. */
async function recordRead(
  c: AppContext,
  { event, source, id, type }: RecordedEvent,
  { journal }: ComplaintRoutesOptions,
): Promise<void> {
  const { department: own, roles } = identityOf(c);
  const { complaintId, personId } = event.data as unknown as Complaint;
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
