import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { emitterFor, HTTP, httpTransport, Mode, CloudEvent as SdkEvent } from 'cloudevents';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import arrears from '../../contracts/tax/arrears-recorded/examples/valid-recorded.json' with { type: 'json' };
import { root } from './start-process.ts';
import { type Answer, startTrialPlatform, type TrialPlatform } from './trial-platform.ts';

let platform: TrialPlatform;
let authorization: string;
beforeAll(async () => {
  platform = await startTrialPlatform({ empty: true });
  authorization = `Bearer ${await platform.token('tax')}`;
});
afterAll(() => platform.stop());

/** The SDK writes times in UTC, and does not percent-encode headers. */
const eventOf = (id: string) => ({
  ...arrears,
  id,
  time: '2026-03-02T01:30:00.120Z',
  correlationid: 'case-1',
});
const sdkEvent = (id: string) => new SdkEvent(eventOf(id));

describe('the official CloudEvents SDK', () => {
  it.each([Mode.STRUCTURED, Mode.BINARY])('emits in %s mode, and is told the outcome', async (mode) => {
    const emit = emitterFor(httpTransport(`${platform.url}/v1/events`), { mode });
    const id = `sdk-${mode}`;
    const outcomes: Answer[] = [];
    for (const _ of [1, 2]) {
      const answer = (await emit(sdkEvent(id), { headers: { authorization } })) as { readonly body: string };
      outcomes.push(JSON.parse(answer.body));
    }
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'already-appended']);
    expect(outcomes[1]).toMatchObject({ id, source: arrears.source, position: outcomes[0].position });
  });

  it.each(['structured', 'binary'] as const)(
    'makes %s requests that are answered by 201, then 200',
    async (mode) => {
      const { headers, body } = HTTP[mode](sdkEvent(`fetch-${mode}`));
      const post = () =>
        fetch(`${platform.url}/v1/events`, {
          method: 'POST',
          headers: { ...(headers as Record<string, string>), authorization },
          body: String(body),
        });
      expect([(await post()).status, (await post()).status]).toEqual([201, 200]);
    },
  );

  it('makes batches, of which each event has its outcome', async () => {
    const events = [sdkEvent('sdk-batch-1'), sdkEvent('sdk-batch-2'), sdkEvent('sdk-structured')];
    const answer = await platform.call('/v1/events', {
      as: 'tax',
      headers: { 'content-type': 'application/cloudevents-batch+json; charset=UTF-8' },
      body: JSON.stringify(events),
    });
    expect(answer.status).toBe(200);
    const outcomes = answer.body.results.map(({ outcome }: Answer) => outcome);
    expect(outcomes).toEqual(['appended', 'appended', 'already-appended']);
  });

  it('is the same event in every mode', async () => {
    const [first, ...others] = [HTTP.structured(sdkEvent('same')), HTTP.binary(sdkEvent('same'))];
    const outcomes: Answer[] = [];
    for (const { headers, body } of [first, ...others]) {
      const call = { as: 'tax', headers: headers as Record<string, string>, body: String(body) };
      outcomes.push((await platform.call('/v1/events', call)).body);
    }
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'already-appended']);
  });

  it('reads back what it sent from the answer of the platform', async () => {
    const path = `/v1/events?source=${arrears.source}&id=sdk-binary`;
    const { event } = (await platform.call(path, { as: 'tax' })).body;
    const headers = { 'content-type': 'application/cloudevents+json' };
    const read = HTTP.toEvent({ headers, body: JSON.stringify(event) }) as SdkEvent<unknown>;
    expect(read.validate()).toBe(true);
    expect(JSON.parse(JSON.stringify(read))).toEqual(eventOf('sdk-binary'));
  });
});

/** Sends bytes as they are over a connection of their own. Answers status and body. */
async function sendBytes(text: string): Promise<{ readonly status: number; readonly body: Answer }> {
  const { port } = new URL(platform.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
  });
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return {
    status: Number(head.split(' ')[1]),
    body: JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)),
  };
}

