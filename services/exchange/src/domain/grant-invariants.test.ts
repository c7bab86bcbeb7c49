import { localDate } from '@tongban/calendar';
import { TongbanError } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from './actor.ts';
import { covers } from './field-pointer.ts';
import { type Grant, type GrantEvent, grantEventTypes, grantStatuses } from './grant.ts';
import type { GrantCommand } from './grant-command.ts';
import {
  agreed,
  auditor,
  closedItem,
  customs,
  decided,
  disputed,
  extended,
  forPapers,
  grants,
  listed,
  meterPublished,
  on,
  operator,
  overdue,
  provisioned,
  refused,
  requested,
  requestedOpen,
  supplemented,
  suspended,
  tax,
  unsettled,
  utilities,
} from './testing/samples.ts';

/** The authority may be a department that provides data itself: then it acts as the authority all the same. */
const operatorOfProvider: Actor = { ...operator, department: 'utilities' };
const actors = [tax, customs, utilities, operator, operatorOfProvider, auditor];

/** As whom each of them acts: by their names, not by the code under test. */
type Capacity = 'requester' | 'provider' | 'authority' | 'none';
function capacityOf(actor: Actor, { requester, provider }: Grant['request']): Capacity {
  if (actor === operator || actor === operatorOfProvider) return 'authority';
  if (actor === auditor) return 'none';
  return actor.department === requester ? 'requester' : actor.department === provider ? 'provider' : 'none';
}

/** Who may bring each event about (政务数据共享条例 art. 20–28). */
const entitled: Readonly<Record<GrantEvent['type'], readonly Capacity[]>> = {
  'sharing.access-requested.v1': ['requester'],
  'sharing.request-incomplete-listed.v1': ['provider'],
  'sharing.request-supplemented.v1': ['requester'],
  'sharing.reply-extended.v1': ['provider'],
  'sharing.reply-overdue.v1': ['authority'],
  'sharing.access-agreed.v1': ['provider'],
  'sharing.access-refused.v1': ['provider'],
  'sharing.access-provisioned.v1': ['provider', 'authority'],
  'sharing.access-suspended.v1': ['provider', 'authority'],
  'sharing.access-restored.v1': ['provider', 'authority'],
  'sharing.access-terminated.v1': ['authority'],
  'sharing.purpose-ended.v1': ['requester', 'authority'],
  'sharing.data-disposed.v1': ['requester'],
  'sharing.onward-sharing-consented.v1': ['provider'],
  'sharing.scope-exceeded.v1': ['provider', 'authority'],
  'sharing.dispute-opened.v1': ['requester'],
  'sharing.dispute-coordinated.v1': ['authority'],
  'sharing.dispute-decided.v1': ['authority'],
};

/** The last day for the reply to a request of `on`, and for the papers listed on it: eight days of holidays are between. */
const dueOn = '2025-10-17';
/** The day of the request; the first after the time to supply papers and to reply; the first after the period. */
const days = [on, '2025-10-18', '2026-10-01'].map((day) => localDate(day));
const items = [meterPublished, { item: closedItem, version: 2 }, undefined];

const excess = { kind: 'report-excess', on, exceeded: 'fields', finding: '超范围' } as const;
const coordinated = (
  level: 'same-level-authority' | 'common-superior',
  outcome: 'share' | 'no-share' | 'unsettled',
): GrantCommand => ({ ...unsettled, level, outcome }) as GrantCommand;
const decidedBy = (outcome: 'share' | 'no-share'): GrantCommand => ({ ...decided, outcome }) as GrantCommand;
const onward = (to: string): GrantCommand => ({
  ...{ kind: 'consent-onward', actor: utilities, on, to, departments: ['customs', 'tax', 'utilities'] },
  ...{ fields: ['/meterNo'], purpose: '核查', consentId: 'C-1' },
});

/** Every kind of command, each as whoever is entitled gives it. */
const commands: readonly GrantCommand[] = [
  requested,
  requestedOpen,
  listed,
  supplemented,
  extended,
  overdue,
  agreed,
  refused,
  forPapers,
  provisioned,
  suspended,
  { ...excess, actor: operator },
  { kind: 'restore', actor: utilities, on, rectification: '已整改' },
  { kind: 'terminate', actor: operator, on, reasonCode: 'misuse', reason: '未整改' },
  { kind: 'end-purpose', actor: tax, on, reason: '完成' },
  {
    ...{ kind: 'dispose', actor: tax, on, method: 'deleted' },
    certificate: { id: 'DC-1', hash: `sha256-${'ab'.repeat(32)}` },
  } as GrantCommand,
  ...['customs', 'tax', 'utilities', 'nobody'].map(onward),
  disputed,
  ...(['same-level-authority', 'common-superior'] as const).flatMap((level) =>
    (['share', 'no-share', 'unsettled'] as const).map((outcome) => coordinated(level, outcome)),
  ),
  decidedBy('share'),
  decidedBy('no-share'),
];

