/**
 * A consumer as a process of its own: `node consumer.child.ts <brokers> <prefix> <views.db> <last> [kill-after]`. It
 * kills itself when an effect is written and not yet kept, at the first position beyond `kill-after`.
 */
import process from 'node:process';
import { kafkaBus } from '@tongban/event-bus-kafka';
import { silentLogger } from '@tongban/telemetry';
import { waitFor } from '@tongban/testing';
import { openCountingView } from './counting-view.ts';

const [brokers = '', prefix = '', path = '', last = '', killAfter] = process.argv.slice(2);
const view = await openCountingView(path);
const bus = kafkaBus({ brokers: brokers.split(','), prefix, logger: silentLogger });
const ending = new AbortController();
const following = view.follow(bus, ending.signal, (position) => {
  if (killAfter !== undefined && position > Number(killAfter)) process.kill(process.pid, 'SIGKILL');
});
await waitFor(() => view.position() >= Number(last), { describe: 'all is heard', timeoutMs: 60_000 });
ending.abort();
await following;
await bus.close();
await view.close();
process.exit(0);
