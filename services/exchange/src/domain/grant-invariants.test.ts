import { localDate } from '@tongban/calendar';
import { TongbanError } from '@tongban/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, isAuthority } from './actor.ts';
import { covers } from './field-pointer.ts';
import { type Grant, type GrantEvent, grantStatuses } from './grant.ts';
import type { GrantCommand } from './grant-command.ts';
import {
  agreed,
  auditor,
  closedItem,
  customs,
  disputed,
  extended,
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
  utilities,
} from './testing/samples.ts';

/** The authority may be a department that provides data itself: then it acts as the authority all the same. */
const operatorOfProvider: Actor = { ...operator, department: 'utilities' };
const actors = [tax, customs, utilities, operator, operatorOfProvider, auditor];

/** The day of the request; the first after the time to supply papers and to reply; the first after the period. */
const days = [on, '2025-10-18', '2026-10-01'].map((day) => localDate(day));
const items = [meterPublished, { item: closedItem, version: 2 }, undefined];

const excess = { kind: 'report-excess', on, exceeded: 'fields', finding: '超范围' } as const;
const coordinated = (
  level: 'same-level-authority' | 'common-superior',
  outcome: 'share' | 'no-share' | 'unsettled',
): GrantCommand => ({
  ...{ kind: 'coordinate', actor: operator, on, item: meterPublished },
  ...{ level, outcome, opinion: '协调意见' },
});
const decided = (outcome: 'share' | 'no-share'): GrantCommand => ({
  ...{ kind: 'decide-dispute', actor: operator, on, item: meterPublished },
  ...{ outcome, decisionNo: 'GD-1', decision: '决定' },
});
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
  { ...refused, reasonCode: 'papers-not-supplemented' } as GrantCommand,
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
  decided('share'),
  decided('no-share'),
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

/** What a command leads to, with the invariants of part B looked at in between; the same where it is refused. */
function after(known: Known, command: GrantCommand): Known {
  let events: readonly GrantEvent[];
  try {
    events = grants.decide(known.grant, command);
  } catch (error) {
    if (error instanceof TongbanError) return known;
    throw error;
  }
  return events.reduce((before, event) => {
    const grant = grants.evolve(before.grant, event);
    expectKept(before, event, command, grant as Grant);
    const isHeld =
      event.type === 'sharing.access-restored.v1'
        ? false
        : before.isHeld || (event.type === 'sharing.access-suspended.v1' && isAuthority(command.actor));
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
  expect(event.data.by).not.toHaveProperty('roles');
  switch (event.type) {
    case 'sharing.request-incomplete-listed.v1':
      expect(lists).toBe(0);
      break;
    case 'sharing.reply-extended.v1':
      expect(extensions).toBe(0);
      break;
    case 'sharing.access-refused.v1':
      expect(event.data.reason.trim()).not.toBe('');
      if (event.data.reasonCode === 'papers-not-supplemented') {
        expect(lists).toBe(1);
        // The sources set no term: ten working days, by the rules of the platform.
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
      if (isHeld) expect(isAuthority(command.actor)).toBe(true);
      break;
    case 'sharing.access-terminated.v1':
      expect([before?.status, isAuthority(command.actor)]).toEqual(['suspended', true]);
      break;
    case 'sharing.onward-sharing-consented.v1':
      expect(event.data.to).toBe('customs');
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

/** Each command by each party; what depends on the day or on the directory, on each day with all that it may say by then. */
const variants: readonly GrantCommand[] = commands.flatMap((command) =>
  [tax, utilities, operator, operatorOfProvider].flatMap((actor): readonly GrantCommand[] => {
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

// Hundreds of thousands of refusals: the stack of each, which nobody looks at, would take most of the time.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

describe('every state that a grant can come to', () => {
  it('keeps the invariants of the sharing rules, and each of them is reached', { timeout: 120_000 }, () => {
    const reached = new Map([[sameAs(unknown), unknown]]);
    // A map gives what is added to it while it is walked.
    for (const known of reached.values()) {
      for (const command of variants) {
        const next = after(known, command);
        if (next === known) continue;
        const key = sameAs(next);
        if (!reached.has(key)) reached.set(key, next);
      }
    }
    const states = [...reached.values()].flatMap(({ grant }) => grant ?? []);
    expect(new Set(states.map(({ status }) => status))).toEqual(new Set(grantStatuses));
    expect(new Set(states.map(({ dispute }) => dispute)).size).toBe(4);
  });
});

describe('any history of a grant', () => {
  // Mostly the entitled actor, so that histories get somewhere; else anybody.
  const any = fc
    .tuple(
      fc.constantFrom(...commands, ...others),
      fc.option(fc.constantFrom(...actors), { freq: 4 }),
      fc.nat({ max: 20 }),
      fc.oneof({ weight: 5, arbitrary: fc.constant(meterPublished) }, fc.constantFrom(...items)),
    )
    .map(([command, actor, skip, item]) => ({ command, actor: actor ?? command.actor, skip, item }));

  it('keeps the invariants of the sharing rules', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), (steps) => {
        let known = unknown;
        let at = 0;
        for (const { command, actor, skip, item } of steps) {
          if (skip === 0) at = Math.min(at + 1, days.length - 1);
          const isJudged = 'item' in command && command.kind !== 'request';
          const day = days[at] ?? on;
          const given = { ...command, actor, on: day, ...(isJudged ? { item } : {}) };
          known = after(known, given as GrantCommand);
        }
      }),
      { numRuns: 500 },
    );
  });
});
