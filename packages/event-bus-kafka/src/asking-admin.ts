import { setTimeout } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';

/** A client of the cluster for questions: which topics there are, and where they end. */
export interface AskingAdmin {
  /** Asks, over and over while leaders change. @throws what Kafka answers otherwise, or still answers after half a minute */
  ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

const asksMax = 60;
const restMs = { first: 50, most: 500 };

/**
 * kafkajs remembers leaders for five minutes, and gives up a question about offsets that reaches a broker which leads no
 * longer. So it is asked again through a client that remembers nothing.
 */
export function askingAdmin(kafka: Pick<Kafka, 'admin'>): AskingAdmin {
  let connected: Promise<Admin> | undefined;
  let isClosed = false;
  const current = (): Promise<Admin> => {
    connected ??= connectedAdmin(kafka);
    return connected;
  };
  const forget = async (stale: Promise<Admin>): Promise<void> => {
    if (connected === stale) connected = undefined;
    // Others may still wait for its answers: they fail as this one did, and ask again.
    await (await stale.catch(() => undefined))?.disconnect().catch(() => undefined);
  };
  return {
    async ask(question) {
      for (let asks = 1; ; asks++) {
        const admin = current();
        try {
          return await question(await admin);
        } catch (error) {
          await forget(admin);
          if (!isPassing(error) || isClosed || asks === asksMax) throw error;
          await setTimeout(Math.min(restMs.most, restMs.first * asks));
        }
      }
    },
    async close() {
      isClosed = true;
      await (await connected?.catch(() => undefined))?.disconnect();
    },
  };
}

async function connectedAdmin(kafka: Pick<Kafka, 'admin'>): Promise<Admin> {
  const admin = kafka.admin();
  await admin.connect();
  return admin;
}

/** Whether Kafka says, or its client knows, that the same may succeed later. */
function isPassing(error: unknown): boolean {
  return (error as { readonly retriable?: boolean }).retriable === true;
}
