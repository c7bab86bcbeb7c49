import type { EventStore } from '@tongban/event-store';
import { type App, describeRoute, identityOf, requires, validated } from '@tongban/http';
import { canonicalBytes } from '@tongban/kernel';
import { z } from 'zod';
import { exchangeErrors } from '../errors.ts';
import { outgoingItem } from '../feeds/feed-item.ts';
import type { ErasureWatch } from '../personal-data/erasure-watch.ts';
import type { PersonalFields } from '../personal-data/personal-fields-of.ts';
import type { ContractView } from '../registers/contract-view.ts';
import { eventResponses } from './event-answers.ts';

/** `GET /v1/events`: a department looks up what it published itself, to know whether it was recorded. */
export function mountEventRoutes(
  app: App,
  options: {
    readonly store: EventStore;
    readonly contracts: ContractView;
    readonly erasures: Pick<ErasureWatch, 'upTo'>;
    readonly personalFields: PersonalFields;
  },
): void {
  const { store, contracts, erasures, personalFields } = options;
  app.get(
    '/v1/events',
    requires('department'),
    describeRoute({
      tags: ['publish'],
      summary: 'An event that you published, by its source and id 查询本部门发布的事件',
      description: 'Events of others are read through the feed.',
      responses: eventResponses,
    }),
    validated('query', z.object({ source: z.string().min(1).max(256), id: z.string().min(1).max(128) })),
    async (c) => {
      const { source, id } = c.req.valid('query');
      const { department } = identityOf(c);
      const own = source.startsWith(`/departments/${department}/`);
      const recorded = own ? await store.find(source, id) : undefined;
      await erasures.upTo(await store.head());
      if (!recorded) {
        throw exchangeErrors.error('E_EVENT_NOT_FOUND', {
          detail: {
            zh: `没有来源为 ${source}、编号为 ${id} 的本部门事件`,
            en: `Your department has recorded no event with source ${source} and id ${id}`,
          },
          facts: { source, id },
        });
      }
      const terms = (await contracts.current()).terms(recorded.type);
      const opened = terms
        ? await personalFields.open(recorded.event, { terms })
        : { event: recorded.event, erased: [] };
      const seen = { text: canonicalBytes(opened.event), grants: [], withheld: [], erased: opened.erased };
      return c.body(Buffer.concat(outgoingItem(department, recorded, seen).parts), 200, {
        'content-type': 'application/json',
      });
    },
  );
}
