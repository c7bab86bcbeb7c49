import type { JsonObject } from '@tongban/kernel';
import type { Contract } from '../catalogue/contract.ts';
import type { ContractCatalogue } from '../catalogue/contract-catalogue.ts';
import { componentPointer, componentSchemas } from './component-schemas.ts';

export interface AsyncApiOptions {
  /** Where the exchange is: `https://exchange.example:8443`. */
  readonly server: URL;
  /** Version of the platform. */
  readonly version: string;
  /** Owners whose events the platform alone writes: nobody publishes them. */
  readonly ofPlatform: ReadonlySet<string>;
  /** The departments and the types that the feed of each carries now. */
  readonly feeds: ReadonlyMap<string, readonly string[]>;
}

/**
 * The AsyncAPI 3 document of an exchange: it receives what the owners publish and sends each department its
 * feed. Types without a contract are left out.
 */
export function asyncApi(catalogue: ContractCatalogue, options: AsyncApiOptions): JsonObject {
  const contracts = catalogue.all();
  const owners = [...new Set(contracts.map(({ owner }) => owner))].filter(
    (owner) => !options.ofPlatform.has(owner),
  );
  const channels: Record<string, JsonObject> = {};
  const operations: Record<string, JsonObject> = {};
  for (const owner of owners) {
    const types = contracts.filter((contract) => contract.owner === owner).map(({ type }) => type);
    const name = `publish-${owner}`;
    channels[name] = channel('/v1/events', `${owner} 发布的事件 / events that ${owner} publishes`, types);
    operations[name] = operation('receive', name, types);
  }
  for (const [department, readable] of options.feeds) {
    const types = readable.filter((type) => catalogue.get(type));
    if (types.length === 0) continue;
    const name = `feed-${department}`;
    channels[name] = channel(
      '/v1/feed',
      `${department} 收到的事件 / events that ${department} receives`,
      types,
    );
    operations[name] = operation('send', name, types);
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: '通办 / Tongban',
      version: options.version,
      description:
        '各部门按数据契约发布与接收的事件 / The events that departments publish and receive under contracts',
    },
    defaultContentType: 'application/cloudevents+json',
    servers: { exchange: serverOf(options.server) },
    channels,
    operations,
    components: {
      messages: Object.fromEntries(contracts.map((contract) => [contract.type, messageOf(contract)])),
      schemas: Object.assign({}, ...contracts.map(componentSchemas)) as JsonObject,
    },
  };
}

function serverOf(server: URL): JsonObject {
  const pathname = server.pathname === '/' ? {} : { pathname: server.pathname };
  return { host: server.host, protocol: server.protocol.slice(0, -1), ...pathname };
}

function channel(address: string, title: string, types: readonly string[]): JsonObject {
  const messages = types.map((type) => [type, { $ref: `#/components/messages/${type}` }]);
  return {
    address,
    title,
    servers: [{ $ref: '#/servers/exchange' }],
    messages: Object.fromEntries(messages),
  };
}

function operation(action: 'send' | 'receive', name: string, types: readonly string[]): JsonObject {
  return {
    action,
    channel: { $ref: `#/channels/${name}` },
    messages: types.map((type) => ({ $ref: `#/channels/${name}/messages/${type}` })),
  };
}

function messageOf({ type, owner, terms }: Contract): JsonObject {
  return {
    name: type,
    title: `${terms.title.zh} / ${terms.title.en}`,
    description: `${terms.description.zh}\n\n${terms.description.en}`,
    contentType: 'application/cloudevents+json',
    tags: [{ name: owner }],
    payload: { $ref: componentPointer(type) },
    'x-sharing-class': terms.sharing.class,
    'x-personal-data': terms.personalData.map(({ pointer }) => pointer),
    'x-signature': terms.signature,
  };
}
