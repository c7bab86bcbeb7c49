import { localDateOf } from '@tongban/calendar';
import { type JsonObject, pointerPath } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cityEvents, seizedAfter } from './city-events.ts';
import type { Received, RecordedWhen } from './department-system.ts';
import { departmentSystems } from './department-systems.ts';
import { contractDefects } from './testing/contract-defects.ts';
import { receivedEvent } from './testing/sample-order.ts';

const anySeed = fc.nat(2 ** 31 - 1);
/** Of an enterprise after whose registration another is seized, so that every kind of event is among them. */
const anyIndex = fc.nat(400).filter((index) => seizedAfter(index) !== undefined);
const anyMoment = fc
  .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) })
  .map((ms): RecordedWhen => ({ at: new Date(ms).toISOString(), on: localDateOf(ms) }));

/** What happens in the city, as a department receives it in full. */
function eventsOf(seed: number, index: number, { on }: RecordedWhen): readonly Received[] {
  return cityEvents(seed, index, on).map(({ type, subject, data }) => receivedEvent(type, subject, data));
}

describe.each(departmentSystems.filter(({ reactions }) => reactions.length > 0))('$department', (system) => {
  it('answers as its contracts say, with events of its own, the same each time', () => {
    let answered = 0;
    fc.assert(
      fc.property(anySeed, anyIndex, anyMoment, (seed, index, recorded) => {
        for (const event of eventsOf(seed, index, recorded)) {
          for (const { to, answer } of system.reactions) {
            if (to !== event.type) continue;
            const answers = answer(event, recorded);
            answered += answers.length;
            expect(answers.flatMap(contractDefects)).toEqual([]);
            expect(answers.every(({ type }) => type.startsWith(`${system.department}.`))).toBe(true);
            expect(new Set(answers.map(({ type, name }) => `${type} ${name}`)).size).toBe(answers.length);
            expect(answer(event, recorded)).toEqual(answers);
          }
        }
      }),
      { numRuns: 100 },
    );
    expect(answered).toBeGreaterThan(0);
  });

  it('answers within its contracts, or not at all, where fields are withheld', () => {
    fc.assert(
      fc.property(
        anySeed,
        anyIndex,
        anyMoment,
        fc.infiniteStream(fc.boolean()),
        (seed, index, recorded, keep) => {
          for (const event of eventsOf(seed, index, recorded)) {
            const kept = Object.entries(event.data).filter(() => keep.next().value);
            const data = Object.fromEntries(kept) as JsonObject;
            const reactions = system.reactions.filter(({ to }) => to === event.type);
            const answers = reactions.flatMap(({ answer }) => answer({ ...event, data }, recorded));
            expect(answers.flatMap(contractDefects)).toEqual([]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('asks for every event and field that its answers need', () => {
    fc.assert(
      fc.property(anySeed, anyIndex, anyMoment, (seed, index, recorded) => {
        for (const event of eventsOf(seed, index, recorded)) {
          const need = system.needs.find(({ type }) => type === event.type);
          for (const { to, about, answer } of system.reactions) {
            if (to !== event.type) continue;
            const data = only(need?.fields ?? [], event.data as JsonObject);
            expect(answer({ ...event, data }, recorded)).toEqual(answer(event, recorded));
            expect(about({ ...event, data })).toBeDefined();
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** The data with these fields alone, as a feed hands it over. */
function only(fields: readonly string[], data: JsonObject): JsonObject {
  const shown: Record<string, unknown> = {};
  for (const field of fields) {
    const path = pointerPath(field);
    let from: unknown = data;
    for (const step of path) from = (from as Record<string, unknown> | undefined)?.[step];
    if (from === undefined) continue;
    let into = shown;
    for (const step of path.slice(0, -1)) {
      into[step] ??= {};
      into = into[step] as Record<string, unknown>;
    }
    into[path.at(-1) ?? ''] = from;
  }
  return shown as JsonObject;
}
