import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Position, Revision } from '@tongban/event-store';
import { type PageRow, pageStatement } from './page-statement.ts';

/** Of one stream: the first run or event that goes on beyond a revision is the last that does not begin after it. */
const beginningAt = `ifnull((SELECT first.revision FROM events AS first
  WHERE first.stream = ?2 AND first.run > 0 AND first.revision <= ?3 ORDER BY first.revision DESC LIMIT 1), 0)`;

/** Where the index of streams is looked into, and where an event of a run lies. */
const indexed = 'head.position <= ?1 AND head.stream = ?2 AND head.run > 0';
const ofRun = 'event.position BETWEEN head.position AND head.position + head.run - 1';

const forwards = {
  heads: `events AS event WHERE event.position <= ?1 AND event.stream = ?2 AND event.run > 0
    AND event.revision >= ${beginningAt} AND event.revision + event.run > ?3 ORDER BY event.revision LIMIT ?4 + 0`,
  all: `events AS head CROSS JOIN events AS event WHERE ${indexed} AND head.revision >= ${beginningAt}
    AND ${ofRun} AND event.revision >= ?3 ORDER BY head.revision, event.position LIMIT ?4 + 0`,
};
const backwards = {
  heads: `events AS event WHERE event.position <= ?1 AND event.stream = ?2 AND event.run > 0
    AND event.revision <= ?3 ORDER BY event.revision DESC LIMIT ?4 + 0`,
  all: `events AS head CROSS JOIN events AS event WHERE ${indexed} AND head.revision <= ?3
    AND ${ofRun} AND event.revision <= ?3 ORDER BY head.revision DESC, event.position DESC LIMIT ?4 + 0`,
};

/** Reads pages of one stream in one direction. */
export class StreamPages {
  /** What the index of streams has: all there is, where no event stands for a run. */
  readonly #heads: StatementSync;
  /** The runs as well, for more than their share where there are none. */
  readonly #all: StatementSync;

  constructor(database: DatabaseSync, direction: 'forwards' | 'backwards') {
    const { heads, all } = { forwards, backwards }[direction];
    this.#heads = pageStatement(database, heads, 'max(run)');
    this.#all = pageStatement(database, all);
  }

  /** From a revision on, which is part of it; up to a position. */
  page(durable: Position, stream: number, from: Revision, limit: number): PageRow {
    const page = this.#heads.get(durable, stream, from, limit) as unknown as PageRow;
    const longestRun = page.at(-1) as number | null;
    if (longestRun === null || longestRun === 1) return page;
    return this.#all.get(durable, stream, from, limit) as unknown as PageRow;
  }
}
