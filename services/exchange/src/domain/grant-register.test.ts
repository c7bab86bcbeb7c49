import { localDate, startOfDay } from '@tongban/calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DirectoryItem } from './directory-item.ts';
import { domainEvent, type SharingEvent } from './domain-event.ts';
import { covers } from './field-pointer.ts';
import type { GrantCommand } from './grant-command.ts';
import { type GrantRegister, grantedFields, openGrantRegister } from './grant-register.ts';
import {
  agreed,
  given,
  grants,
  meterItem,
  meterType,
  on,
  provisioned,
  requested,
  suspended,
  utilities,
} from './testing/samples.ts';

const during = startOfDay(localDate('2025-12-01'));

const published = (item: DirectoryItem, version: number): SharingEvent =>
  domainEvent(
    version === 1 ? 'sharing.directory-item-published.v1' : 'sharing.directory-item-updated.v1',
    item.type,
    {
      item,
      version,
      submission: version,
      publishedOn: on,
      by: { department: 'platform', system: 'operations' },
    },
  ) as SharingEvent;

const withdrawn: SharingEvent = domainEvent('sharing.directory-item-withdrawn.v1', meterType, {
  type: meterType,
  provider: 'utilities',
  version: 1,
  reason: '职责划出',
  withdrawnOn: on,
  by: { department: 'platform', system: 'operations' },
});

const registerOf = (events: readonly SharingEvent[]): GrantRegister => {
  const register = openGrantRegister();
  for (const event of events) register.apply(event);
  return register;
};
const history = (...commands: readonly GrantCommand[]): readonly SharingEvent[] =>
  given(grants, commands).events;
const numbered = (id: number, command: GrantCommand): GrantCommand =>
  command.kind === 'request' ? { ...command, grantId: `GR-${id}` } : command;
const restored: GrantCommand = { kind: 'restore', actor: utilities, on, rectification: '已整改' };

describe('the grant register', () => {
  const active = [published(meterItem, 1), ...history(requested, agreed, provisioned)];

  it('lets a department read what its active grant names, and says under which grant and purpose', () => {
    const register = registerOf(active);
    expect(register.mayRead('tax', meterType, during)).toBe(true);
    const readable = register.plan('tax', during).byType.get(meterType);
    expect(readable?.grants).toEqual([{ grantId: 'GR-1', purpose: 'tax-registration' }]);
    expect(readable?.fields.granted).toEqual(['/address/street', '/contact/name', '/meterNo']);
    expect(readable?.fields.withheld).toEqual(['/address', '/contact', '/readings/*/kWh']);
    expect(register.mayRead('customs', meterType, during)).toBe(false);
    expect(register.mayRead('tax', 'utilities.other.v1', during)).toBe(false);
  });

  it.each([
    ['requested', [requested]],
    ['agreed', [requested, agreed]],
    ['suspended', [requested, agreed, provisioned, suspended]],
  ])('lets nobody read under a grant that is %s', (_status, commands) => {
    const register = registerOf([published(meterItem, 1), ...history(...commands)]);
    expect(register.mayRead('tax', meterType, during)).toBe(false);
  });

  it('stops at once with a suspension, and goes on with the restoration', () => {
    const register = registerOf(active);
    const [, , , stop, go] = history(requested, agreed, provisioned, suspended, restored);
    const seen: (readonly [boolean, number])[] = [];
    const look = (): void => {
      seen.push([register.mayRead('tax', meterType, during), register.version('tax')]);
    };
    look();
    register.apply(stop as SharingEvent);
    look();
    register.apply(go as SharingEvent);
    look();
    expect(seen).toEqual([
      [true, 3],
      [false, 4],
      [true, 5],
    ]);
  });

  it('lets nobody read before the first day or after the last, to the millisecond', () => {
    const register = registerOf(active);
    const from = startOfDay(localDate('2025-10-01'));
    const until = startOfDay(localDate('2026-10-01'));
    const reads = [from - 1, from, until - 1, until].map((at) => register.mayRead('tax', meterType, at));
    expect(reads).toEqual([false, true, true, false]);
  });

  it('gives only what the directory offers in its present version', () => {
    const narrower = { ...meterItem, fields: [{ pointer: '/contact/name', personal: true }] };
    const register = registerOf([...active, published(narrower, 2)]);
    expect(register.plan('tax', during).byType.get(meterType)?.fields.granted).toEqual(['/contact/name']);
    register.apply(withdrawn);
    expect(register.mayRead('tax', meterType, during)).toBe(false);
  });

  it('joins several grants on one type and names every one of them', () => {
    const second = { ...requested, grantId: 'GR-2' } as GrantCommand;
    const register = registerOf([
      published(meterItem, 1),
      ...history(requested, { ...agreed, fields: ['/meterNo'] } as GrantCommand, provisioned),
      ...history(second, { ...agreed, fields: ['/address/street'] } as GrantCommand, provisioned),
    ]);
    const readable = register.plan('tax', during).byType.get(meterType);
    expect(readable?.grants.map(({ grantId }) => grantId)).toEqual(['GR-1', 'GR-2']);
    expect(readable?.fields.granted).toEqual(['/address/street', '/meterNo']);
    expect([...register.grants()]).toHaveLength(2);
  });

  it('remembers a plan until an event or the time changes it', () => {
    const register = registerOf(active);
    const plan = register.plan('tax', during);
    expect(register.plan('tax', during + 1)).toBe(plan);
    expect(register.plan('tax', plan.untilMs)).not.toBe(plan);
    expect(plan.untilMs).toBe(startOfDay(localDate('2026-10-01')));
  });
});

