import { get, type IncomingMessage } from 'node:http';

/** One message of Server-Sent Events. */
export interface StreamMessage {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** What a reader had until its connection was cut. */
export interface StreamPart {
  readonly status: number;
  /** Whole messages: what was cut in two is none, as for every reader of such streams. */
  readonly messages: readonly StreamMessage[];
  readonly bytes: number;
}

/**
 * Reads a stream until `enough` says so or `bytesMax` bytes came, and then cuts the connection, in the middle of a
 * message or of a character as it comes.
 */
export async function readStream(
  url: string,
  options: {
    readonly headers: Readonly<Record<string, string>>;
    readonly enough?: (messages: readonly StreamMessage[]) => boolean;
    readonly bytesMax?: number;
  },
): Promise<StreamPart> {
  const { headers, enough = () => false, bytesMax = Number.POSITIVE_INFINITY } = options;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).on('error', reject);
  });
  let read = Buffer.alloc(0);
  let messages: readonly StreamMessage[] = [];
  for await (const chunk of response) {
    read = Buffer.concat([read, chunk as Buffer]).subarray(0, bytesMax);
    messages = messagesOf(read.toString());
    if (read.length >= bytesMax || enough(messages)) break;
  }
  response.destroy();
  return { status: response.statusCode ?? 0, messages, bytes: read.length };
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html, as far as it is used; comments fall away. */
function messagesOf(text: string): readonly StreamMessage[] {
  const whole = text.slice(0, text.lastIndexOf('\n\n') + 1);
  return whole
    .split('\n\n')
    .map((block) => {
      const fields = block.split('\n').flatMap((line): [string, string][] => {
        const [, name = '', value = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
        return name === '' ? [] : [[name, value]];
      });
      return { id: '', event: '', data: '', ...Object.fromEntries(fields) };
    })
    .filter(({ data }) => data !== '');
}
