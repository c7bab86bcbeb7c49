import { chinaHolidays } from '@tongban/calendar';
import type { CloudEvent } from '@tongban/cloudevents';
import { summarise } from '@tongban/contracts';
import type { Localized } from '@tongban/kernel';
import { observeProcessors, runProcessor } from '@tongban/processing';
import { defineService, type ServiceDefinition } from '@tongban/service';
import { mountFlowRoutes } from './api/flow-routes.ts';
import { flowDefinitions } from './definitions/flow-definitions.ts';
import { allRecorded } from './views/all-recorded.ts';
import { type FlowTables, flowEventsView } from './views/flow-events.ts';

/** Cases across departments: where each waits, and for whom. */
export const flowsService: ServiceDefinition = defineService({
  name: 'flows',
  async start({ app, bus, clock, logger, metrics, contracts, keep, views: openViews }) {
    const views = await openViews<FlowTables>();
    const titleOf = (type: string): Localized => contracts.get(type)?.terms.title ?? { zh: type, en: type };
    // Types that were registered since the start have no template here; their title comes with the next one.
    const summariseIn = (event: CloudEvent): Localized => {
      const contract = contracts.get(event.type);
      if (!contract) return { zh: event.type, en: event.type };
      return { zh: summarise(contract, event, 'zh'), en: summarise(contract, event, 'en') };
    };
    const store = bus();
    const handle = keep(await runProcessor(flowEventsView, { store, processing: views, clock, logger }));
    observeProcessors(metrics, () => [handle]);
    mountFlowRoutes(app, {
      db: views.db,
      allRecorded: allRecorded(store, handle),
      definitions: flowDefinitions,
      holidays: chinaHolidays,
      clock,
      titleOf,
      summarise: summariseIn,
    });
  },
});