describe('whatever happened', () => {
  const act = fc.constantFrom<GrantCommand>(agreed, provisioned, suspended, restored, {
    ...agreed,
    fields: ['/meterNo'],
  } as GrantCommand);
  const step = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.oneof(fc.constant(requested), act));
  const instantMs = fc.integer({
    min: startOfDay(localDate('2025-09-20')),
    max: startOfDay(localDate('2026-10-10')),
  });

  it('no read without an active grant at that instant, and only fields both granted and published', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        fc.array(instantMs, { minLength: 1, maxLength: 4 }),
        (steps, ats) => {
          const states = new Map<number, (typeof grants)['initialState']>();
          const register = registerOf([published(meterItem, 1)]);
          for (const [id, command] of steps) {
            try {
              for (const event of grants.decide(states.get(id), numbered(id, command))) {
                states.set(id, grants.evolve(states.get(id), event));
                register.apply(event);
              }
            } catch {
              continue;
            }
            for (const at of ats) {
              const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
              const active = [...states.values()].filter(
                (grant) =>
                  grant?.status === 'active' &&
                  grant.agreed &&
                  grant.agreed.from <= day &&
                  day <= grant.agreed.to,
              );
              const readable = register.plan('tax', at).byType.get(meterType);
              expect(readable?.grants.length ?? 0).toBe(active.length);
              for (const field of readable?.fields.granted ?? []) {
                expect(meterItem.fields.some(({ pointer }) => covers(pointer, field))).toBe(true);
                expect(
                  active.some((grant) => grant?.agreed?.fields.some((given) => covers(given, field))),
                ).toBe(true);
              }
            }
          }
        },
      ),
    );
  });

  it('a type that is not shared any more opens nothing, whatever was granted', () => {
    const grant = given(grants, [requested, agreed, provisioned]).state;
    const { conditions: _conditions, ...rest } = meterItem;
    const citation = { kind: 'law', source: '保守国家秘密法', article: '第二条' } as const;
    const item: DirectoryItem = { ...rest, sharingClass: 'not-shared', citation };
    expect(grant && grantedFields(grant, { item, version: 2 })).toEqual([]);
  });
});
