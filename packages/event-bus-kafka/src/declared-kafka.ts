import type { DeclaredTopic, KafkaState, Permission } from './kafka-state.ts';
import { topicNames } from './topic-names.ts';

/** The declaration as it is written in `infra/kafka/topics.json`. */
export interface KafkaDeclaration {
  readonly prefix: string;
  readonly replicas: number;
  readonly minInSyncReplicas: number;
  /** Whose events there are: departments, and the platform's own. */
  readonly owners: readonly string[];
  readonly departments: readonly string[];
  readonly topics: Readonly<Record<'owner' | 'batches' | 'inbox' | 'outbox' | 'rejects', TopicTerms>>;
  /** The login of the platform itself. A department's login is the department's name. */
  readonly platformUser: string;
}

export interface TopicTerms {
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * What a declaration comes to. A department may read its inbox and its rejects and write its outbox, with consumer
 * groups of its own name, and nothing else.
 */
export function declaredKafka(declaration: KafkaDeclaration): KafkaState {
  const { prefix, owners, departments, platformUser } = declaration;
  const names = topicNames(prefix);
  const topic = (name: string, kind: keyof KafkaDeclaration['topics']): DeclaredTopic => ({
    name,
    partitions: declaration.topics[kind].partitions,
    replicas: declaration.replicas,
    config: {
      ...declaration.topics[kind].config,
      'min.insync.replicas': String(declaration.minInSyncReplicas),
    },
  });
  return {
    topics: [
      ...owners.map((owner) => topic(names.owner(owner), 'owner')),
      topic(names.batches, 'batches'),
      ...departments.flatMap((department) => [
        topic(names.inbox(department), 'inbox'),
        topic(names.outbox(department), 'outbox'),
        topic(names.rejects(department), 'rejects'),
      ]),
    ],
    users: [platformUser, ...departments],
    permissions: [
      ...platformPermissions(platformUser, prefix),
      ...departments.flatMap((department) => departmentPermissions(department, prefix)),
    ],
  };
}

function departmentPermissions(department: string, prefix: string): readonly Permission[] {
  const names = topicNames(prefix);
  const may = (operation: Permission['operation'], name: string): Permission => ({
    user: department,
    resource: 'topic',
    name,
    match: 'literal',
    operation,
  });
  return [
    may('read', names.inbox(department)),
    may('describe', names.inbox(department)),
    may('read', names.rejects(department)),
    may('describe', names.rejects(department)),
    may('write', names.outbox(department)),
    may('describe', names.outbox(department)),
    { user: department, resource: 'group', name: `${department}.`, match: 'prefixed', operation: 'read' },
  ];
}

function platformPermissions(user: string, prefix: string): readonly Permission[] {
  const all = { user, name: `${prefix}.`, match: 'prefixed' } as const;
  return [
    { ...all, resource: 'topic', operation: 'read' },
    { ...all, resource: 'topic', operation: 'write' },
    { ...all, resource: 'topic', operation: 'describe' },
    { ...all, resource: 'group', operation: 'read' },
    { ...all, resource: 'group', operation: 'delete' },
  ];
}
