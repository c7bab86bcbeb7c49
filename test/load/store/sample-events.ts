import { randomBytes, randomUUID } from 'node:crypto';
import { type IdSource, uuidV7 } from '@tongban/kernel';
import type { BenchEvent } from './candidate.ts';

export type IdKind = 'v7' | 'v4';

const source = '/departments/tax/ledger';
const type = 'tax.clearance-issued.v1';
const data = JSON.stringify({
  certificateNo: '闽税清2025000001',
  remark: 'x'.repeat(560),
  taxes: [
    { kind: 'vat', amountFen: 1_234_567 },
    { kind: 'stamp-duty', amountFen: 8_900 },
  ],
});
const [head, tail] = [
  `{"correlationid":"0192f0c4-7a3e-7c11-8a52-0123456789ab","data":${data},"datacontenttype":"application/json","dataschema":"https://contracts.tongban.example/tax/clearance-issued/1.0","id":"`,
  `","source":"${source}","specversion":"1.0","subject":"91350100M000100Y43","time":"2025-03-01T09:00:00+08:00","type":"${type}"}`,
];

/** Bytes of one event's text. */
export const eventBytes: number = Buffer.byteLength(head + randomUUID() + tail);

/** `count` events that differ in their ids, handed out in batches. The ids are made beforehand, outside the measurement. */
export function sampleEvents(count: number, kind: IdKind = 'v7'): (batch: number) => readonly BenchEvent[] {
  const ordered: IdSource = uuidV7({
    now: Date.now,
    random: (target) => {
      target.set(randomBytes(target.length));
      return target;
    },
  });
  const ids = Array.from({ length: count }, () => (kind === 'v7' ? ordered.next() : randomUUID()));
  let next = 0;
  return (batch) =>
    Array.from({ length: batch }, () => {
      const id = ids[next++];
      if (id === undefined) throw new Error('the bench ran out of events');
      const json = head + id + tail;
      return { id, source, type, json, bytes: Buffer.from(json) };
    });
}
