/**
 * A relay as a process of its own, to be killed: `node relay.child.ts <brokers> <prefix> <events>`. Its store has the
 * same events every time that it is started.
 */
import process from 'node:process';
import { openKafkaRelay } from '@tongban/event-bus-kafka';
import { systemClock } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { waitFor } from '@tongban/testing';
import { repeatableStore } from './repeatable-store.ts';

const [brokers = '', prefix = '', count = ''] = process.argv.slice(2);
const store = await repeatableStore(Number(count));
const options = { brokers: brokers.split(','), prefix, logger: silentLogger, store, clock: systemClock };
const relay = openKafkaRelay(options);
let said = 0;
await waitFor(
  async () => {
    const { position, head } = await relay.status();
    if (position > said) console.log(String(position));
    said = position;
    return position === head;
  },
  { describe: 'everything is relayed', timeoutMs: 60_000 },
);
await relay.stop();
console.log('done');
process.exit(0);
