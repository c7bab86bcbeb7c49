import type { Position } from '@tongban/event-store';
import { type Brand, failed, type Localized, ok, type Result, type TongbanError } from '@tongban/kernel';
import { exchangeErrors } from '../errors.ts';

/** Where a department stands in its feed: `<department>:<position>`. Readable on purpose; it grants nothing. */
export type FeedCursor = Brand<string, 'FeedCursor'>;

export function feedCursor(department: string, position: Position): FeedCursor {
  return `${department}:${position}` as FeedCursor;
}

/** The position in a cursor that this platform made. */
export function positionOfCursor(cursor: FeedCursor): Position {
  return Number(cursor.slice(cursor.indexOf(':') + 1));
}

/** Where a request names a cursor. */
export type CursorParameter = 'after' | 'cursor' | 'from';

/** What may stand there instead of a cursor. */
const insteadOf: Readonly<Record<CursorParameter, Localized>> = {
  after: { zh: '，或不带 after 从头读取', en: ', or leave "after" out to read from the beginning' },
  cursor: { zh: '', en: '' },
  from: { zh: '，或写 beginning 或 now', en: ', or "beginning" or "now"' },
};

/**
 * The position that a cursor names; no cursor is the beginning.
 * Refuses a malformed one, another department's, and one beyond `head`.
 */
export function cursorPosition(
  text: string | undefined,
  department: string,
  head: Position,
  parameter: CursorParameter = 'after',
): Result<Position, TongbanError> {
  if (text === undefined) return ok(0);
  const match = /^([a-z][a-z0-9-]{0,63}):(0|[1-9]\d{0,15})$/.exec(text);
  if (!match) {
    return failed(
      exchangeErrors.error('E_CURSOR_MALFORMED', {
        detail: {
          zh: `游标应为“${department}:位置”，例如 ${department}:42；请使用上一次响应中的 next${insteadOf[parameter].zh}`,
          en: `A cursor is "${department}:<position>", for example ${department}:42; use "next" of your last answer${insteadOf[parameter].en}`,
        },
        facts: { parameter },
      }),
    );
  }
  const [, owner, digits = ''] = match;
  if (owner !== department) {
    return failed(
      exchangeErrors.error('E_CURSOR_FOREIGN', {
        detail: {
          zh: `游标属于“${owner}”，您是“${department}”；请使用本部门响应中的 next`,
          en: `The cursor belongs to "${owner}" and you are "${department}"; use "next" of an answer to your own department`,
        },
        facts: { cursorDepartment: owner, department },
      }),
    );
  }
  const position = Number(digits);
  if (position > head) {
    return failed(
      exchangeErrors.error('E_CURSOR_FUTURE', {
        detail: {
          zh: `游标位置 ${digits} 超过最后一个事件 ${head}；数据目录可能已更换，请从 ${feedCursor(department, head)} 或从头读取`,
          en: `The cursor is at ${digits} and the last event is ${head}; perhaps the data folder was replaced. Read from ${feedCursor(department, head)} or from the beginning`,
        },
        facts: { position: digits, head: String(head) },
      }),
    );
  }
  return ok(position);
}
