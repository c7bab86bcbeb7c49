import { describe, expect, it } from 'vitest';
import { type Deadline, dueFrom, nextNotice, tooLateFrom } from './deadline.ts';

const shanghai = (text: string): number => Date.parse(`${text}+08:00`);
const deadline: Deadline = {
  ...{ id: 'd', keeper: 'k', kind: 'answer', sequence: 's', provisional: false, terms: {}, revision: 0 },
  due: { date: '2025-12-31' },
  startedBy: { source: '/s', id: 'e', correlationId: 'c' },
  state: 'open',
  closedAt: undefined,
  noticed: [],
};
const begin = shanghai('2025-12-31T00:00:00');
const end = shanghai('2026-01-01T00:00:00');

it('lasts the whole day in Shanghai, or up to the instant', () => {
  expect([dueFrom(deadline.due), tooLateFrom(deadline.due)]).toEqual([begin, end]);
  expect([dueFrom({ at: 5 }), tooLateFrom({ at: 5 })]).toEqual([5, 5]);
});

const cancelledLate: Partial<Deadline> = {
  state: 'cancelled',
  closedAt: end + 5,
  noticed: ['due', 'breached'],
};

describe('the next notice', () => {
  it.each<[string, Partial<Deadline>, ReturnType<typeof nextNotice>]>([
    ['of an open one', {}, { kind: 'due', at: begin }],
    ['of one that is due', { noticed: ['due'] }, { kind: 'breached', at: end }],
    ['of one that is breached', { noticed: ['due', 'breached'] }, undefined],
    ['of one met at the last moment', { state: 'met', closedAt: end - 1 }, undefined],
    ['of one met too late by a millisecond', { state: 'met', closedAt: end }, { kind: 'breached', at: end }],
    [
      'of one met late whose breach is known',
      { state: 'met', closedAt: end + 5, noticed: ['due', 'breached'] },
      { kind: 'met-late', at: end + 5 },
    ],
    [
      'of one met late and reported',
      { state: 'met', closedAt: end, noticed: ['breached', 'met-late'] },
      undefined,
    ],
    ['of one cancelled in time', { state: 'cancelled', closedAt: end - 1 }, undefined],
    ['of one cancelled too late', { state: 'cancelled', closedAt: end }, { kind: 'breached', at: end }],
    ['of one cancelled late whose breach is known', cancelledLate, undefined],
    ['of a provisional one', { provisional: true }, undefined],
  ])('%s', (_, different, expected) => {
    expect(nextNotice({ ...deadline, ...different })).toEqual(expected);
  });
});
