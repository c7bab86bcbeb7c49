import type { Language, Localized } from '@tongban/kernel';
import type { DeclaredTopic, KafkaState, Permission } from './kafka-state.ts';

/** One thing that is to be done, or that only a person can do. */
export type KafkaStep =
  | { readonly kind: 'create-topic'; readonly topic: DeclaredTopic }
  /** Settings of a topic, as they are and as they should be. Undefined: not set. */
  | {
      readonly kind: 'configure-topic';
      readonly name: string;
      readonly config: Readonly<Record<string, string>>;
      readonly changes: readonly ConfigChange[];
    }
  /** From then on new events of a stream may be in another partition than its old ones. The bus does not mind. */
  | { readonly kind: 'add-partitions'; readonly name: string; readonly from: number; readonly to: number }
  | { readonly kind: 'create-user'; readonly user: string }
  | { readonly kind: 'grant'; readonly permission: Permission }
  | { readonly kind: 'revoke'; readonly permission: Permission }
  /** Kafka cannot do it while the topic is in use: it is told, and nothing is done. */
  | { readonly kind: 'cannot'; readonly name: string; readonly what: Localized };

export interface ConfigChange {
  readonly setting: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * What makes a cluster as it was declared. Topics and logins that were not declared stay; permissions of declared
 * logins that were not declared are revoked. Nothing to do is an empty list.
 */
export function planKafka(current: KafkaState, declared: KafkaState): readonly KafkaStep[] {
  const topics = new Map(current.topics.map((topic) => [topic.name, topic]));
  const users = new Set(current.users);
  const has = new Set(current.permissions.map(permissionText));
  const wants = new Set(declared.permissions.map(permissionText));
  return [
    ...declared.topics.flatMap((topic) => topicSteps(topics.get(topic.name), topic)),
    ...declared.users
      .filter((user) => !users.has(user))
      .map((user): KafkaStep => ({ kind: 'create-user', user })),
    ...declared.permissions
      .filter((permission) => !has.has(permissionText(permission)))
      .map((permission): KafkaStep => ({ kind: 'grant', permission })),
    ...current.permissions
      .filter(
        (permission) => declared.users.includes(permission.user) && !wants.has(permissionText(permission)),
      )
      .map((permission): KafkaStep => ({ kind: 'revoke', permission })),
  ];
}

/** A step as a line for people: `+` is made, `~` is changed, `-` is taken away, `!` cannot be done. */
export function kafkaStepText(step: KafkaStep, language: Language): string {
  const zh = language === 'zh';
  const [topic, user, permission] = zh ? ['主题', '登录名', '权限'] : ['topic', 'user', 'permission'];
  const [partitions, replicas, unset] = zh ? ['分区', '副本', '未设'] : ['partitions', 'replicas', 'unset'];
  switch (step.kind) {
    case 'create-topic': {
      const { name, config, ...declared } = step.topic;
      return `+ ${topic} ${name} (${partitions} ${declared.partitions}, ${replicas} ${declared.replicas}, ${configText(config)})`;
    }
    case 'configure-topic': {
      const changes = step.changes.map(
        ({ setting, from, to }) => `${setting} ${from ?? unset} -> ${to ?? unset}`,
      );
      return `~ ${topic} ${step.name} (${changes.join(', ')})`;
    }
    case 'add-partitions':
      return `~ ${topic} ${step.name} (${partitions} ${step.from} -> ${step.to})`;
    case 'create-user':
      return `+ ${user} ${step.user}`;
    case 'grant':
      return `+ ${permission} ${permissionText(step.permission)}`;
    case 'revoke':
      return `- ${permission} ${permissionText(step.permission)}`;
    case 'cannot':
      return `! ${topic} ${step.name}: ${step.what[language]}`;
  }
}

function topicSteps(current: DeclaredTopic | undefined, declared: DeclaredTopic): readonly KafkaStep[] {
  if (current === undefined) return [{ kind: 'create-topic', topic: declared }];
  const { name } = declared;
  const steps: KafkaStep[] = [];
  if (current.partitions < declared.partitions) {
    steps.push({ kind: 'add-partitions', name, from: current.partitions, to: declared.partitions });
  } else if (current.partitions > declared.partitions) {
    steps.push({ kind: 'cannot', name, what: tooMany(current.partitions) });
  }
  if (current.replicas !== declared.replicas) {
    const what = {
      zh: `现有 ${current.replicas} 个副本，声明为 ${declared.replicas} 个：请重新分配其分区`,
      en: `it has ${current.replicas} replicas, declared are ${declared.replicas}: reassign its partitions`,
    };
    steps.push({ kind: 'cannot', name, what });
  }
  const settings = [...new Set([...Object.keys(current.config), ...Object.keys(declared.config)])].sort();
  const changes = settings
    .map((setting) => ({ setting, from: current.config[setting], to: declared.config[setting] }))
    .filter(({ from, to }) => from !== to);
  if (changes.length > 0) steps.push({ kind: 'configure-topic', name, config: declared.config, changes });
  return steps;
}

function tooMany(partitions: number): Localized {
  return {
    zh: `现有 ${partitions} 个分区，不能减少`,
    en: `it has ${partitions} partitions and cannot lose any`,
  };
}

function permissionText({ user, resource, name, match, operation }: Permission): string {
  return `${user} ${operation} ${resource} ${name}${match === 'prefixed' ? '*' : ''}`;
}

function configText(config: Readonly<Record<string, string>>): string {
  return Object.entries(config)
    .map(([setting, value]) => `${setting}=${value}`)
    .join(', ');
}
