/** What the nodes of a cluster have in common, and their ports. */
export interface ClusterPlan {
  readonly folder: string;
  /** The folder of the broker's jars. */
  readonly jars: string;
  /** Its classes as the Java machine maps them; undefined where there is no such file. */
  readonly classArchive?: string | undefined;
  /** 22 characters, as Kafka's own `random-uuid` makes them. */
  readonly clusterId: string;
  /** Ports of each node, the first is node 1. */
  readonly ports: readonly NodePorts[];
  /** Passwords by name, for SCRAM-SHA-256 and for PLAIN. `admin` may do everything. */
  readonly logins: Readonly<Record<string, string>>;
}

export interface NodePorts {
  /** Without a login: the brokers' own and the operator's. */
  readonly plain: number;
  /** With a login: the departments'. */
  readonly sasl: number;
  readonly controller: number;
}

const host = '127.0.0.1';

/**
 * The settings of one combined broker and controller. They fail over in three or four seconds instead of ten, which is
 * right for tests and for a developer's machine; a production cluster keeps Kafka's own timeouts.
 */
export function nodeProperties(plan: ClusterPlan, id: number): Readonly<Record<string, string>> {
  const { ports, logins } = plan;
  const own = ports[id - 1] as NodePorts;
  const replicas = String(Math.min(3, ports.length));
  const inSync = String(Math.min(2, ports.length));
  return {
    'process.roles': 'broker,controller',
    'node.id': String(id),
    'controller.quorum.voters': ports
      .map(({ controller }, at) => `${at + 1}@${host}:${controller}`)
      .join(','),
    'log.dirs': `${plan.folder}/node-${id}/data`,
    listeners: `PLAINTEXT://${host}:${own.plain},SASL_PLAINTEXT://${host}:${own.sasl},CONTROLLER://${host}:${own.controller}`,
    'advertised.listeners': `PLAINTEXT://${host}:${own.plain},SASL_PLAINTEXT://${host}:${own.sasl}`,
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',

    // PLAIN is for clients whose librdkafka is older than 2.6.1, which brokers refuse on SCRAM.
    'sasl.enabled.mechanisms': 'SCRAM-SHA-256,PLAIN',
    'listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'listener.name.sasl_plaintext.plain.sasl.jaas.config': plainLogins(logins),
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS;User:admin',
    'allow.everyone.if.no.acl.found': 'false',

    'auto.create.topics.enable': 'false',
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': '10',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': '5',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    'group.initial.rebalance.delay.ms': '0',
    'unstable.api.versions.enable': 'false',

    'broker.session.timeout.ms': '2000',
    'broker.heartbeat.interval.ms': '300',
    'controller.quorum.election.timeout.ms': '500',
    'controller.quorum.fetch.timeout.ms': '1000',
    'replica.lag.time.max.ms': '2000',
  };
}

export function propertiesText(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function plainLogins(logins: Readonly<Record<string, string>>): string {
  const users = Object.entries(logins).map(([name, password]) => ` user_${name}="${password}"`);
  return `org.apache.kafka.common.security.plain.PlainLoginModule required${users.join('')};`;
}
