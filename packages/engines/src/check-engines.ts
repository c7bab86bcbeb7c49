import { openKurrentEventStore } from '@tongban/event-store-kurrent';
import { type Clock, sleep, TongbanError, uuidV7 } from '@tongban/kernel';
import { postgresVersion } from '@tongban/view-store';
import type { EngineConfig } from './engine-config.ts';
import { planKafkaOf } from './kafka-declaration.ts';
import { assertComplete } from './open-engines.ts';

/** One engine that was asked. */
export interface EngineCheck {
  /** `store`, `views`, `bus`, `telemetry`. */
  readonly name: string;
  readonly ok: boolean;
  /** What answered, or why nothing did and what to do. */
  readonly say: string;
}

/** An engine that is away is told as that, and not waited for. */
const answerMsMax = 8_000;

/** Asks every engine of a configuration that is not a file of this machine. Side by side, in the order of their names. */
export async function checkEngines(
  config: EngineConfig & { readonly telemetry?: { readonly endpoint: string } },
  { clock }: { readonly clock: Clock },
): Promise<readonly EngineCheck[]> {
  const { store, views, bus, telemetry } = config;
  try {
    assertComplete(config);
  } catch (error) {
    return [{ name: 'engines', ok: false, say: (error as TongbanError).detail.en }];
  }
  const checks: Promise<EngineCheck>[] = [];
  const ask = (name: string, next: string, work: () => Promise<string>): void => {
    checks.push(asked(name, next, work, clock));
  };
  if (store?.engine === 'kurrentdb') {
    ask('store', 'check store.url and that KurrentDB runs', () => askKurrent(store.url as string, clock));
  }
  if (views?.engine === 'postgres') {
    ask('views', 'check views.url and that PostgreSQL runs', async () => {
      return `PostgreSQL ${await postgresVersion(views.url as string)}`;
    });
  }
  if (bus?.engine === 'kafka') {
    ask('bus', 'check bus.brokers, bus.user and that Kafka runs', async () => {
      const plan = await planKafkaOf(bus, {});
      await plan.close();
      const differences = plan.steps.length;
      if (differences === 0) return 'Kafka answers; topics and permissions are as declared';
      return `Kafka answers; ${differences} differences from the declaration: see tongban kafka apply`;
    });
  }
  if (telemetry?.endpoint) {
    ask('telemetry', 'check telemetry.endpoint and that a collector runs', async () => {
      const { status } = await fetch(telemetry.endpoint, { signal: AbortSignal.timeout(answerMsMax) });
      return `a collector answers (HTTP ${status})`;
    });
  }
  return Promise.all(checks);
}

async function askKurrent(url: string, clock: Clock): Promise<string> {
  const random = (target: Uint8Array): Uint8Array =>
    crypto.getRandomValues(target as Uint8Array<ArrayBuffer>);
  const ids = uuidV7({ now: () => clock.now(), random });
  const store = await openKurrentEventStore({ url, clock, ids, deadlineMs: answerMsMax });
  try {
    return `KurrentDB answers; last position ${await store.head()}`;
  } finally {
    await store.close();
  }
}

async function asked(
  name: string,
  next: string,
  work: () => Promise<string>,
  clock: Clock,
): Promise<EngineCheck> {
  const answered = new AbortController();
  try {
    const say = await Promise.race([
      work(),
      sleep(clock, answerMsMax, answered.signal).then(() => {
        throw new Error(`no answer within ${answerMsMax / 1_000} seconds`);
      }),
    ]);
    return { name, ok: true, say };
  } catch (error) {
    const reason = error instanceof TongbanError ? error.detail.en : (error as Error).message;
    return { name, ok: false, say: `${reason}: ${next}` };
  } finally {
    answered.abort();
  }
}
