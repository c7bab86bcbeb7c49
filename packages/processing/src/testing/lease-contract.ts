import { silentLogger } from '@tongban/telemetry';
import { describe, expect, it } from 'vitest';
import type { Lease } from '../leases/lease.ts';
import { guardLease, underLease } from '../leases/under-lease.ts';
import { manualClock } from './clocks.ts';
import type { OpenedProcessing } from './journal.ts';
import { startMs, withLaboratory } from './laboratory.ts';

const ttlMs = 3_000;

/** A process that works under a lease, and what it was told. */
interface Worker {
  readonly terms: Lease[];
  /** The token under which it works now. */
  readonly token: () => number | undefined;
  stop(): Promise<void>;
}

export function leaseContract<Tx>(open: () => Promise<OpenedProcessing<Tx>>): void {
  describe('a lease', () => {
    const withWorkers = (
      test: (laboratory: {
        readonly processing: OpenedProcessing<Tx>['processing'];
        readonly start: (holder: string, isDeaf?: () => boolean) => Worker;
        /** Lets time pass, in steps in which everybody comes to rest. */
        readonly pass: (ms: number) => Promise<void>;
      }) => Promise<void>,
    ): Promise<void> =>
      withLaboratory(open, async ({ processing }) => {
        const clock = manualClock(startMs);
        const workers: Worker[] = [];
        let underWay = 0;
        // Between transactions and waits for the clock there is nothing but promises.
        const rest = async (): Promise<void> => {
          do {
            for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
          } while (underWay > 0);
        };
        const start = (holder: string, isDeaf = (): boolean => false): Worker => {
          const stopping = new AbortController();
          const terms: Lease[] = [];
          let token: number | undefined;
          const transaction: typeof processing.transaction = async (work) => {
            if (isDeaf()) throw new Error('the database does not answer');
            underWay += 1;
            try {
              return await processing.transaction(work);
            } finally {
              underWay -= 1;
            }
          };
          const done = underLease({
            processing: { transaction, leases: processing.leases },
            clock,
            logger: silentLogger,
            ...{ name: 'relay', holder, ttlMs, signal: stopping.signal },
            async work(lease, signal) {
              terms.push(lease);
              token = lease.token;
              await new Promise<void>((resolve) =>
                signal.addEventListener('abort', () => resolve(), { once: true }),
              );
              token = undefined;
            },
          });
          const worker: Worker = {
            terms,
            token: () => token,
            async stop() {
              stopping.abort();
              await done;
            },
          };
          workers.push(worker);
          return worker;
        };
        const pass = async (ms: number): Promise<void> => {
          await rest();
          for (let passed = 0; passed < ms; passed += ttlMs / 6) {
            clock.advanceTo(clock.now() + ttlMs / 6);
            await rest();
          }
        };
        try {
          await test({ processing, start, pass });
        } finally {
          for (const worker of workers) await worker.stop();
        }
      });

    it('is with one at a time, and stays with who renews it', () =>
      withWorkers(async ({ start, pass }) => {
        const [one, other] = [start('one'), start('other')];
        await pass(ttlMs * 4);
        const tokens = [one.token(), other.token()];
        expect(tokens.filter((token) => token !== undefined)).toEqual([1]);
        expect([...one.terms, ...other.terms]).toHaveLength(1);
      }));

    it('goes over at once when its holder stops, and within its time when its holder dies', () =>
      withWorkers(async ({ start, pass }) => {
        const one = start('one');
        await pass(ttlMs / 3);
        let isDead = false;
        const other = start('other', () => isDead);
        await pass(ttlMs);
        expect([one.token(), other.token()]).toEqual([1, undefined]);
        await one.stop();
        await pass(ttlMs / 3);
        expect(other.token()).toBe(2);
        const third = start('third');
        isDead = true;
        await pass(ttlMs * 1.5);
        // Who cannot renew ends its work by itself before another begins.
        expect([other.token(), third.token()]).toEqual([undefined, 3]);
      }));

    it('keeps a holder from writing who was thought dead', () =>
      withWorkers(async ({ processing, start, pass }) => {
        const one = start('one');
        await pass(ttlMs / 3);
        const [stale] = one.terms;
        await one.stop();
        const other = start('other');
        await pass(ttlMs / 3);
        const write = (lease: Lease) => processing.transaction((tx) => guardLease(processing, tx, lease));
        await write(other.terms[0] as Lease);
        await expect(write(stale as Lease)).rejects.toMatchObject({ code: 'E_LEASE_LOST' });
      }));
  });
}
