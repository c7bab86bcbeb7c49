/** One message of an event stream. */
export interface SseMessage {
  /** The kind; `message` where none was sent. */
  readonly event: string;
  readonly data: string;
  /** The last id sent; it stays from message to message. */
  readonly id: string;
}

/** More than the largest event with everything around it. */
const lineLengthMax = 4 * 1024 * 1024;

/**
 * Parses `text/event-stream` as the WHATWG standard says (HTML §9.2.6), in whatever pieces it comes.
 * Comments, `retry` and messages without data give nothing.
 *
 * @throws RangeError where a line goes on without end
 */
export function sseParser(): (text: string) => SseMessage[] {
  let rest = '';
  let isStart = true;
  let event = '';
  let data: string[] = [];
  let id = '';

  const take = (line: string, messages: SseMessage[]): void => {
    if (line === '') {
      if (data.length > 0) messages.push({ event: event || 'message', data: data.join('\n'), id });
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
  };

  return (text) => {
    if (isStart && text !== '') {
      isStart = false;
      if (text.startsWith('\uFEFF')) text = text.slice(1);
    }
    const messages: SseMessage[] = [];
    // A CR at the end may be half of a CRLF: it waits for what comes next.
    const whole = rest + text;
    const lines = /\r\n|\n|\r(?!$)/g;
    let from = 0;
    for (let end = lines.exec(whole); end; end = lines.exec(whole)) {
      take(whole.slice(from, end.index), messages);
      from = lines.lastIndex;
    }
    rest = whole.slice(from);
    if (rest.length > lineLengthMax) throw new RangeError(`a line of more than ${lineLengthMax} characters`);
    return messages;
  };
}
