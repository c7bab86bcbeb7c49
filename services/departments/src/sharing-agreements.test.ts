import { simulatedClock } from '@tongban/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authority, departmentSystems } from './department-systems.ts';
import { agreeOnSharing } from './sharing-agreements.ts';
import { contracts } from './testing/contract-defects.ts';
import { openSharingDesk, type SharingDesk } from './testing/sharing-desk.ts';

const clock = simulatedClock({ startMs: Date.parse('2026-03-12T02:00:00Z') });

function agree({ clientOf }: SharingDesk): Promise<void> {
  return agreeOnSharing({ systems: departmentSystems, contracts, clientOf, authority, clock });
}

const needed = departmentSystems.flatMap(({ department, needs }) =>
  needs.map(({ type }) => `${department} ${type} active`),
);

describe('agreements on sharing', () => {
  it('come about for everything that a system needs', async () => {
    const desk = openSharingDesk();
    await agree(desk);
    expect([...desk.grants()].sort()).toEqual([...needed].sort());
  });

  it('are not made again by agreeing twice', async () => {
    const desk = openSharingDesk();
    await agree(desk);
    const acts = [...desk.acts];
    await agree(desk);
    expect(desk.acts).toEqual(acts);
  });

  it('come about once each, wherever it was interrupted before', async () => {
    const whole = openSharingDesk();
    await agree(whole);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.acts.length }), async (breakAfter) => {
        const desk = openSharingDesk();
        desk.breakAfter = breakAfter;
        await expect(agree(desk)).rejects.toThrow('the connection broke');
        await agree(desk);
        expect([...desk.acts].sort()).toEqual([...whole.acts].sort());
        expect([...desk.grants()].sort()).toEqual([...whole.grants()].sort());
      }),
      { numRuns: 30 },
    );
  });

  it('ask for fields that the contract has, and say why each personal one is necessary', () => {
    for (const { department, needs } of departmentSystems) {
      for (const { type, fields, necessity = [] } of needs) {
        const contract = contracts.get(type) ?? expect.unreachable(`${department} needs ${type}`);
        expect(contract.owner).not.toBe(department);
        for (const field of fields) {
          const [top = ''] = field.slice(1).split('/');
          expect(Object.keys(contract.latest.schema.properties as object)).toContain(top);
        }
        const personal = contract.terms.personalData.map(({ pointer }) => pointer);
        for (const field of fields.filter((one) => personal.includes(one)))
          expect(necessity.map(({ pointer }) => pointer)).toContain(field);
      }
    }
  });

  it('refuse a need for which there is no contract', async () => {
    const [system = expect.unreachable()] = departmentSystems;
    const needs = [{ ...(system.needs[0] ?? expect.unreachable()), type: 'tax.nothing-of-the-kind.v1' }];
    const desk = openSharingDesk();
    const agreeing = agreeOnSharing({
      systems: [{ ...system, needs }],
      contracts,
      clientOf: desk.clientOf,
      authority,
      clock,
    });
    await expect(agreeing).rejects.toThrow('tax.nothing-of-the-kind.v1');
  });
});
