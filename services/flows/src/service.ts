import { chinaHolidays } from '@tongban/calendar';
import { runProcessor } from '@tongban/processing';
import { defineService, type ServiceDefinition } from '@tongban/service';
import { mountFlowRoutes } from './api/flow-routes.ts';
import { flowDefinitions } from './definitions/flow-definitions.ts';
import { allRecorded } from './views/all-recorded.ts';
import { contractsInForce } from './views/contracts-in-force.ts';
import { flowEventsView, flowEventsWithTextsView } from './views/flow-events.ts';
import { contractsRegisteredAfter } from './views/flow-reads.ts';
import type { FlowTables } from './views/flow-tables.ts';

/** Cases across departments: where each waits, and for whom. */
export const flowsService: ServiceDefinition = defineService({
  name: 'flows',
  async start({ app, operations, bus, clock, logger, contracts, keep, views: openViews }) {
    const views = await openViews<FlowTables>();
    const store = bus();
    const { readAt } = store;
    const view = readAt ? flowEventsView : flowEventsWithTextsView;
    const handle = keep(await runProcessor(view, { store, processing: views, clock, logger }));
    operations.show(() => [handle]);
    mountFlowRoutes(app, {
      places: { db: views.db, readAt },
      allRecorded: allRecorded(store, handle),
      definitions: flowDefinitions,
      holidays: chinaHolidays,
      clock,
      contracts: contractsInForce({
        baseline: contracts,
        registeredAfter: (position) => contractsRegisteredAfter(views.db, position),
        logger,
      }),
    });
  },
});
