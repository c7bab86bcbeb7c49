/** What a cluster has, or should have, of one platform: topics, logins, and who may do what. */
export interface KafkaState {
  readonly topics: readonly DeclaredTopic[];
  /** Names of the logins for SCRAM-SHA-256. */
  readonly users: readonly string[];
  readonly permissions: readonly Permission[];
}

export interface DeclaredTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  /** Settings that differ from the broker's own. */
  readonly config: Readonly<Record<string, string>>;
}

/** One login may do one thing with one topic or group, or with all whose names begin so. */
export interface Permission {
  readonly user: string;
  readonly resource: 'topic' | 'group';
  readonly name: string;
  readonly match: 'literal' | 'prefixed';
  readonly operation: 'read' | 'write' | 'describe' | 'delete';
}
