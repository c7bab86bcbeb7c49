/**
 * What a department's view of an event costs on one core: minimising an event of 1 KB, sealing and opening two
 * personal fields of it. `node services/exchange/src/domain/feed-fields.bench.ts [rounds]`
 */
import process from 'node:process';
import { canonicalBytes } from '@tongban/kernel';
import { compileFields, minimise } from './minimise.ts';
import { openPersonalFields, sealPersonalFields } from './personal-fields.ts';

const [rounds = 5] = process.argv.slice(2).map(Number);
const key = { keyId: 'k-1', key: new Uint8Array(32).fill(7) };
const personal = [
  { pointer: '/field0', person: 'subject' },
  { pointer: '/field1', person: 'subject' },
];
const data = {
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`field${at}`, `value ${at} with some text in it`]),
  ),
  address: { province: '上海市', city: '上海市', street: '世纪大道100号', code: '200120' },
  items: Array.from({ length: 4 }, (_, at) => ({ name: `item ${at}`, amountFen: at * 100, note: 'n' })),
};
const event = {
  specversion: '1.0',
  id: '01980d3e-8f4a-7c11-9a55-3f0c7d1b2a44',
  source: '/departments/tax/core',
  type: 'tax.clearance-issued.v1',
  subject: '91350100M000100Y43',
  time: '2025-09-28T09:00:00+08:00',
  datacontenttype: 'application/json',
  correlationid: 'case-1',
  data,
};
const published = Object.keys(data).map((name) => `/${name}`);
const some = compileFields(['/field0', '/field1', '/field2', '/address/city', '/items/*/name'], published);
const all = compileFields(published);
const signed = { ...event, sig: 's', sigalg: 'ed25519', sigkeyid: 'k' };
const [text, signedText] = [canonicalBytes(event), canonicalBytes(signed)];
const sealed = sealPersonalFields(event, personal, () => key);

const works: Readonly<Record<string, readonly [events: number, work: () => unknown]>> = {
  'minimise to 5 fields': [200_000, () => minimise(text, some)],
  'minimise to all fields': [200_000, () => minimise(text, all)],
  'minimise, signed and whole': [200_000, () => minimise(signedText, all)],
  'seal 2 fields': [10_000, () => sealPersonalFields(event, personal, () => key)],
  'open 2 fields': [10_000, () => openPersonalFields(sealed, personal, () => key.key)],
};

console.log(`event of ${Buffer.byteLength(JSON.stringify(event))} bytes; median of ${rounds} rounds`);
for (const [name, [events, work]] of Object.entries(works)) {
  const rates = Array.from({ length: rounds }, () => {
    const startMs = performance.now();
    for (let at = 0; at < events; at++) work();
    return (events / (performance.now() - startMs)) * 1_000;
  }).sort((one, other) => one - other);
  const median = rates[Math.floor(rounds / 2)] ?? 0;
  console.log(`${name.padEnd(28)} ${Math.round(median).toLocaleString('en')} events/s`);
}
