import type { HolidayTable } from '@tongban/calendar';
import type { ContractCatalogue } from '@tongban/contracts';
import {
  type App,
  describeRoute,
  identityOf,
  jsonAnswer,
  localizedText,
  named,
  nextPlace,
  pageLimit,
  pagePlace,
  requires,
  validated,
} from '@tongban/http';
import type { Clock } from '@tongban/kernel';
import { z } from 'zod';
import { asks, type FlowDefinition } from '../domain/flow-definition.ts';
import { flowTimeline } from '../domain/flow-timeline.ts';
import { flowErrors } from '../errors.ts';
import {
  type FlowPlaces,
  latestFlows,
  latestFlowsOf,
  pageOfFlow,
  type StoredFlowEvent,
  seeingOf,
} from '../views/flow-reads.ts';
import { eventWords } from './event-words.ts';
import { flowPage, flowPageAnswer } from './flow-page.ts';

/** Events that the page of a case shows; a longer case says that it was cut. */
const pageEventsMax = 2_000;

const flowInList = named(
  'Flow',
  '案件 / A case in a list',
  z.object({
    flow: z.string().describe('The correlationid of its events'),
    subject: z.string().describe('With which it began'),
    title: localizedText.describe('Of its first event'),
    startedAt: z.string().meta({ format: 'date-time' }),
    lastRecordedAt: z.string().meta({ format: 'date-time' }),
    lastPosition: z.string().regex(/^\d+$/),
    events: z.int().min(1),
  }),
);

export interface FlowRoutesOptions {
  readonly places: FlowPlaces;
  /** Waits a while for what was recorded before a page is asked for. */
  readonly allRecorded: () => Promise<void>;
  readonly definitions: readonly FlowDefinition[];
  readonly holidays: HolidayTable;
  readonly clock: Clock;
  /** The contracts in force at the moment. */
  readonly contracts: () => Promise<ContractCatalogue>;
}

/** Cases: the list, and the page of one. */
export function mountFlowRoutes(app: App, options: FlowRoutesOptions): void {
  const { places, allRecorded, definitions, holidays, clock, contracts } = options;
  const { db } = places;

  app.get(
    '/v1/flows',
    requires('operator', 'auditor', 'department'),
    describeRoute({
      tags: ['flows'],
      summary: 'Cases, the one with the latest event first 案件列表',
      description:
        'Operators and auditors see all. A department sees the cases in which it takes part or has published, by what it sees of each.',
      responses: { 200: jsonAnswer('A page.', z.object({ flows: z.array(flowInList), next: nextPlace })) },
    }),
    validated(
      'query',
      z.object({
        subject: z.string().max(128).optional().describe('Only cases that began with this subject'),
        before: pagePlace(),
        limit: pageLimit({ max: 200, default: 50 }),
      }),
    ),
    async (c) => {
      const { subject, before, limit } = c.req.valid('query');
      await allRecorded();
      const wanted = {
        ...(subject === undefined ? {} : { subject }),
        ...(before === undefined ? {} : { before: Number(before) }),
        limit,
      };
      const department = departmentOnly(identityOf(c));
      const flows = await (department === undefined
        ? latestFlows(db, wanted)
        : latestFlowsOf(db, department, wanted));
      const { titleOf } = eventWords(await contracts());
      const last = flows.at(-1);
      return c.json({
        flows: flows.map(({ firstType, ...flow }) => ({ ...flow, title: titleOf(firstType) })),
        next: flows.length === limit && last ? last.lastPosition : null,
      });
    },
  );

  app.get(
    '/v1/flows/:flow',
    requires('operator', 'auditor', 'department'),
    describeRoute({
      tags: ['flows'],
      summary: 'A case across departments: its events and the waiting time of each department 案件全程',
      description:
        'Operators and auditors see all. A department that the definition of the flow names for this case sees every event and every step of the definition, of others without contents: `summary`, `id` and `causationId` are null, and so is a `subject` that it does not know from its own events or from those that ask it for a step. Any other sees the events alone that it published itself; 404 where there are none.',
      responses: { 200: jsonAnswer('The case.', flowPageAnswer) },
    }),
    validated(
      'param',
      z.object({ flow: z.string().min(1).max(128).describe('The correlationid of its events') }),
    ),
    async (c) => {
      const { flow } = c.req.valid('param');
      await allRecorded();
      const department = departmentOnly(identityOf(c));
      const seeing = department === undefined ? undefined : await seeingOf(db, flow, department);
      const seesNone = department !== undefined && seeing === undefined;
      const none = { events: [], truncated: false };
      const { events, truncated } = seesNone ? none : await pageOfFlow(places, flow, pageEventsMax, seeing);
      // A case that others work on is not to be told from one that does not exist.
      if (events.length === 0) {
        throw flowErrors.error('E_FLOW_NOT_FOUND', {
          detail: {
            zh: `没有编号为 ${flow} 的案件，或本部门未参与；编号即事件的 correlationid`,
            en: `There is no case ${flow}, or your department has no part in it; its number is the correlationid of its events`,
          },
          facts: { flow },
        });
      }
      const nowMs = clock.now();
      // A department reads the contents of others through its grants, not through the page of a case.
      const isReadable = (event: StoredFlowEvent): boolean =>
        department === undefined || event.department === department;
      // Which event answers which is told by its contents, too.
      const reckoned = events.map((event) => (isReadable(event) ? event : { ...event, causationId: null }));
      const timeline = flowTimeline(reckoned, definitions, holidays, nowMs);
      const ofReader = definitions.filter(({ id }) => seeing?.kinds.includes(id));
      const asksReader = (event: StoredFlowEvent): boolean =>
        department !== undefined && ofReader.some((definition) => asks(definition, department, event));
      const words = eventWords(await contracts());
      const page = { flow, events, timeline, nowMs, words, isReadable, asksReader, truncated };
      return c.json(flowPage(page));
    },
  );
}

/** The department that limits what is seen; undefined for operators and auditors, who see all. */
function departmentOnly(identity: ReturnType<typeof identityOf>): string | undefined {
  const seesAll = identity.roles.includes('operator') || identity.roles.includes('auditor');
  return seesAll ? undefined : identity.department;
}
