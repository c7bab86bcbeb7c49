/**
 * What the chain costs: a bare Hono route that parses JSON against the same route behind request ids, security
 * headers, identity, rate limit, body limit, metrics and problem details. 64 keep-alive connections from a child
 * process: `node packages/http/src/http.bench.ts [--quick] [--json]`
 */
import { fork } from 'node:child_process';
import type { AddressInfo, Server } from 'node:net';
import { connect } from 'node:net';
import process from 'node:process';
import { createAdaptorServer } from '@hono/node-server';
import { systemClock } from '@tongban/kernel';
import { prometheusMetrics, silentLogger } from '@tongban/telemetry';
import { Hono } from 'hono';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  answerDirectly,
  createApp,
  createAuthenticator,
  identityOf,
  listen,
  readText,
  requires,
  tokenBuckets,
} from './index.ts';

const connections = 64;
const body = JSON.stringify({
  specversion: '1.0',
  id: '01980d3e-8f4a-7c11-9a55-3f0c7d1b2a44',
  source: '/departments/tax/ledger',
  type: 'tax.clearance-issued.v1',
  subject: '91350100M000100Y43',
  data: {
    lines: Array.from({ length: 12 }, (_, at) => ({
      item: `第${at}项`,
      amountFen: 100_000 + at,
      note: 'a line of an assessment',
    })),
  },
});

interface Load {
  readonly port: number;
  readonly token: string;
  readonly seconds: number;
}

interface Measured {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

if (process.send === undefined) await compare();
else process.on('message', (load: Load) => void generate(load).then((measured) => process.send?.(measured)));

async function compare(): Promise<void> {
  const isQuick = process.argv.includes('--quick');
  const seconds = isQuick ? 1 : 2;
  const rounds = isQuick ? 3 : 7;
  const { authenticate, token } = await issue();
  const bare = await bareServer();
  const full = await listen(fullApp(authenticate), { host: '127.0.0.1', port: 0 });
  const direct = await listen(directly(fullApp(authenticate)), { host: '127.0.0.1', port: 0 });
  const generator = fork(import.meta.filename, { stdio: 'inherit' });
  const run = (port: number, forSeconds: number): Promise<Measured> =>
    new Promise((resolve) => {
      generator.once('message', (measured) => resolve(measured as Measured));
      generator.send({ port, token, seconds: forSeconds } satisfies Load);
    });
  const { port: barePort } = bare.address() as AddressInfo;
  await run(barePort, 1);
  await run(full.port, 1);
  await run(direct.port, 1);
  const measured: Record<Way, Round>[] = [];
  for (let round = 0; round < rounds; round++) {
    measured.push({
      bare: await timed(() => run(barePort, seconds)),
      chain: await timed(() => run(full.port, seconds)),
      direct: await timed(() => run(direct.port, seconds)),
    });
  }
  print(measured, seconds);
  generator.disconnect();
  bare.close();
  await Promise.all([full.close(1_000), direct.close(1_000)]);
}

type Way = 'bare' | 'chain' | 'direct';

interface Round extends Measured {
  /** Processor time of the server for one request, which noise of the machine changes least. */
  readonly cpuUs: number;
}

async function timed(run: () => Promise<Measured>): Promise<Round> {
  const before = process.cpuUsage();
  const measured = await run();
  const { user, system } = process.cpuUsage(before);
  return { ...measured, cpuUs: (user + system) / measured.requests };
}

function print(measured: readonly Record<Way, Round>[], seconds: number): void {
  const row = (route: Way): Record<string, string | number> => {
    const middle = (figure: (round: Round) => number): number =>
      median(measured.map((pair) => figure(pair[route])));
    return {
      route,
      perSecond: Math.round(middle(({ perSecond }) => perSecond)),
      p50Ms: middle(({ p50Ms }) => p50Ms),
      p99Ms: middle(({ p99Ms }) => p99Ms),
      cpuUs: Math.round(middle(({ cpuUs }) => cpuUs) * 10) / 10,
    };
  };
  const ratio = (way: Way): number => median(measured.map((of) => of[way].perSecond / of.bare.perSecond));
  const ratios = { chain: ratio('chain'), direct: ratio('direct') };
  const rows = [row('bare'), row('chain'), row('direct')];
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ connections, rounds: measured.length, seconds, rows, ratios }));
    return;
  }
  console.log(`${connections} connections, ${Buffer.byteLength(body)} bytes a request`);
  console.log(`medians of ${measured.length} rounds of ${seconds} s, the two in turn`);
  console.table(rows);
  console.log(`of the bare route: chain ${ratios.chain.toFixed(2)}, direct ${ratios.direct.toFixed(2)}`);
}