/** A request as the specification prints it: header fields a line, an empty line, the body. */
function requestOf(fields: readonly string[], body: string): string {
  return [
    'POST /v1/events HTTP/1.1',
    // The examples of the binding have their own; two are none (RFC 9112 §3.2).
    ...(fields.some((field) => /^host:/i.test(field)) ? [] : ['Host: webhook.example.com']),
    `Authorization: ${authorization}`,
    'Connection: close',
    ...fields,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

interface Vector {
  readonly name: string;
  readonly section: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly mode: string;
  readonly events: readonly { readonly raw: { readonly type?: string } }[];
}

describe('the examples of the CloudEvents HTTP binding and JSON format, byte by byte', () => {
  const vectors: readonly Vector[] = JSON.parse(
    readFileSync(join(root, 'test/vectors/cloudevents/http.json'), 'utf8'),
  );

  it.each(vectors)('$section: $name is read, and refused for what it is about', async (vector) => {
    const { headers, body, mode, events } = vector;
    const types = events.map(({ raw }) => raw.type);
    const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const answer = await sendBytes(requestOf(fields, body));
    const refusalOf = ({ status, code, eventType }: Answer) => [status, code, eventType];
    if (mode === 'batch' && types.length > 0) {
      expect(answer.status).toBe(207);
      expect(answer.body.results.map(({ problem }: Answer) => refusalOf(problem))).toEqual(
        types.map((type) => [403, 'E_NOT_THE_OWNER', type]),
      );
    } else if (mode === 'batch') {
      expect(refusalOf(answer.body)).toEqual([400, 'E_BATCH_EMPTY', undefined]);
    } else {
      const [type] = types;
      expect(refusalOf(answer.body)).toEqual(
        type === undefined ? [422, 'E_EVENT_INVALID', ''] : [403, 'E_NOT_THE_OWNER', type],
      );
    }
  });

  it('HTTP binding §3.1.4: the binary example, with attributes of ours, is recorded', async () => {
    const { data, datacontenttype: _, ...attributes } = { ...arrears, id: 'bytes-binary' };
    const fields = Object.entries({ ...attributes, correlationid: 'case%E4%B8%80' }).map(
      ([name, value]) => `ce-${name}: ${value}`,
    );
    const body = JSON.stringify(data, null, 4);
    const answer = await sendBytes(
      requestOf([...fields, 'Content-Type: application/json; charset=utf-8'], body),
    );
    expect([answer.status, answer.body.outcome]).toEqual([201, 'appended']);
    const path = `/v1/events?source=${arrears.source}&id=bytes-binary`;
    expect((await platform.call(path, { as: 'tax' })).body.event.correlationid).toBe('case一');
  });

  it('HTTP binding §3.2.3: the structured example, with attributes of ours, is recorded', async () => {
    const body = JSON.stringify({ ...arrears, id: 'bytes-structured' }, null, 4).replaceAll('\n', '\r\n');
    const fields = ['Content-Type: application/cloudevents+json; charset=utf-8'];
    const answer = await sendBytes(requestOf(fields, body));
    expect([answer.status, answer.body.outcome]).toEqual([201, 'appended']);
  });

  it('HTTP binding §3.3.3: the batched example, with attributes of ours, is recorded', async () => {
    const body = JSON.stringify(
      [1, 2].map((at) => ({ ...arrears, id: `bytes-batch-${at}` })),
      null,
      4,
    );
    const fields = ['Content-Type: application/cloudevents-batch+json; charset=utf-8'];
    const answer = await sendBytes(requestOf(fields, body));
    expect(answer.status).toBe(200);
    expect(answer.body.results.map(({ outcome }: Answer) => outcome)).toEqual(['appended', 'appended']);
  });

  it('reads header names and media types in any case, and bodies in chunks', async () => {
    const body = JSON.stringify({ ...arrears, id: 'bytes-chunked' });
    const half = Math.floor(body.length / 2);
    const chunks = [body.slice(0, half), body.slice(half)].map(
      (chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`,
    );
    const request = requestOf(
      ['CONTENT-TYPE: Application/CloudEvents+JSON;Charset="UTF-8"', 'Transfer-Encoding: chunked'],
      '',
    ).replace('Content-Length: 0\r\n', '');
    const answer = await sendBytes(`${request}${chunks.join('')}0\r\n\r\n`);
    expect([answer.status, answer.body.outcome]).toEqual([201, 'appended']);
  });
});
