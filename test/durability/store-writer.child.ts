import { writeSync } from 'node:fs';
import { newEvent, streamName } from '@tongban/event-store';
import { openSqliteEventStore } from '@tongban/event-store-sqlite';
import { systemClock } from '@tongban/kernel';

/**
 * Appends singles and batches over several streams for ever, and writes a line for each append when it begins and when
 * it was acknowledged: `? <name> <events>` and `! <name> <events>`. The event ids of an append are `<name>.<number>`.
 */
const [, , path = '', round = '0'] = process.argv;
/** In place, in the store's thread, or by turns. */
const threadEventsMin = [Number.POSITIVE_INFINITY, 1, 30][Number(round) % 3] ?? 1;
const store = await openSqliteEventStore({ path, clock: systemClock, threadEventsMin });
const sizes = [1, 1, 1, 7, 1, 40, 1, 100];

await Promise.all(
  Array.from({ length: 8 }, async (_, client) => {
    for (let nth = 0; ; nth++) {
      const name = `${round}.${client}.${nth}`;
      const count = sizes[(client + nth) % sizes.length] ?? 1;
      // Written without a buffer: what was said before the kill has been said.
      writeSync(1, `? ${name} ${count}\n`);
      await store.append(
        streamName('tax', 'taxpayer', `${client}-${nth % 5}`),
        'any',
        Array.from({ length: count }, (_, at) =>
          newEvent({
            specversion: '1.0',
            id: `${name}.${at}`,
            source: '/departments/tax/ledger',
            type: 'tax.clearance-issued.v1',
            subject: '91350100M000100Y43',
            time: '2025-03-01T09:00:00+08:00',
            datacontenttype: 'application/json',
            dataschema: 'https://contracts.tongban.example/tax/clearance-issued/1.0',
            correlationid: name,
            data: { remark: 'x'.repeat(500) },
          }),
        ),
      );
      writeSync(1, `! ${name} ${count}\n`);
    }
  }),
);
