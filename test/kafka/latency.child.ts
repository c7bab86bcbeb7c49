/**
 * A consumer in a process of its own, with effects in SQLite: `node latency.child.ts <brokers> <prefix> <views.db>
 * <last>`. Prints how long each event took from being published to having its effect, in milliseconds, as JSON.
 */
import process from 'node:process';
import { kafkaBus } from '@tongban/event-bus-kafka';
import { silentLogger } from '@tongban/telemetry';
import { openCountingView } from './counting-view.ts';

const [brokers = '', prefix = '', path = '', last = ''] = process.argv.slice(2);
const bus = kafkaBus({ brokers: brokers.split(','), prefix, logger: silentLogger });
const latenciesMs: number[] = [];
const view = await openCountingView(path);
const ending = new AbortController();
await view.follow(
  {
    // The events of a transaction have had their effect when the next message is asked for.
    async *subscribe(subscription) {
      for await (const message of bus.subscribe(subscription)) {
        yield message;
        if (message.kind === 'caught-up') {
          if (message.position === 0) console.log('ready');
          continue;
        }
        const nowMs = performance.timeOrigin + performance.now();
        for (const { event } of message.events) latenciesMs.push(nowMs - Number(event.data.atMs));
        if (message.next >= Number(last)) ending.abort();
      }
    },
  },
  ending.signal,
);
await bus.close();
await view.close();
const told = latenciesMs.map((ms) => Number(ms.toFixed(1)));
// The end of the process does not wait for a pipe.
process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));
