import { readFileSync } from 'node:fs';
import { checkEvent, type DecodedEvent, decodeHttp, decodeKafka } from '@tongban/cloudevents';
import type { JsonObject } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';

interface HttpVector {
  readonly name: string;
  readonly section: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly mode: string;
  readonly events: readonly { readonly raw: JsonObject; readonly problems: readonly string[] }[];
}

interface KafkaVector {
  readonly name: string;
  readonly section: string;
  readonly headers: Record<string, string>;
  readonly value: string;
  readonly raw: JsonObject;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function vectors<Vector>(file: string): Vector[] {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Vector[];
}

function defects(event: DecodedEvent): string[] {
  const checked = checkEvent(event);
  return checked.ok ? [] : checked.failure.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

describe('the examples of the CloudEvents HTTP binding and JSON format', () => {
  it.each(vectors<HttpVector>('http.json'))('$section: $name', ({ headers, body, mode, events }) => {
    const request = decodeHttp(new Headers(headers), bytes(body));
    if (!request.ok) throw request.failure;
    expect(request.value.mode).toBe(mode);
    const decoded = request.value.mode === 'batch' ? request.value.events : [request.value.event];
    expect(
      decoded.map(({ raw, problems }) => ({
        raw,
        problems: problems.map(({ pointer, rule }) => `${pointer} ${rule}`),
      })),
    ).toEqual(events);
  });

  it('break the profile of the platform in every place at once', () => {
    const [object] = vectors<HttpVector>('http.json').filter(({ name }) => name === 'a JSON object');
    const [event] = object?.events ?? [];
    expect(defects({ raw: event?.raw, problems: [] })).toEqual([
      '/source pattern',
      '/type pattern',
      '/subject required',
      '/dataschema required',
      '/correlationid required',
      '/comexampleextension1 unknown-attribute',
      '/comexampleothervalue unknown-attribute',
    ]);
  });
});

describe('the examples of the CloudEvents Kafka binding', () => {
  it.each(vectors<KafkaVector>('kafka.json'))('$section: $name', ({ headers, value, raw }) => {
    expect(decodeKafka({ headers, value: bytes(value) })).toEqual({ ok: true, value: { raw, problems: [] } });
  });
});
