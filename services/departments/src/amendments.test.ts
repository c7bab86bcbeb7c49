import { describe, expect, it } from 'vitest';
import { amendmentsOf, type Told } from './amendments.ts';
import { type Answer, type Reaction, recordedWhen } from './department-system.ts';
import { registration } from './testing/sample-received.ts';

const today = recordedWhen('2026-03-14T16:30:00.000Z');
const right = registration('E-2');

const answer = (subject: string, data: Answer['data'] = {}, name?: string): Answer => ({
  ...{ type: 'tax.a.v1', subject, data },
  ...(name === undefined ? {} : { name }),
});
const told = (id: string, one: Answer): Told => ({
  ...{ ...one, id, time: '2026-03-12T16:30:00.000Z', correlationid: 'case-1' },
});
const reactionWith = (answers: readonly Answer[]): Reaction => ({
  to: right.type,
  about: ({ subject }) => subject,
  answer: () => answers,
});

describe('the amendments of what was told', () => {
  it('correct each in what differs, and leave alone what does not', () => {
    const [one, other] = [
      told('1', answer('A', { n: 1, m: [1] }, 'x')),
      told('2', answer('A', { n: 1 }, 'y')),
    ];
    const answers = [answer('A', { m: [1], n: 2, o: null, p: 3 }, 'x'), answer('A', { n: 1 }, 'y')];
    expect(amendmentsOf([one, other], right, reactionWith(answers), today)).toEqual({
      made: [{ kind: 'correction', told: one, answer: answers[0], members: ['n', 'p'] }],
      stranded: [],
    });
  });

  it.each<[string, Answer]>([
    ['subject', answer('B')],
    ['type', { ...answer('A'), type: 'tax.b.v1' }],
    ['name', answer('A', {}, 'x')],
  ])(
    'are additions where the right event is answered with another %s, and strand what nothing takes back',
    (_, other) => {
      const one = told('1', answer('A'));
      expect(amendmentsOf([one], right, reactionWith([other]), today)).toEqual({
        made: [{ kind: 'addition', answer: other }],
        stranded: [one],
      });
    },
  );

  it('only take back where the right event was answered in its own right', () => {
    const [one, end] = [told('1', answer('A')), answer('A', { reason: 'entered-wrongly' })];
    const reaction = { ...reactionWith([answer('A', { n: 1 })]), end: () => end };
    expect(amendmentsOf([one], undefined, reaction, today)).toEqual({
      made: [{ kind: 'end', told: one, answer: end }],
      stranded: [],
    });
  });
});
