import { pbkdf2Sync } from 'node:crypto';
import type { RandomBytes } from '@tongban/kernel';
import type { Kafka } from 'kafkajs';
import { kafkaErrors } from './errors.ts';
import { WireReader, WireWriter } from './wire-message.ts';

/** The logins of a cluster for SCRAM-SHA-256. */
export interface ScramUsers {
  list(): Promise<readonly string[]>;
  /** Makes a login, or gives it another password. The password itself is not sent. */
  set(user: string, password: string, random: RandomBytes): Promise<void>;
}

/** Numbers of Kafka's protocol. */
const describeUsers = 50;
const alterUsers = 51;
const scramSha256 = 1;
const iterations = 8_192;

/** A request that kafkajs sends although it does not know it. */
interface CustomRequest<Answer> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    readonly encode: () => Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
  };
  readonly response: {
    readonly decode: (bytes: Buffer) => Promise<{ readonly answer: Answer }>;
    readonly parse: (decoded: { readonly answer: Answer }) => Promise<Answer>;
  };
}

/** What is used of the inside of kafkajs 2.2.4, which is pinned: its cluster, to send the requests that it lacks. */
interface Cluster {
  connect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  disconnect(): Promise<void>;
  findControllerBroker(): Promise<{
    readonly connectionPool: { send<Answer>(request: CustomRequest<Answer>): Promise<Answer> };
  }>;
}

export function scramUsers(kafka: Kafka): ScramUsers {
  const send = async <Answer>(
    apiKey: number,
    body: Buffer,
    read: (reader: WireReader) => Answer,
  ): Promise<Answer> => {
    const cluster = clusterOf(kafka);
    await cluster.connect();
    try {
      await cluster.refreshMetadata();
      const { connectionPool } = await cluster.findControllerBroker();
      return await connectionPool.send(customRequest(apiKey, body, read));
    } finally {
      await cluster.disconnect();
    }
  };
  return {
    list: () => send(describeUsers, new WireWriter().absentList().noTags().end(), readDescription),
    async set(user, password, random) {
      const salt = random(new Uint8Array(16));
      const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
      const writer = new WireWriter().list([], () => {});
      writer.list([user], (name) =>
        writer.text(name).int8(scramSha256).int32(iterations).bytes(salt).bytes(salted).noTags(),
      );
      await send(alterUsers, writer.noTags().end(), readAlteration);
    },
  };
}

function customRequest<Answer>(
  apiKey: number,
  body: Buffer,
  read: (reader: WireReader) => Answer,
): CustomRequest<Answer> {
  // kafkajs writes the older header; a flexible request has a count of tagged fields behind it, and so has its answer.
  const payload = Buffer.concat([Buffer.of(0), body]);
  return {
    request: {
      apiKey,
      apiVersion: 0,
      apiName: apiKey === describeUsers ? 'DescribeUserScramCredentials' : 'AlterUserScramCredentials',
      encode: async () => ({ buf: payload, buffer: payload }),
    },
    response: {
      decode: async (bytes) => {
        const reader = new WireReader(bytes);
        reader.tags();
        return { answer: read(reader) };
      },
      parse: async ({ answer }) => answer,
    },
  };
}

function readDescription(reader: WireReader): readonly string[] {
  reader.int32();
  refuse(reader.int16(), reader.text());
  return reader.list(() => {
    const user = reader.text() ?? '';
    reader.int16();
    reader.text();
    reader.list(() => {
      reader.int8();
      reader.int32();
      reader.tags();
    });
    reader.tags();
    return user;
  });
}

function readAlteration(reader: WireReader): void {
  reader.int32();
  reader.list(() => {
    reader.text();
    refuse(reader.int16(), reader.text());
    reader.tags();
  });
}

function refuse(errorCode: number, message: string | undefined): void {
  if (errorCode === 0) return;
  throw kafkaErrors.error('E_BUS_REFUSED', {
    detail: {
      zh: `Kafka 拒绝了对登录名的请求（代码 ${errorCode}）：${message ?? ''}`,
      en: `Kafka refused a request about logins (code ${errorCode}): ${message ?? ''}`,
    },
    facts: { errorCode },
  });
}

function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create =
    symbol && (kafka as unknown as Record<symbol, (options: { metadataMaxAge: number }) => Cluster>)[symbol];
  if (create === undefined) throw new Error('this is not kafkajs 2.2.4');
  return create({ metadataMaxAge: 60_000 });
}
