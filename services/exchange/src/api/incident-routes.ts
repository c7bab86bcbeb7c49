import type { RecordedEvent } from '@tongban/event-store';
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
import { type Clock, type IdSource, instant } from '@tongban/kernel';
import { z } from 'zod';
import { type Incident, incidentDecider, isConcernedBy, typesProvidedTo } from '../domain/incident.ts';
import { exchangeErrors } from '../errors.ts';
import { unknownTypesIn } from '../publishing/contract-of-event.ts';
import type { ContractView } from '../registers/contract-view.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { NoticeView } from '../registers/notice-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { actedBy, dateTime } from './answer-shapes.ts';
import { department, eventType, moment, text, thingId } from './input-shapes.ts';
import { noticePage, noticesAnswer, pageOf } from './notice-pages.ts';

const incidentBody = z.strictObject({
  department: department
    .optional()
    .describe('Of whom; default your own. The authority may report for others'),
  kind: z.enum(['leak', 'tampering', 'loss', 'misuse', 'outage']),
  finding: text(1_000),
  detectedAt: moment,
  eventTypes: z
    .array(eventType)
    .max(100)
    .describe('Types of the data concerned: your own, or shared with you'),
  personalData: z.boolean().describe('Whether personal information is concerned'),
  measures: text(1_000).describe('What was done about it'),
});

const incidentAnswer = named(
  'Incident',
  '安全事件 / A security incident as it was reported',
  incidentBody.extend({
    incidentId: thingId,
    department: department.describe('Of whom'),
    by: actedBy,
    reportedAt: dateTime,
  }),
);

/**
 * Security incidents 安全事件 (政务数据共享条例 art. 34–36): reported by who uses or manages the data; seen by who reported
 * them, by whose data it is, by the authority and by auditors.
 */
export function mountIncidentRoutes(
  app: App,
  options: {
    readonly commands: SharingCommands;
    readonly grants: GrantView;
    readonly incidents: NoticeView;
    readonly contracts: ContractView;
    /** The departments that are known. */
    readonly departments: () => Promise<readonly string[]>;
    readonly clock: Clock;
    readonly ids: IdSource;
  },
): void {
  const { commands, grants, incidents, contracts, departments, clock, ids } = options;

  app.post(
    '/v1/incidents',
    requires('department', 'officer', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Report a leak, misuse or other incident with shared data 报告安全事件',
      description:
        'The departments whose data is concerned are told in their feeds. It suspends nothing: a provider or the ' +
        'authority suspends a grant with `POST /v1/grants/{grantId}/suspend`, reason code `security-incident`.',
      responses: { 201: jsonAnswer('Reported.', incidentAnswer) },
    }),
    validated('json', incidentBody),
    async (c) => {
      const actor = actorOf(c as never);
      const incidentId = creationId(c as never, ids);
      const { department: named, ...reported } = c.req.valid('json');
      const unknown = unknownTypesIn(reported.eventTypes, '/eventTypes', await contracts.current());
      if (unknown) throw unknown;
      const incident = { incidentId, department: named ?? actor.department, ...reported };
      const provided = typesProvidedTo(incident.department, (await grants.current()).grants());
      const command = {
        kind: 'report',
        ...{ actor, nowMs: clock.now(), incident, provided },
        departments: await departments(),
      } as const;
      const thing = { owner: 'sharing', category: 'incident', key: incidentId } as const;
      const eventId = commandId(c as never, ids);
      const { position } = await commands.give(thing, incidentDecider, command, { eventId });
      const known = await (position === undefined ? incidents.current() : incidents.upTo(position));
      return c.json(sentIncident(known.get(incidentId) as RecordedEvent), 201);
    },
  );

  app.get(
    '/v1/incidents',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Incidents that you reported or that concern your data, the newest first 安全事件',
      responses: { 200: noticesAnswer('incidents', incidentAnswer) },
    }),
    validated('query', noticePage),
    async (c) => {
      const notices = (await incidents.current()).values();
      const { page, next } = pageOf(notices, c.req.valid('query'), (one) => maySee(c as never, one));
      return c.json({ incidents: page.map(sentIncident), next });
    },
  );

  app.get(
    '/v1/incidents/:incidentId',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'One incident 安全事件详情',
      responses: { 200: jsonAnswer('The incident.', incidentAnswer) },
    }),
    validated('param', z.object({ incidentId: thingId })),
    async (c) => {
      const { incidentId } = c.req.valid('param');
      const recorded = (await incidents.current()).get(incidentId);
      // Who may not see it is not told that it is there.
      if (!recorded || !maySee(c as never, recorded)) {
        throw exchangeErrors.error('E_INCIDENT_NOT_FOUND', { facts: { incidentId } });
      }
      return c.json(sentIncident(recorded));
    },
  );
}

function maySee(c: AppContext, { event }: RecordedEvent): boolean {
  const { department: own, roles } = identityOf(c);
  const isOverseer = roles.includes('auditor') || roles.includes('operator');
  return isOverseer || isConcernedBy(own, event.data as unknown as Incident);
}

function sentIncident({ event, recordedAt }: RecordedEvent): Answered<typeof incidentAnswer> {
  return { ...(event.data as unknown as Incident), reportedAt: instant(recordedAt) };
}