function median(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? 0;
}

function bareServer(): Promise<Server> {
  const app = new Hono();
  app.post('/v1/events', async (c) => {
    const event = (await c.req.json()) as { readonly id: string };
    return c.json({ outcome: 'appended', id: event.id });
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function fullApp(authenticate: ReturnType<typeof createAuthenticator>): ReturnType<typeof createApp> {
  const app = createApp({
    name: 'bench',
    logger: silentLogger,
    authenticate,
    metrics: prometheusMetrics(),
    rateLimit: tokenBuckets({ clock: systemClock, perSecond: 1_000_000 }),
  });
  app.post('/v1/events', requires('department'), async (c) => {
    const event = JSON.parse(await readText(c)) as { readonly id: string };
    return c.json({ outcome: 'appended', id: event.id, department: identityOf(c).department });
  });
  return app;
}

/** The same app, whose route is answered directly. */
function directly(app: ReturnType<typeof createApp>): ReturnType<typeof createApp> {
  answerDirectly(app, {
    method: 'POST',
    path: '/v1/events',
    roles: ['department'],
    async answer({ body, identity }) {
      const { id } = JSON.parse(Buffer.from(body).toString()) as { readonly id: string };
      return { status: 200, body: { outcome: 'appended', id, department: identity.department } };
    },
  });
  return app;
}

async function issue(): Promise<{ authenticate: ReturnType<typeof createAuthenticator>; token: string }> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'EdDSA' };
  const token = await new SignJWT({ department: 'tax', system: 'ledger', roles: ['department'] })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'bench' })
    .setIssuer('https://issuer.example')
    .setAudience('tongban')
    .setSubject('tax/ledger')
    .setExpirationTime('1h')
    .sign(privateKey);
  const issuer = { issuer: 'https://issuer.example', audience: 'tongban', jwks: () => ({ keys: [jwk] }) };
  return { authenticate: createAuthenticator({ issuers: [issuer] }), token };
}

async function generate({ port, token, seconds }: Load): Promise<Measured> {
  const request = Buffer.from(
    `POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/cloudevents+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const until = performance.now() + seconds * 1_000;
  const latencies: number[] = [];
  await Promise.all(Array.from({ length: connections }, () => keepAsking(port, request, until, latencies)));
  latencies.sort((one, other) => one - other);
  const at = (share: number): number =>
    Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 100) / 100;
  return {
    requests: latencies.length,
    perSecond: Math.round(latencies.length / seconds),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

function keepAsking(port: number, request: Buffer, until: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let sentAt = 0;
    let received = '';
    const send = (): void => {
      sentAt = performance.now();
      socket.write(request);
    };
    socket
      .setEncoding('latin1')
      .on('connect', send)
      .on('error', reject)
      .on('close', () => resolve());
    socket.on('data', (chunk) => {
      received += chunk;
      const end = received.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1]);
      if (end < 0 || received.length < end + 4 + length) return;
      if (!received.startsWith('HTTP/1.1 200')) reject(new Error(received));
      received = '';
      latencies.push(performance.now() - sentAt);
      if (performance.now() < until) send();
      else socket.end();
    });
  });
}
