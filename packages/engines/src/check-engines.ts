import { openKurrentEventStore } from '@tongban/event-store-kurrent';
import { type Clock, type Localized, sleep, TongbanError, uuidV7 } from '@tongban/kernel';
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
  readonly say: Localized;
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
    return [{ name: 'engines', ok: false, say: (error as TongbanError).detail }];
  }
  const checks: Promise<EngineCheck>[] = [];
  const ask = (name: string, next: Localized, work: () => Promise<Localized>): void => {
    checks.push(asked(name, next, work, clock));
  };
  if (store?.engine === 'kurrentdb') {
    const next = {
      zh: '请检查 store.url，并确认 KurrentDB 正在运行',
      en: 'check store.url and that KurrentDB runs',
    };
    ask('store', next, () => askKurrent(store.url as string, clock));
  }
  if (views?.engine === 'postgres') {
    const next = {
      zh: '请检查 views.url，并确认 PostgreSQL 正在运行',
      en: 'check views.url and that PostgreSQL runs',
    };
    ask('views', next, async () => {
      const version = `PostgreSQL ${await postgresVersion(views.url as string)}`;
      return { zh: version, en: version };
    });
  }
  if (bus?.engine === 'kafka') {
    const next = {
      zh: '请检查 bus.brokers 和 bus.user，并确认 Kafka 正在运行',
      en: 'check bus.brokers, bus.user and that Kafka runs',
    };
    ask('bus', next, async () => {
      const plan = await planKafkaOf(bus, {});
      await plan.close();
      const differences = plan.steps.length;
      return differences === 0
        ? {
            zh: 'Kafka 有响应；主题和权限与声明一致',
            en: 'Kafka answers; topics and permissions are as declared',
          }
        : {
            zh: `Kafka 有响应；与声明有 ${differences} 项不同：见 tongban kafka apply`,
            en: `Kafka answers; ${differences} differences from the declaration: see tongban kafka apply`,
          };
    });
  }
  if (telemetry?.endpoint) {
    const next = {
      zh: '请检查 telemetry.endpoint，并确认采集器正在运行',
      en: 'check telemetry.endpoint and that a collector runs',
    };
    ask('telemetry', next, async () => {
      const { status } = await fetch(telemetry.endpoint, { signal: AbortSignal.timeout(answerMsMax) });
      return { zh: `采集器有响应（HTTP ${status}）`, en: `a collector answers (HTTP ${status})` };
    });
  }
  return Promise.all(checks);
}

/** That an engine did not answer in time. */
const silence = Symbol('silence');

function reasonOf(error: unknown): Localized {
  const seconds = answerMsMax / 1_000;
  if (error === silence) return { zh: `${seconds} 秒内没有响应`, en: `no answer within ${seconds} seconds` };
  if (error instanceof TongbanError) return error.detail;
  const { message } = error as Error;
  return { zh: message, en: message };
}

async function askKurrent(url: string, clock: Clock): Promise<Localized> {
  const random = (target: Uint8Array): Uint8Array =>
    crypto.getRandomValues(target as Uint8Array<ArrayBuffer>);
  const ids = uuidV7({ now: () => clock.now(), random });
  const store = await openKurrentEventStore({ url, clock, ids, deadlineMs: answerMsMax });
  try {
    const head = await store.head();
    return { zh: `KurrentDB 有响应；最后位置 ${head}`, en: `KurrentDB answers; last position ${head}` };
  } finally {
    await store.close();
  }
}

async function asked(
  name: string,
  next: Localized,
  work: () => Promise<Localized>,
  clock: Clock,
): Promise<EngineCheck> {
  const answered = new AbortController();
  try {
    const say = await Promise.race([
      work(),
      sleep(clock, answerMsMax, answered.signal).then(() => {
        throw silence;
      }),
    ]);
    return { name, ok: true, say };
  } catch (error) {
    const { zh, en } = reasonOf(error);
    return { name, ok: false, say: { zh: `${zh}：${next.zh}`, en: `${en}: ${next.en}` } };
  } finally {
    answered.abort();
  }
}
