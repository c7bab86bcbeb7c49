import kafkajs from 'kafkajs';

const partitioner = kafkajs.Partitioners.DefaultPartitioner();

type PartitionMetadata = Parameters<typeof partitioner>[0]['partitionMetadata'];
/** The partitioner counts what it is given, and it is asked for every event. */
const metadata = new Map<number, PartitionMetadata>();

/** The partition of a key as every Kafka client finds it (murmur2), so that foreign producers agree. */
export function partitionOf(key: string, partitions: number): number {
  const known = metadata.get(partitions);
  const partitionMetadata = known ?? metadataOf(partitions);
  if (known === undefined) metadata.set(partitions, partitionMetadata);
  return partitioner({ topic: '', partitionMetadata, message: { key, value: null } });
}

function metadataOf(partitions: number): PartitionMetadata {
  return Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }));
}
