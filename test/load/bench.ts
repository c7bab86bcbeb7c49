/**
 * All benches, one after the other: `pnpm bench [--quick] [--json] [--only=store,http,…] [--no-peers]`.
 *
 * Figures are medians of rounds in which ours, the limit and the peers take turns. `--quick` takes a tenth of the time and
 * is good for comparing a change with what was before, on one machine; what is written down comes from the whole.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { installPeers } from './peers.ts';

const root = join(import.meta.dirname, '../..');

const benches = [
  {
    name: 'store',
    file: 'test/load/store.bench.ts',
    about: 'the embedded event store',
  },
  {
    name: 'rebuild',
    file: 'packages/view-store/src/rebuild.bench.ts',
    about: 'views built anew from events',
  },
  {
    name: 'envelope',
    file: 'packages/cloudevents/src/envelope.bench.ts',
    about: 'the parts that an event passes',
  },
  {
    name: 'http',
    file: 'packages/http/src/http.bench.ts',
    about: 'the chain of middleware beside a bare route',
  },
  { name: 'publish', file: 'test/load/publish.bench.ts', about: 'publishing over HTTP' },
  { name: 'feed', file: 'test/load/feed.bench.ts', about: 'receiving over HTTP' },
] as const;

const options = process.argv.slice(2);
const isJson = options.includes('--json');
const only = options
  .find((option) => option.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');
const unknown = only?.filter((name) => !benches.some((bench) => bench.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(', ')}; there are ${benches.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const wanted = benches.filter(({ name }) => only?.includes(name) ?? true);
const passedOn = options.filter((option) => option === '--quick' || option === '--json');
const peers =
  options.includes('--no-peers') || !wanted.some(({ name }) => name === 'store')
    ? undefined
    : (process.env.BENCH_PEERS ?? installPeers(root));

const figures: Record<string, unknown> = {};
for (const { name, file, about } of wanted) {
  if (!isJson) console.log(`\n── ${name}: ${about}\n`);
  const printed = await run(file);
  if (isJson) figures[name] = JSON.parse(printed);
}
if (isJson) console.log(JSON.stringify(figures, null, 2));

async function run(file: string): Promise<string> {
  const child = spawn(process.execPath, [join(root, file), ...passedOn], {
    stdio: ['ignore', isJson ? 'pipe' : 'inherit', 'inherit'],
    env: { ...process.env, ...(peers === undefined ? {} : { BENCH_PEERS: peers }) },
  });
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  return printed.trim().split('\n').at(-1) ?? '';
}
