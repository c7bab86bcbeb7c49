import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Health } from '@tongban/service';
import {
  type ReceivedSpan,
  startOtlpReceiver,
  startPostgres,
  temporaryFolder,
  waitFor,
} from '@tongban/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { startCity } from '../../infra/city/start-city.ts';
import { applyDeclaration } from '../../infra/kafka/apply-declaration.ts';
import { startKafka } from '../../infra/kafka/start-kafka.ts';
import { registration, structured } from '../e2e/trial-platform.ts';

describe('one trace', async () => {
  const [kafka, postgres] = await Promise.all([startKafka({ brokers: 1 }), startPostgres()]);
  const missing = [kafka, postgres].flatMap((engine) => ('absent' in engine ? [engine.absent] : []));
  afterAll(async () => {
    for (const engine of [kafka, postgres]) if (!('absent' in engine)) await engine.stop();
  });
  if ('absent' in kafka || 'absent' in postgres) {
    it('goes through every process', (context) => context.skip(missing.join('; ')));
    return;
  }

  it('goes from the request through store, relay and Kafka to the effect in another process', async () => {
    await using folder = await temporaryFolder();
    const receiver = await startOtlpReceiver();
    const topicPrefix = `trace-${randomUUID()}`;
    const different = { prefix: topicPrefix, replicas: 1, minInSyncReplicas: 1, departments: [] };
    await applyDeclaration({ brokers: kafka.brokers, different });
    const city = await startCity({
      folder: folder.path,
      brokers: kafka.brokers,
      topicPrefix,
      postgresUrl: postgres.url,
      settings: { TONGBAN_TELEMETRY_ENDPOINT: receiver.endpoint, TONGBAN_LOG_LEVEL: 'debug' },
    });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const callerSpan = '00f067aa0ba902b7';
    try {
      // What was recorded before the relay follows is read from the store, which keeps no spans.
      await waitFor(
        async () => {
          const ready = (await (await fetch(`${city.url}/health/ready`)).json()) as Health;
          return ready.parts.some(({ part, state }) => part === 'relay' && state === 'running');
        },
        { describe: 'the relay follows the store', timeoutMs: 20_000 },
      );
      const token = await fetch(`${city.url}/identity/token?as=market-regulation&format=text`, {
        method: 'POST',
      });
      const published = await fetch(`${city.url}/v1/events`, {
        method: 'POST',
        headers: {
          ...structured,
          authorization: `Bearer ${(await token.text()).trim()}`,
          traceparent: `00-${traceId}-${callerSpan}-01`,
        },
        body: JSON.stringify(registration('traced')),
      });
      expect(published.status).toBe(201);
      const ofTrace = (name: string): ReceivedSpan | undefined =>
        receiver.spans.find((span) => span.traceId === traceId && span.name === name);
      await waitFor(() => ofTrace('project flow-events'), {
        describe: 'the effect is told',
        timeoutMs: 20_000,
      });
      await waitFor(() => ofTrace('POST /v1/events'), { describe: 'the request is told', timeoutMs: 20_000 });
      await waitFor(() => ofTrace('relay'), { describe: 'the relay is told', timeoutMs: 20_000 });
      const [request, append, relay, effect] = [
        'POST /v1/events',
        'append',
        'relay',
        'project flow-events',
      ].map((name) => ofTrace(name) ?? expect.unreachable(name));
      expect(request).toMatchObject({ service: 'tongban-exchange', parentSpanId: callerSpan });
      expect(append).toMatchObject({ service: 'tongban-exchange', parentSpanId: request?.spanId });
      expect(relay).toMatchObject({ service: 'tongban-exchange', parentSpanId: append?.spanId });
      expect(effect).toMatchObject({ service: 'tongban-flows', parentSpanId: relay?.spanId });
      const log = await readFile(join(folder.path, 'logs', 'exchange-1.log'), 'utf8');
      const lines = log.split('\n').filter((line) => line.includes(traceId));
      expect(lines.some((line) => JSON.parse(line).spanId === request?.spanId)).toBe(true);
    } finally {
      await city.stop();
      await receiver.close();
    }
  });
});
