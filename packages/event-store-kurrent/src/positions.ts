import { type Position, storeErrors } from '@tongban/event-store';

/** Where to begin in the server's log: at its start, after a record, or at one. */
export type LogPlace =
  | { readonly kind: 'start' }
  | { readonly kind: 'after'; readonly commit: bigint }
  | { readonly kind: 'at'; readonly commit: bigint };

/** Commit positions are bytes of the log: up to here, 4 PiB, twice one is a number without loss. */
const commitMax = 2n ** 52n - 1n;

/**
 * The position of the record at a byte of the log: twice that, so that `position - 1`, by which readers of a dense
 * store ask for one event, has a meaning here too: just before the record.
 * @throws E_STORE_UNSUPPORTED beyond 2^52 bytes
 */
export function positionOf(commit: bigint): Position {
  if (commit >= 0n && commit <= commitMax) return Number(commit) * 2;
  throw storeErrors.error('E_STORE_UNSUPPORTED', {
    detail: {
      zh: `日志位置 ${commit} 超出平台可精确表示的范围（2^52 字节）。请将数据迁移到新的集群。`,
      en: `Log position ${commit} is beyond what can be told exactly (2^52 bytes). Move to a new cluster.`,
    },
    facts: { commit: String(commit), commitMax: String(commitMax) },
  });
}

/** Where reading after a position begins. A whole number from 0. */
export function placeAfter(position: Position): LogPlace {
  if (position === 0) return { kind: 'start' };
  if (position % 2 === 0) return { kind: 'after', commit: BigInt(position / 2) };
  return { kind: 'at', commit: BigInt((position + 1) / 2) };
}
