import { type Client, createClient } from '@tongban/client';

/** Publishes by the client, as a department system would, until it is told to stop. */
export interface SteadyClient {
  /** Ids by case, in the order in which they were acknowledged. */
  readonly acknowledged: ReadonlyMap<string, readonly string[]>;
  count(): number;
  stop(): Promise<void>;
}

export interface SteadyClientOptions {
  readonly url: string;
  readonly token: () => Promise<string>;
  /** The name of its cases begins so. */
  readonly word: string;
  readonly cases: number;
  /** Waits so long after each event, milliseconds. */
  readonly restMs: number;
}

const duties = [{ kind: 'import-duty', amountFen: 15_000_001 }] as const;

/** One event after another for each case, so that their order is known. The client tries again until it has an answer. */
export function publishSteadily(options: SteadyClientOptions): SteadyClient {
  const { url, token, word, cases, restMs } = options;
  const client: Client = createClient({
    baseUrl: url,
    department: 'customs',
    system: 'declarations',
    token,
    retry: { attempts: 400, delayMs: 20, delayMsMax: 200 },
  });
  const acknowledged = new Map<string, string[]>();
  let isStopping = false;
  const publish = async (name: string): Promise<void> => {
    const ids: string[] = [];
    acknowledged.set(name, ids);
    for (let at = 0; !isStopping; at++) {
      const id = `${name}-${at}`;
      await client.publish('customs.duty-assessed.v1', {
        id,
        subject: '913101206312054832',
        correlationId: name,
        time: '2026-05-06T10:00:00+08:00',
        data: {
          declarationNumber: caseNumber(name),
          assessmentNumber: `${caseNumber(name)}-A01`,
          reason: 'import',
          duties: [...duties],
          totalFen: 15_000_001,
          assessedOn: '2026-05-06',
          dueOn: '2026-05-21',
          authority: '上海外高桥港区海关',
        },
      });
      ids.push(id);
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  };
  const names = Array.from({ length: cases }, (_, at) => `${word}-${at}`);
  const publishing = Promise.all(names.map(publish));
  return {
    acknowledged,
    count: () => [...acknowledged.values()].reduce((sum, ids) => sum + ids.length, 0),
    async stop() {
      isStopping = true;
      await publishing;
    },
  };
}

/** 18 digits: the number of a declaration, one for each case. */
function caseNumber(name: string): string {
  let number = 7;
  for (const character of name) number = (number * 31 + character.charCodeAt(0)) % 999_999_999_989;
  return String(number).padStart(18, '2');
}