/** More of them, which lead to the same states or to none. */
const others: readonly GrantCommand[] = [
  { ...agreed, fields: ['/meterNo'] } as GrantCommand,
  { ...agreed, fields: ['/contact'] } as GrantCommand,
  { ...refused, reason: ' ' } as GrantCommand,
];

/** A grant, and what is remembered of how it came about. */
interface Known {
  readonly grant: Grant | undefined;
  /** Whether the authority has suspended it, or made a suspension its own, and has not lifted it. */
  readonly isHeld: boolean;
  readonly lists: number;
  readonly extensions: number;
  readonly coordinations: readonly string[];
}

const unknown: Known = {
  grant: undefined,
  isHeld: false,
  lists: 0,
  extensions: 0,
  coordinations: [],
};

/** The events of a command; undefined where it is refused. Most are, and nobody looks at the stacks of their errors. */
function decide(grant: Grant | undefined, command: GrantCommand): readonly GrantEvent[] | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return grants.decide(grant, command);
  } catch (error) {
    if (error instanceof TongbanError) return undefined;
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What a command leads to, with the invariants of part B looked at in between; the same where it is refused. @param seen takes the types of its events */
function after(known: Known, command: GrantCommand, seen: Set<string>): Known {
  const events = decide(known.grant, command);
  if (!events) return known;
  return events.reduce((before, event) => {
    const grant = grants.evolve(before.grant, event) as Grant;
    expectKept(before, event, command, grant);
    seen.add(event.type);
    const isHeld =
      event.type === 'sharing.access-restored.v1'
        ? false
        : before.isHeld ||
          (event.type === 'sharing.access-suspended.v1' &&
            capacityOf(command.actor, grant.request) === 'authority');
    return {
      ...{ grant, isHeld },
      lists: before.lists + Number(event.type === 'sharing.request-incomplete-listed.v1'),
      extensions: before.extensions + Number(event.type === 'sharing.reply-extended.v1'),
      coordinations:
        event.type === 'sharing.dispute-coordinated.v1'
          ? [...before.coordinations, event.data.level]
          : before.coordinations,
    };
  }, known);
}

function expectKept(
  { grant: before, isHeld, lists, extensions, coordinations }: Known,
  event: GrantEvent,
  command: GrantCommand,
  grant: Grant,
): void {
  const item = 'item' in command ? command.item?.item : undefined;
  const isOffered = item !== undefined && item.sharingClass !== 'not-shared';
  const capacity = capacityOf(command.actor, grant.request);
  expect(entitled[event.type], `${event.type} by the ${capacity}`).toContain(capacity);
  expect(event.data.by).not.toHaveProperty('roles');
  switch (event.type) {
    case 'sharing.request-incomplete-listed.v1':
      expect(lists).toBe(0);
      // The sources set no term: ten working days, by the rules of the platform.
      expect((event.data.supplementBy ?? '') > command.on).toBe(true);
      if (command.on === on) expect(event.data.supplementBy).toBe(dueOn);
      break;
    case 'sharing.reply-extended.v1':
      expect(extensions).toBe(0);
      if (before?.received.on === on) expect(command.on <= dueOn).toBe(true);
      break;
    case 'sharing.access-refused.v1':
      expect(event.data.reason.trim()).not.toBe('');
      if (event.data.reasonCode === 'papers-not-supplemented') {
        expect(lists).toBe(1);
        if (before?.status === 'incomplete')
          expect(command.on > (before.listed?.supplementBy ?? '')).toBe(true);
      } else if (isOffered && (before?.request.to ?? '') >= command.on) {
        expect(before?.status).not.toBe('incomplete');
        expect(grant.request.sharingClass).toBe('conditional');
      }
      break;
    case 'sharing.access-provisioned.v1':
      expect(before?.status).toBe('agreed');
      break;
    case 'sharing.access-suspended.v1':
      // What the authority holds is nobody's to suspend again: it would be the provider's to restore.
      expect(isHeld).toBe(false);
      break;
    case 'sharing.access-restored.v1':
      expect(before?.status).toBe('suspended');
      if (isHeld) expect(capacity).toBe('authority');
      break;
    case 'sharing.access-terminated.v1':
      expect(before?.status).toBe('suspended');
      break;
    case 'sharing.onward-sharing-consented.v1':
      expect([event.data.requester, event.data.provider, 'nobody']).not.toContain(event.data.to);
      break;
    case 'sharing.dispute-coordinated.v1':
      expect(event.data.level).toBe(['same-level-authority', 'common-superior'][coordinations.length]);
      break;
    case 'sharing.dispute-decided.v1':
      expect(coordinations).not.toEqual([]);
  }
  // However it came to be agreed, or opened: what is not shared, or over, never is.
  const isAgreed = grant.status === 'agreed' && before?.status !== 'agreed';
  if (isAgreed || event.type === 'sharing.access-provisioned.v1') {
    expect(isOffered).toBe(true);
    expect((grant.agreed?.to ?? '') >= command.on).toBe(true);
  }
  if (grant.status === 'active' || grant.status === 'suspended') {
    const { fields: asked } = grant.request;
    expect(grant.agreed?.fields.every((field) => asked.some((wanted) => covers(wanted, field)))).toBe(true);
  }
}

/** Each command by each actor; by each party also, where it depends on the day or on the directory, on each day with all that may be said by then. */
const variants: readonly GrantCommand[] = commands.flatMap((command) =>
  actors.flatMap((actor): readonly GrantCommand[] => {
    if (command.kind === 'request' && actor === customs) return [];
    if (actor === customs || actor === auditor) return [{ ...command, actor }];
    if (command.kind === 'extend-reply') return days.map((day) => ({ ...command, actor, on: day }));
    if (command.kind === 'request' || !('item' in command)) return [{ ...command, actor }];
    return days.flatMap((day) => items.map((item) => ({ ...command, actor, on: day, item }) as GrantCommand));
  }),
);

/** What later decisions depend on; how often fields were passed on is no matter. */
function sameAs({ grant, ...known }: Known): string {
  if (!grant) return '';
  const { request, onward: _, ...state } = grant;
  return JSON.stringify([known, state, request.sharingClass, request.receivedOn]);
}

describe('every state that a grant can come to', () => {
  it('keeps the invariants of the sharing rules, and each of them is reached', () => {
    const reached = new Map([[sameAs(unknown), unknown]]);
    const seen = new Set<string>();
    // A map gives what is added to it while it is walked.
    for (const known of reached.values()) {
      for (const command of variants) {
        const next = after(known, command, seen);
        if (next === known) continue;
        const key = sameAs(next);
        if (!reached.has(key)) reached.set(key, next);
      }
    }
    const states = [...reached.values()].flatMap(({ grant }) => grant ?? []);
    expect(new Set(states.map(({ status }) => status))).toEqual(new Set(grantStatuses));
    expect(seen).toEqual(new Set(grantEventTypes));
    expect(new Set(states.map(({ dispute }) => dispute)).size).toBe(4);
  });
});

describe('any history of a grant', () => {
  const all = [...commands, ...others];
  // Mostly the entitled actor, and every other time one of ten commands that changes something, so that histories get somewhere; else any.
  const anyStep = fc.record({
    at: fc.nat({ max: all.length - 1 }),
    isSought: fc.boolean(),
    actor: fc.option(fc.constantFrom(...actors), { freq: 4, nil: undefined }),
    isLater: fc.nat({ max: 20 }).map((one) => one === 0),
    item: fc.oneof({ weight: 5, arbitrary: fc.constant(meterPublished) }, fc.constantFrom(...items)),
  });

  it('keeps the invariants of the sharing rules, and comes to disputes and to the disposal', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60, size: 'max' }), (steps) => {
        let known = unknown;
        let dayAt = 0;
        for (const { at, isSought, actor, isLater, item } of steps) {
          if (isLater) dayAt = Math.min(dayAt + 1, days.length - 1);
          const day = days[dayAt] ?? on;
          for (const command of [...all.slice(at), ...all.slice(0, at)].slice(0, isSought ? 10 : 1)) {
            const isJudged = 'item' in command && command.kind !== 'request';
            const given = {
              ...command,
              actor: actor ?? command.actor,
              on: day,
              ...(isJudged ? { item } : {}),
            };
            const next = after(known, given as GrantCommand, seen);
            if (next.grant === known.grant) continue;
            known = next;
            break;
          }
        }
      }),
      { numRuns: 500 },
    );
    for (const what of ['data-disposed', 'dispute-coordinated']) expect(seen).toContain(`sharing.${what}.v1`);
  });
});
