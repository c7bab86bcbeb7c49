import {
  type Answered,
  type App,
  commandId,
  describeRoute,
  identityOf,
  jsonAnswer,
  named,
  requires,
  validated,
} from '@tongban/http';
import { type Clock, type IdSource, instant } from '@tongban/kernel';
import { z } from 'zod';
import { type KeyCommand, keyDecider } from '../domain/department-keys.ts';
import type { KeyView } from '../registers/key-view.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';
import { actorOf } from './actor-of.ts';
import { dateTime } from './answer-shapes.ts';
import { moment, thingId } from './input-shapes.ts';

const newKey = z.strictObject({
  keyId: thingId,
  algorithm: z.enum(['ed25519', 'sm2-sm3']),
  publicKey: z.string().max(200).describe('SubjectPublicKeyInfo (DER) in base64; never a private key'),
  validFrom: moment.optional().describe('Default: now'),
});

const keyAnswer = named(
  'Key',
  '公钥 / A public key with which a department signs',
  newKey.extend({
    validFrom: dateTime.describe('In force from then on'),
    revokedFrom: dateTime.optional().describe('Not in force from then on'),
    reason: z.enum(['superseded', 'retired', 'compromised']).optional().describe('Of the revocation'),
    replacedBy: thingId.optional(),
  }),
);
const keysAnswer = named(
  'Keys',
  '部门公钥 / The keys of a department, with their history',
  z.object({ department: z.string(), keys: z.array(keyAnswer) }),
);

export interface KeyRoutesOptions {
  readonly commands: SharingCommands;
  readonly keys: KeyView;
  readonly clock: Clock;
  readonly ids: IdSource;
}

type Act<Command> = Command extends unknown ? Omit<Command, 'actor' | 'department' | 'now'> : never;

/** Signing keys of departments: registered, rotated, revoked. Their history is part of every later verification. */
export function mountKeyRoutes(app: App, { commands, keys, clock, ids }: KeyRoutesOptions): void {
  /** `now` is read once for an act: what is in force from now on must not have been so before the act. */
  const give = async (
    c: Parameters<typeof actorOf>[0],
    now: string,
    act: Act<KeyCommand>,
  ): Promise<Answered<typeof keysAnswer>> => {
    const actor = actorOf(c);
    const { department } = actor;
    const command = { ...act, actor, department, now } as KeyCommand;
    const thing = { owner: 'platform', category: 'keys', key: department } as const;
    const { state, position } = await commands.give(thing, keyDecider, command, {
      eventId: commandId(c, ids),
    });
    if (position !== undefined) await keys.upTo(position);
    return { department, keys: [...state.values()] };
  };

  app.get(
    '/v1/keys',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['keys'],
      summary: 'Public keys of departments, with their history 公钥',
      responses: { 200: jsonAnswer('The keys; none where nothing is known of the department.', keysAnswer) },
    }),
    validated('query', z.object({ department: z.string().max(64).optional() })),
    async (c) => {
      const { department = identityOf(c).department } = c.req.valid('query');
      const known = (await keys.current()).get(department);
      return c.json({ department, keys: known ? [...known.values()] : [] });
    },
  );

  app.post(
    '/v1/keys',
    requires('department', 'officer'),
    describeRoute({
      tags: ['keys'],
      summary: 'Register a public key, or rotate one 登记公钥',
      description: 'With `replaces` the old key is revoked from the moment at which the new one is in force.',
      responses: { 201: jsonAnswer('Registered.', keysAnswer) },
    }),
    validated('json', newKey.extend({ replaces: thingId.optional() })),
    async (c) => {
      const now = instant(clock.now());
      const { replaces, validFrom = now, ...rest } = c.req.valid('json');
      const key = { ...rest, validFrom };
      const act =
        replaces === undefined
          ? ({ kind: 'register', key } as const)
          : ({ kind: 'rotate', key, replaces } as const);
      return c.json(await give(c, now, act), 201);
    },
  );

  app.post(
    '/v1/keys/:keyId/revoke',
    requires('department', 'officer'),
    describeRoute({
      tags: ['keys'],
      summary: 'Revoke a key 撤销公钥',
      responses: { 200: jsonAnswer('The keys after that.', keysAnswer) },
    }),
    validated(
      'json',
      z.strictObject({
        reason: z.enum(['retired', 'compromised']),
        revokedFrom: moment.optional().describe('Default: now; a compromised key may lose its past'),
      }),
    ),
    async (c) => {
      const now = instant(clock.now());
      const { reason, revokedFrom = now } = c.req.valid('json');
      const act = { kind: 'revoke', keyId: c.req.param('keyId'), reason, revokedFrom } as const;
      return c.json(await give(c, now, act));
    },
  );
}
