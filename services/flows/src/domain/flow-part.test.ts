import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowDefinitions } from '../definitions/flow-definitions.ts';
import { type FlowDefinition, typesOf } from './flow-definition.ts';
import { type FlowPart, type PartEvent, partsAfter } from './flow-part.ts';

const ordered = 'courts.seizure-ordered.v1';
const registered = 'market-regulation.enterprise-registered.v1';
const declarant = 'customs.declarant-registered.v1';
const arrears = 'tax.arrears-recorded.v1';
const recordedAt = Date.parse('2026-03-12T09:00:00+08:00');

function event(position: number, type: string, data: PartEvent['data'] = {}, flow = 'a'): PartEvent {
  const department = type.slice(0, type.indexOf('.'));
  return { flow, type, department, recordedAt, position, subject: `s-${position}`, data };
}

const kindsOf = (parts: readonly FlowPart[]): Record<string, readonly string[]> =>
  Object.fromEntries(parts.map(({ department, kinds }) => [department, kinds]));

const partsOf = (...events: readonly PartEvent[]): Record<string, readonly string[]> =>
  kindsOf(partsAfter([], events, flowDefinitions));

describe('who takes part in a case', () => {
  it('is whoever begins it, and whoever it asks for a step', () => {
    expect(partsOf(event(1, registered, { importExport: false }))).toEqual({
      'market-regulation': ['start-up'],
      tax: ['start-up'],
      utilities: ['start-up'],
      courts: ['start-up'],
    });
    expect(partsOf(event(1, registered, { importExport: true }))).toMatchObject({ customs: ['start-up'] });
    expect(partsOf(event(1, ordered, { executor: 'vehicle-administration' }))).toEqual({
      courts: ['seizure'],
      'vehicle-administration': ['seizure'],
    });
  });

  it('is whoever a later step asks too, within one batch and over two', () => {
    const source = { source: 'a test', article: '1', confidence: 'D' };
    const chain: FlowDefinition = {
      id: 'chain',
      title: { zh: '链', en: 'Chain' },
      startsWith: registered,
      source,
      validFrom: '2026-01-01',
      steps: [
        { type: arrears, after: registered },
        { type: declarant, after: arrears },
      ],
    };
    const [first, second] = [event(1, registered), event(2, arrears)];
    const all = { 'market-regulation': ['chain'], tax: ['chain'], customs: ['chain'] };
    expect(kindsOf(partsAfter([], [first, second], [chain]))).toEqual(all);
    const known = partsAfter([], [first], [chain]);
    expect(kindsOf(known)).toEqual({ 'market-regulation': ['chain'], tax: ['chain'] });
    expect(kindsOf(partsAfter(known, [second], [chain]))).toEqual(all);
    expect(kindsOf(partsAfter([], [second], [chain]))).toEqual({ tax: [] });
  });

  it('is not who answers without being asked, also not with the event that a step would have', () => {
    const order = event(1, ordered, { executor: 'vehicle-administration' });
    expect(partsOf(order, event(2, arrears), event(3, declarant))).toMatchObject({ tax: [], customs: [] });
  });

  it('takes part once, however often the case begins and asks for it', () => {
    const order = (position: number) => event(position, ordered, { executor: 'vehicle-administration' });
    expect(partsOf(order(1), order(2))).toEqual({
      courts: ['seizure'],
      'vehicle-administration': ['seizure'],
    });
  });

  it('is decided by the definition in force on the day', () => {
    const early = { ...event(1, registered), recordedAt: Date.parse('2024-10-31T12:00:00+08:00') };
    expect(partsOf(early)).toEqual({ 'market-regulation': [] });
  });

  it('is, for two kinds under one number, of each kind for itself', () => {
    const both = partsOf(event(1, registered, {}), event(2, ordered, { executor: 'property-registry' }));
    expect(both).toMatchObject({
      'market-regulation': ['start-up'],
      tax: ['seizure', 'start-up'],
      'property-registry': ['seizure'],
    });
  });
});

const types = [...new Set([...flowDefinitions.flatMap(typesOf), declarant, 'customs.duty-paid.v1'])];
const happenings = fc.array(
  fc.record({
    type: fc.constantFrom(...types),
    flow: fc.constantFrom('a', 'b'),
    executor: fc.constantFrom('property-registry', 'vehicle-administration'),
    importExport: fc.boolean(),
  }),
  { maxLength: 20 },
);
const sorted = (parts: Iterable<FlowPart>): readonly unknown[] =>
  [...parts]
    .map(({ first, last, ...part }) => ({ ...part, first: first.subject, last: last.position }))
    .sort((a, b) => (a.flow + a.department < b.flow + b.department ? -1 : 1));

it('comes out the same in one batch and in any batches', () => {
  fc.assert(
    fc.property(happenings, fc.integer({ min: 1, max: 5 }), (all, size) => {
      const events = all.map(({ type, flow, ...data }, at) => event(at + 1, type, data, flow));
      const kept = new Map<string, FlowPart>();
      for (let from = 0; from < events.length; from += size)
        for (const part of partsAfter([...kept.values()], events.slice(from, from + size), flowDefinitions))
          kept.set(`${part.flow} ${part.department}`, part);
      expect(sorted(kept.values())).toEqual(sorted(partsAfter([], events, flowDefinitions)));
    }),
  );
});

it('never depends on what a department publishes outside the definitions, nor lets it take part', () => {
  fc.assert(
    fc.property(happenings, (all) => {
      const events = all.map(({ type, flow, ...data }, at) => event(at + 1, type, data, flow));
      const others = events.filter(({ type }) => type !== 'customs.duty-paid.v1');
      const takingPart = (some: readonly PartEvent[]): readonly string[] =>
        partsAfter([], some, flowDefinitions)
          .filter(({ kinds }) => kinds.length > 0)
          .map(({ flow, department, kinds }) => `${flow} ${department} ${kinds}`)
          .sort();
      expect(takingPart(events)).toEqual(takingPart(others));
    }),
  );
});
