import { type Clock, sleep } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import { processingErrors } from '../errors.ts';
import type { ProcessingStore } from '../processing-store.ts';
import { type Lease, takeLease } from './lease.ts';

export interface UnderLeaseOptions<Tx> {
  readonly processing: Pick<ProcessingStore<Tx>, 'transaction' | 'leases'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What is done alone: `relay`. */
  readonly name: string;
  /** This process, under a name that no other has. */
  readonly holder: string;
  /** How long others wait for a holder that died; it is renewed three times as often. Default 5,000. */
  readonly ttlMs?: number;
  readonly signal: AbortSignal;
  /**
   * The work. Its signal aborts when the lease is lost; what it writes meanwhile goes through `guardLease`. When it
   * ends or throws, the lease is given up and taken anew.
   */
  work(lease: Lease, signal: AbortSignal): Promise<void>;
}

/** Does the work whenever this process has the lease, until the signal aborts. Resolves when the work is ended. */
export async function underLease<Tx>(options: UnderLeaseOptions<Tx>): Promise<void> {
  const { clock, signal, ttlMs = 5_000 } = options;
  while (!signal.aborted) {
    const lease = await take(options, ttlMs);
    if (lease !== undefined) await workUnder(lease, options, ttlMs);
    await sleep(clock, ttlMs / 3, signal);
  }
}

/**
 * Makes sure, for the rest of a transaction, that a lease is still the one in force: whoever takes it waits.
 * @throws E_LEASE_LOST
 */
export async function guardLease<Tx>(
  { leases }: Pick<ProcessingStore<Tx>, 'leases'>,
  tx: Tx,
  { name, token }: Lease,
): Promise<void> {
  if ((await leases.claim(tx, name))?.token !== token) throw leaseLost(name);
}

async function workUnder<Tx>(lease: Lease, options: UnderLeaseOptions<Tx>, ttlMs: number): Promise<void> {
  const { name, holder, logger } = options;
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  logger.info({ lease: name, holder, fencing: lease.token }, 'lease taken');
  const renewing = renew(lease, options, ttlMs, signal).then((lost) => lost && ended.abort(leaseLost(name)));
  try {
    await options.work(lease, signal);
  } catch (error) {
    if (!signal.aborted) logger.error({ lease: name, holder, error }, 'the work under a lease failed');
  }
  const isLost = ended.signal.aborted;
  ended.abort();
  await renewing;
  if (isLost) logger.warn({ lease: name, holder, fencing: lease.token }, 'lease lost');
  else await giveUp(lease, options).catch(() => undefined);
}

/** Renews until the signal aborts. True where the lease went to somebody else, or ran out unrenewed. */
async function renew<Tx>(
  lease: Lease,
  options: UnderLeaseOptions<Tx>,
  ttlMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { clock } = options;
  let { untilMs } = lease;
  for (;;) {
    await sleep(clock, ttlMs / 3, signal);
    if (signal.aborted) return false;
    const renewed = await take(options, ttlMs);
    if (renewed?.token === lease.token) untilMs = renewed.untilMs;
    else if (renewed !== undefined || clock.now() >= untilMs) return true;
  }
}

/** The lease, where it could be had now: not where the database did not answer. */
async function take<Tx>(options: UnderLeaseOptions<Tx>, ttlMs: number): Promise<Lease | undefined> {
  const { processing, clock, logger, name, holder } = options;
  try {
    return await processing.transaction(async (tx) => {
      const current = await processing.leases.claim(tx, name);
      const taken = takeLease(current, { name, holder, nowMs: clock.now(), ttlMs });
      if (taken !== undefined) await processing.leases.write(tx, taken);
      return taken;
    });
  } catch (error) {
    logger.warn({ lease: name, holder, error }, 'a lease could not be asked for');
    return undefined;
  }
}

/** Lets another process begin at once. */
async function giveUp<Tx>(lease: Lease, { processing }: UnderLeaseOptions<Tx>): Promise<void> {
  await processing.transaction(async (tx) => {
    await guardLease(processing, tx, lease);
    await processing.leases.write(tx, { ...lease, untilMs: 0 });
  });
}

function leaseLost(name: string): ReturnType<typeof processingErrors.error> {
  return processingErrors.error('E_LEASE_LOST', { facts: { lease: name } });
}
