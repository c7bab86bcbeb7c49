import { chinaHolidays } from '@tongban/calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import seizure from '../definitions/seizure.json' with { type: 'json' };
import startUp from '../definitions/start-up.json' with { type: 'json' };
import { type FlowEvent, flowTimeline } from './flow-timeline.ts';

const registered = 'market-regulation.enterprise-registered.v1';
const ordered = 'courts.seizure-ordered.v1';
const thursday = Date.parse('2026-03-12T02:00:00Z');
const hour = 3_600_000;

const event = (
  position: number,
  type: string,
  recordedAt: number,
  data: FlowEvent['data'] = {},
): FlowEvent => ({
  position,
  id: `e${position}`,
  source: `/departments/${type.split('.')[0]}/main`,
  type,
  department: type.split('.')[0] ?? '',
  recordedAt,
  causationId: position === 1 ? null : 'e1',
  data,
});
const timeline = (events: readonly FlowEvent[], nowMs: number) =>
  flowTimeline(events, [startUp, seizure], chinaHolidays, nowMs);
const stateOf = (events: readonly FlowEvent[], nowMs: number, type: string) =>
  timeline(events, nowMs).waitings.find((waiting) => waiting.type === type)?.state;

describe('the timeline of a case', () => {
  it('waits for every department that the definition names, since the cause was recorded', () => {
    const { waitings, state } = timeline(
      [event(1, registered, thursday, { importExport: true })],
      thursday + hour,
    );
    expect(state).toBe('running');
    expect(waitings.map(({ department, state, waitMs }) => ({ department, state, waitMs }))).toEqual(
      ['tax', 'customs', 'utilities', 'courts'].map((department) => ({
        department,
        state: 'waiting',
        waitMs: hour,
      })),
    );
  });

  it('does not wait for customs where the enterprise neither imports nor exports', () => {
    const events = [event(1, registered, thursday, { importExport: false })];
    expect(stateOf(events, thursday, 'customs.declarant-registered.v1')).toBe('not-needed');
  });

  it('is due at the end of the next working day: one second later it is overdue', () => {
    const events = [event(1, registered, thursday)];
    const endOfFriday = Date.parse('2026-03-13T15:59:59.999Z');
    expect(stateOf(events, endOfFriday, 'tax.taxpayer-registered.v1')).toBe('waiting');
    expect(stateOf(events, endOfFriday + 1, 'tax.taxpayer-registered.v1')).toBe('overdue');
  });

  it('counts a make-up Saturday as a working day and a holiday not', () => {
    const friday = Date.parse('2026-02-27T02:00:00Z');
    const [waiting] = timeline([event(1, registered, friday)], friday).waitings;
    expect(waiting?.dueMs).toBe(Date.parse('2026-02-28T15:59:59.999Z'));
  });

  it('tells an answer in time from a late one', () => {
    const late = Date.parse('2026-03-16T02:00:00Z');
    const tax = 'tax.taxpayer-registered.v1';
    expect(stateOf([event(1, registered, thursday), event(2, tax, thursday + hour)], late, tax)).toBe('done');
    expect(stateOf([event(1, registered, thursday), event(2, tax, late)], late, tax)).toBe('done-late');
  });

  it('shows answers that no definition asked for', () => {
    const seized = event(2, ordered, thursday + hour);
    const [waiting] = timeline(
      [event(1, 'tax.arrears-recorded.v1', thursday), seized],
      thursday + hour,
    ).waitings;
    expect(waiting).toMatchObject({ department: 'courts', state: 'done', waitMs: hour, cause: 1, answer: 2 });
  });

  it('says that a due day past the holiday table is provisional', () => {
    const past = Date.parse(`${Number(chinaHolidays.coverageEnd.slice(0, 4)) + 1}-06-01T02:00:00Z`);
    expect(timeline([event(1, registered, past)], past).waitings[0]?.provisional).toBe(true);
  });

  it('adds up to the waitings of each department, and never shrinks while it waits', () => {
    const types = startUp.steps.map(({ type }) => type);
    fc.assert(
      fc.property(
        fc.subarray(types),
        fc.array(fc.integer({ min: 0, max: 10 * hour }), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 0, max: 100 * hour }),
        (answered, delays, laterMs) => {
          const answers = answered.map((type, at) => event(at + 2, type, thursday + (delays[at] ?? 0)));
          const events = [event(1, registered, thursday, { importExport: true }), ...answers];
          const now = thursday + 10 * hour;
          const before = timeline(events, now);
          const after = timeline(events, now + laterMs);
          for (const { department, waitMs } of before.departments) {
            const own = before.waitings.filter((waiting) => waiting.department === department);
            expect(waitMs).toBe(own.reduce((sum, waiting) => sum + waiting.waitMs, 0));
            const later = after.departments.find((one) => one.department === department);
            expect(later?.waitMs).toBeGreaterThanOrEqual(waitMs);
          }
          expect(before.state === 'complete').toBe(answered.length === types.length);
        },
      ),
    );
  });
});

