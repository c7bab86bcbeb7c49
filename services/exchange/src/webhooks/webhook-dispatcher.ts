import type { Position } from '@tongban/event-store';
import type { RegisteredWebhook } from './webhook-register.ts';
import { runWebhook, type WebhookRun, type WebhookRunOptions } from './webhook-run.ts';

/** Keeps one run for each registered webhook, as the register changes. */
export interface WebhookDispatcher {
  /** The register has changed. Costs nothing to say often. */
  wake(): void;
  /** Resolves when the runs are as everything recorded up to a position says. */
  upTo(position: Position): Promise<void>;
  run(webhookId: string): WebhookRun | undefined;
  runs(): readonly WebhookRun[];
  /** Begins to deliver, or has what is under way end and then rests: another process delivers. */
  setActive(active: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** A webhook whose run did not start, because a database does not answer, is started again after so long. */
const startAgainMs = 30_000;

/** Resolves when the webhooks that are registered at this moment run. */
export async function openWebhookDispatcher<Tx>(
  options: WebhookRunOptions<Tx> & { readonly isActive: boolean },
): Promise<WebhookDispatcher> {
  const { view, secrets, clock, logger } = options;
  const runs = new Map<string, WebhookRun>();
  let isStopped = false;
  let { isActive } = options;
  let isQueued = false;
  let cancelTimer = (): void => {};
  let last: Promise<void> = Promise.resolve();

  const adjust = async (): Promise<void> => {
    isQueued = false;
    if (isStopped) return;
    const register = view.now();
    for (const [webhookId, run] of runs) {
      if (register.webhook(webhookId)) continue;
      runs.delete(webhookId);
      await run.stop();
      await secrets.forget(webhookId);
    }
    for (const webhook of register.all()) if (!runs.has(webhook.webhookId)) await begin(webhook);
  };

  const begin = async (webhook: RegisteredWebhook): Promise<void> => {
    const { webhookId, department } = webhook;
    try {
      const run = await runWebhook(webhook, options);
      if (!isActive) await run.pause();
      runs.set(webhookId, run);
    } catch (error) {
      logger.error({ webhookId, department, error }, 'A webhook could not be started.');
      cancelTimer();
      cancelTimer = clock.after(startAgainMs, wake);
    }
  };

  const queue = (): Promise<void> => {
    if (!isQueued) {
      isQueued = true;
      last = last.then(adjust).catch((error: unknown) => {
        if (!isStopped) logger.error({ error }, 'Webhooks were not adjusted to their register.');
      });
    }
    return last;
  };

  function wake(): void {
    void queue();
  }

  // Secrets whose registration was never completed, or that a removal left behind.
  await secrets.forgetAllBut((await view.current()).all().map(({ webhookId }) => webhookId));
  await queue();

  return {
    wake,
    async upTo(position) {
      await view.upTo(position);
      await queue();
    },
    run: (webhookId) => runs.get(webhookId),
    runs: () => [...runs.values()],
    async setActive(active) {
      isActive = active;
      await last;
      for (const run of runs.values()) {
        if (active) run.resume();
        else await run.pause();
      }
    },
    async stop() {
      isStopped = true;
      cancelTimer();
      await last;
      await Promise.all([...runs.values()].map((run) => run.stop()));
    },
  };
}
