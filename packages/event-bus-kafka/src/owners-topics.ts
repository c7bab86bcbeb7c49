import type { Admin } from 'kafkajs';
import type { TopicNames } from './topic-names.ts';

/** The topics of owners and the topic of batches that there are, with the number of their partitions. */
export async function ownersTopics(admin: Admin, names: TopicNames): Promise<Map<string, number>> {
  const { topics } = await admin.fetchTopicMetadata();
  const beginning = names.owner('');
  return new Map(
    topics
      .filter(({ name }) => name.startsWith(beginning) && !name.slice(beginning.length).includes('.'))
      .map(({ name, partitions }) => [name, partitions.length]),
  );
}
