import { type App, describeRoute, jsonAnswer, requires, validated } from '@tongban/http';
import { z } from 'zod';
import { personDecider } from '../domain/person.ts';
import type { PersonKeys } from '../personal-data/person-keys.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { day, legalBasis, personId, text, thingId } from './input-shapes.ts';

const personParam = z.object({ personId: thingId });

const erasedAnswer = z.object({
  personId: thingId,
  erased: z.literal(true),
  keyIds: z.array(z.string()).describe('The keys that were destroyed, now or before'),
});
const restrictedAnswer = z.object({ personId: thingId, restricted: z.boolean() });

/**
 * Personal data of one person: erased by destroying the key (个人信息保护法 art. 47), or restricted to storage where a
 * law demands that it is kept. Both are the authority's acts, and both are history.
 */
export function mountPersonRoutes(
  app: App,
  { commands, keys }: { readonly commands: SharingCommands; readonly keys: PersonKeys },
): void {
  const personOf = (id: string) => ({ owner: 'platform', category: 'person', key: id }) as const;

  app.post(
    '/v1/persons/:personId/erase',
    requires('operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'Erase the personal data of one person everywhere 删除个人信息',
      description:
        'Destroys the keys under which the fields are sealed. Events and proofs stay; every later read shows that the ' +
        'fields were erased. It cannot be undone.',
      responses: { 200: jsonAnswer('Erased.', erasedAnswer) },
    }),
    validated('param', personParam),
    validated(
      'json',
      z.strictObject({ requestedBy: z.enum(['person', 'department', 'court', 'authority']), legalBasis }),
    ),
    async (c) => {
      const { personId: id } = c.req.valid('param');
      const keyIds = await keys.inForce(id);
      const command = {
        ...c.req.valid('json'),
        kind: 'erase',
        actor: actorOf(c),
        personId: id,
        keyIds,
      } as const;
      // The order is written down first: if the process dies in between, the order is there to be carried out.
      const { state } = await commands.give(personOf(id), personDecider, command);
      await keys.destroy([...state.erasedKeyIds]);
      return c.json({ personId: id, erased: true, keyIds: [...state.erasedKeyIds] });
    },
  );

  app.post(
    '/v1/persons/:personId/restrict',
    requires('operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'Restrict to storage: no erasure while a law demands the data 限制处理',
      responses: { 200: jsonAnswer('Restricted.', restrictedAnswer) },
    }),
    validated('param', z.object({ personId })),
    validated('json', z.strictObject({ legalBasis, reason: text(1_000), until: day.optional() })),
    async (c) => {
      const { personId: id } = c.req.valid('param');
      const { until, ...terms } = c.req.valid('json');
      const act = {
        ...terms,
        ...(until === undefined ? {} : { until }),
        kind: 'restrict',
        actor: actorOf(c),
        personId: id,
      };
      await commands.give(personOf(id), personDecider, act as never);
      return c.json({ personId: id, restricted: true });
    },
  );

  app.post(
    '/v1/persons/:personId/lift-restriction',
    requires('operator'),
    describeRoute({
      tags: ['personal data'],
      summary: 'Lift a restriction 解除限制',
      responses: { 200: jsonAnswer('Lifted.', restrictedAnswer) },
    }),
    validated('param', personParam),
    validated('json', z.strictObject({ reason: text(1_000) })),
    async (c) => {
      const { personId: id } = c.req.valid('param');
      const command = {
        ...c.req.valid('json'),
        kind: 'lift-restriction',
        actor: actorOf(c),
        personId: id,
      } as const;
      await commands.give(personOf(id), personDecider, command);
      return c.json({ personId: id, restricted: false });
    },
  );
}