describe('the timeline of a seizure', () => {
  const realEstate = event(1, ordered, thursday, { executor: 'property-registry' });
  const vehicles = event(2, ordered, thursday + hour, { executor: 'vehicle-administration' });
  const waitingsOf = (events: readonly FlowEvent[], nowMs = thursday + 2 * hour) =>
    timeline(events, nowMs).waitings.map(({ department, type, state, cause }) => [
      department,
      type,
      state,
      cause,
    ]);

  it('waits for each register from the order that was sent to it', () => {
    expect(waitingsOf([realEstate, vehicles])).toEqual([
      ['property-registry', 'property-registry.seal-entered.v1', 'waiting', 1],
      ['tax', 'tax.arrears-recorded.v1', 'waiting', 1],
      ['utilities', 'utilities.arrears-recorded.v1', 'waiting', 1],
      ['vehicle-administration', 'vehicle-administration.seal-entered.v1', 'waiting', 2],
    ]);
  });

  it('sets no limit for what was not asked for, so that nobody is late with it', () => {
    const weeksLater = thursday + 24 * 21 * hour;
    const unasked = event(3, 'tax.arrears-recorded.v1', weeksLater);
    const ofTax = timeline([vehicles, unasked], weeksLater).waitings.filter(
      ({ department }) => department === 'tax',
    );
    expect(ofTax).toMatchObject([{ state: 'done', dueMs: null }]);
    const registry = timeline([vehicles], weeksLater).waitings[0];
    expect(registry).toMatchObject({ state: 'not-needed', dueMs: null });
  });

  it('waits for nobody to whom no order was sent', () => {
    const states = waitingsOf([vehicles]).map(([department, , state]) => [department, state]);
    expect(states).toEqual([
      ['property-registry', 'not-needed'],
      ['vehicle-administration', 'waiting'],
      ['tax', 'not-needed'],
      ['utilities', 'not-needed'],
    ]);
  });

  it('takes for an answer also that there is nothing, and shows which answer it was', () => {
    const clearance = event(3, 'tax.clearance-issued.v1', thursday + hour);
    const reading = event(4, 'utilities.meter-read.v2', thursday + hour);
    const waitings = waitingsOf([realEstate, vehicles, clearance, reading]);
    expect(waitings).toContainEqual(['tax', 'tax.clearance-issued.v1', 'done', 1]);
    expect(waitings).toContainEqual(['utilities', 'utilities.meter-read.v2', 'done', 1]);
  });

  it('wants real estate sealed on the same day, and shows the further seals beside the first', () => {
    const seal = (position: number, recordedAt: number): FlowEvent =>
      event(position, 'property-registry.seal-entered.v1', recordedAt);
    const endOfDay = Date.parse('2026-03-12T15:59:59.999Z');
    const seals = [seal(3, endOfDay), seal(4, endOfDay + 1)];
    expect(
      waitingsOf([realEstate, ...seals]).filter(([department]) => department === 'property-registry'),
    ).toEqual([
      ['property-registry', 'property-registry.seal-entered.v1', 'done', 1],
      ['property-registry', 'property-registry.seal-entered.v1', 'done', 1],
    ]);
    expect(
      stateOf([realEstate, seal(3, endOfDay + 1)], endOfDay + 1, 'property-registry.seal-entered.v1'),
    ).toBe('done-late');
  });

  it('says on which rule a waiting rests, and nothing where none asked for the answer', () => {
    const unasked = event(3, 'customs.duty-assessed.v1', thursday + hour);
    const steps = timeline([realEstate, unasked], thursday + hour).waitings.map(
      ({ step }) => step?.source ?? null,
    );
    expect(steps[0]).toMatchObject({ article: '第十四条', confidence: 'P' });
    expect(steps.at(-1)).toBeNull();
  });
});
