import { expect, it } from 'vitest';
import { partitionOf } from './partition-of.ts';

// Computed with org.apache.kafka.common.utils.Utils.toPositive(Utils.murmur2(key)) % 1000 of kafka-clients 4.4.0.
it.each([
  ['tax.taxpayer-91350100M000100Y43', 777],
  ['bankruptcy.case-（2026）闽01破1号', 924],
  ['a', 524],
])('finds the partition of %s as the Java client does', (key, partition) => {
  expect(partitionOf(key, 1_000)).toBe(partition);
});
